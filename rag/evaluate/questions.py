"""Questions with known places → how often search finds the place, and how often the answer is right, or rightly declined.

In: a file of golden questions (format: tests/golden/README.md) and two functions that search and answer. Out: `QuestionScore`
for each, and the figures of a set. A place is met when a passage of its document holds its quotation, its beginning or its end.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rag.answer.answer import Answer
from rag.errors import UsageError
from rag.retrieve.passage import SearchResult

TOP_K = 5
PART = 40  # letters and digits of a quotation that a passage has to hold: a passage may begin or end within it
UNANSWERABLE = "unanswerable"

Search = Callable[[str, Sequence[str]], SearchResult]  # question, the questions before it
Ask = Callable[[str, Sequence[str]], Answer]


class Place(BaseModel):
    """Where an answer stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str  # path within the set's folder
    quote: str


class GoldenQuestion(BaseModel):
    """A question, where its answer stands and what it has to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str
    split: str  # calibration: may be looked at; test: measures
    question: str
    after: tuple[str, ...] = ()  # the questions before it, oldest first
    places: tuple[Place, ...] = ()  # each answers by itself
    groups: tuple[tuple[Place, ...], ...] = ()  # instead of places: one of each group is needed
    answer: tuple[str, ...] = ()  # what a right answer says; alternatives between " || "
    why: str = ""  # of an unanswerable one: where it was looked for

    @property
    def needed(self) -> tuple[tuple[Place, ...], ...]:
        """Groups of places; one of each group is needed."""
        return self.groups or ((self.places,) if self.places else ())


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What became of one question."""

    question: GoldenQuestion
    rank: int  # of the first passage that meets a place, from 1; 0 when none does
    recall: float  # share of the groups met among the first passages, 0…1
    is_answered: bool
    is_right: bool  # answered with what is asked for and a source that holds it; unanswerable: declined
    said: str


def read_questions(file: Path) -> tuple[GoldenQuestion, ...]:
    """The questions of a file.

    Raises:
        UsageError: it cannot be read, or a question does not hold to the format; the message names it.
    """
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
        return tuple(GoldenQuestion.model_validate(row) for row in rows)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise UsageError(f"{file}: is not a file of golden questions (a mapping with `questions`).") from error
    except ValidationError as error:
        raise UsageError(f"{file}: {error.errors()[0]['loc']}: {error.errors()[0]['msg']}") from error


def score_question(question: GoldenQuestion, search: Search, ask: Ask) -> QuestionScore:
    """Search and ask, and compare with what is known."""
    passages = search(question.question, question.after).passages[:TOP_K]
    places = [[_meets(place, one.document, one.text) for one in passages] for group in question.needed for place in group]
    ranks = [row.index(True) + 1 for row in places if any(row)]
    met = [any(_meets(p, one.document, one.text) for p in group for one in passages) for group in question.needed]
    answer = ask(question.question, question.after)
    return QuestionScore(
        question=question,
        rank=min(ranks, default=0),
        recall=sum(met) / len(met) if met else 0.0,
        is_answered=answer.is_answered,
        is_right=_is_right(question, answer),
        said=answer.text,
    )


def figures(scores: Iterable[QuestionScore]) -> dict[str, Any]:
    """The figures of a set of questions, and for each kind of them."""
    scores = list(scores)
    kinds = sorted({one.question.kind for one in scores})
    return {
        **_figures(scores),
        "kinds": {kind: _figures([one for one in scores if one.question.kind == kind]) for kind in kinds},
    }


def _figures(scores: Sequence[QuestionScore]) -> dict[str, Any]:
    answerable = [one for one in scores if one.question.kind != UNANSWERABLE]
    others = [one for one in scores if one.question.kind == UNANSWERABLE]
    found: dict[str, Any] = {"questions": len(scores)}
    if answerable:
        found |= {
            "recall@5": round(_mean(one.recall for one in answerable), 3),
            "mrr": round(_mean(1 / one.rank if one.rank else 0.0 for one in answerable), 3),
            "right": round(_mean(one.is_right for one in answerable), 3),
            "wrongly_declined": round(_mean(not one.is_answered for one in answerable), 3),
        }
    if others:
        found["declined"] = round(_mean(not one.is_answered for one in others), 3)
    return found


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values)


def _is_right(question: GoldenQuestion, answer: Answer) -> bool:
    if question.kind == UNANSWERABLE:
        return not answer.is_answered
    if not answer.is_answered:
        return False
    said = _plain(" ".join([answer.text, *(one.citation.quote for one in answer.citations)]))
    documents = {one.citation.document for one in answer.citations}
    has_source = all(any(_same_file(p.document, name) for p in group for name in documents) for group in question.needed)
    return has_source and all(any(_plain(way) in said for way in wanted.split(" || ")) for wanted in question.answer)


def says(question: GoldenQuestion, document: str, text: str) -> bool:
    """Whether a quotation of a document says a part of what a right answer says, and the document is one that holds it."""
    said = _plain(text)
    is_source = any(_same_file(place.document, document) for group in question.needed for place in group)
    return is_source and any(_plain(way) in said for wanted in question.answer for way in wanted.split(" || "))


def _meets(place: Place, document: str, text: str) -> bool:
    wanted, held = _plain(place.quote), _plain(text)
    return _same_file(place.document, document) and (wanted[:PART] in held or wanted[-PART:] in held)


def _same_file(one: str, other: str) -> bool:
    return other == one or other.endswith(f"/{one}") or one.endswith(f"/{other}")


def _plain(text: str) -> str:
    """Letters and digits only: line breaks, marks and quotation signs differ between a file and its text."""
    return re.sub(r"[\W_]+", "", text).casefold()
