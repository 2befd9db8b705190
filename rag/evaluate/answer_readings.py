"""Are people's answers read as they are meant? Messy answers with what a person would make of them → a verdict on each.

In: a file of answers (format: tests/golden/README.md) and the product's reader. Out: figures, and what went wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rag.brief.brief import AnswerRecord
from rag.errors import UsageError
from rag.knowledge.tables import CORPUS, SAFE_LOADER

FILE = CORPUS.parent / "tests" / "golden" / "answers.yaml"
IN_PASSING = FILE.with_name("answers-in-passing.yaml")
OF_PEOPLE = tuple(FILE.with_name(f"answers-of-people-{part}.yaml") for part in (1, 2))
OF_MORE_PEOPLE = tuple(FILE.with_name(f"answers-of-people-{part}.yaml") for part in (3, 4))  # all looked at
OF_FIRMS = FILE.with_name(
    "answers-of-people-5.yaml"
)  # of every size, to the questions that decide between styles; all looked at
NEWER = frozenset(
    {"stack.today", "stack.named", "legacy.system"}
)  # fields that came after the answers were written; what is read for them is not judged
CLOSE = 1e-4  # relative: 1.0417 a second is 90,000 a day, written with five digits
Read = Callable[[str, str, str], AnswerRecord]  # question id, what it is about, the person's words


class MessyAnswer(BaseModel):
    """An answer and what it means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    split: Literal["tune", "held"] = "tune"  # of held ones the failures were not looked at: they only measure
    question: str
    subject: str = ""  # the system it is about, where it is asked of each
    text: str
    lang: str
    kind: Literal["plain", "hedged", "correction", "several", "list", "nonsense", "unsure"]
    expect: dict[str, Any] = {}  # field path → value; of an object or a scale the members that count
    also: tuple[str, ...] = ()  # fields that may be read beside


def read_messy_answers(file: Path = FILE) -> tuple[MessyAnswer, ...]:
    """The answers of a file.

    Raises:
        UsageError: it cannot be read or does not hold to the format.
    """
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is the safe loader
        return tuple(TypeAdapter(list[MessyAnswer]).validate_python(content["answers"]))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise UsageError(f"{file} is no list of answers: {error}") from error


def evaluate_answers(answers: Iterable[MessyAnswer], read: Read) -> dict[str, Any]:
    """How many are read as meant, in how many a value was invented, and each of both kinds that was not right."""
    counts: dict[str, Counter[str]] = {}
    wrong: list[dict[str, Any]] = []
    invented: list[dict[str, Any]] = []
    for one in answers:
        values = {path: value for path, value in read(one.question, one.subject, one.text).values.items() if path != "state"}
        missed = [path for path, value in one.expect.items() if path not in one.also and not _holds(value, values.get(path))]
        extra = list(_invented(one, values))
        case = {"question": one.question, "text": one.text, "read": values, "expected": one.expect}
        if missed or extra:
            wrong.append(case)
        if extra:
            invented.append({**case, "invented": extra})
        counts.setdefault(one.kind, Counter())["wrong" if missed or extra else "right"] += 1
    total = sum(sum(own.values()) for own in counts.values())
    return {
        "answers": total,
        "right": total - len(wrong),
        "share": round((total - len(wrong)) / total, 4) if total else 1.0,
        "invented": len(invented),
        "kinds": {kind: {"right": own["right"], "of": own.total()} for kind, own in sorted(counts.items())},
        "wrong": wrong,
        "inventions": invented,
    }


def _invented(one: MessyAnswer, values: Mapping[str, Any]) -> Iterator[str]:
    """Fields that were filled with something the person did not say; a note kept as text fills no field with a value."""
    for path, value in values.items():
        if path in one.also or path in NEWER or value in ([], None):
            continue
        if path not in one.expect or not _holds(one.expect[path], value):
            yield path


def _holds(expected: Any, found: Any) -> bool:
    """Whether what was read is what was meant; members of an object that are not expected may be anything."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            return set(expected) == {"day1"} and _holds(expected["day1"], found)
        return all(_holds(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        items = found if isinstance(found, list) else []
        return len(items) >= len(expected) and all(any(_holds(one, item) for item in items) for one in expected)
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) <= CLOSE * max(1.0, abs(expected))
    name = found.get("tech", found.get("regime", found.get("name", ""))) if isinstance(found, Mapping) else found
    words, said = str(name).casefold(), str(expected).casefold()
    return words == said or words.endswith(f" {said}")  # the maker may stand in front: “Apache Kafka”
