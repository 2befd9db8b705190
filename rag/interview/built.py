"""What an answer tells of today's system beside its size: its style, by how many programs it is made of; its name."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from rag.extract.entities import Entity
from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.knowledge.replies import ReplyTable, Spoken

ONE, SEVERAL = "LY", "SB"  # one program; a few, each with much of its own
SYSTEM = "legacy.system"  # field: its name, and what it is made with
WRITTEN_IN = ("language", "framework", "")  # categories of technologies, the first that is told counts; "" is any
_HEAD = re.compile(r"\s*(?P<name>[^\W\d_][\w&+.-]*(?: [^\W\d_][\w&+.-]*){0,2}), (?P<rest>(?:[^.;!?]|[.](?=\d))+)")
MOST = 30  # programs: of more of them, each is small


class ProgramReader:
    """Reads how many programs there are."""

    def __init__(self, spoken: Spoken, figures: Callable[[str], Sequence[Entity]]) -> None:
        """`figures`: those of words, "one" among them."""
        self._figures = figures
        self._program = re.compile(rf"\s*(?:[^\W\d]+\s+)?(?:{spoken.programs})(?!\w)", re.IGNORECASE)
        self._each = re.compile(rf"\s*(?:{spoken.per})(?!\w)", re.IGNORECASE)

    def style(self, text: str) -> str:
        """The code of the style; "" where no programs are counted, or so many for each of something."""
        plain = normalise(text).text
        found = [
            (one.number, match.end() + one.end)
            for one in self._figures(plain)
            if one.kind == "NUM" and (match := self._program.match(plain[one.end :])) is not None
        ]
        if len(found) != 1 or self._each.match(plain[found[0][1] :]):
            return ""
        many = found[0][0]
        return ONE if many == 1 else SEVERAL if 1 < many <= MOST else ""


class SystemReader:
    """Reads the name of a system that its technology and its year or size stand behind: “Timbang, Java EE, 2008”."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader) -> None:
        self._no_name = re.compile(rf"{replies.rows.no_system}|{replies.rows.no_name}", re.IGNORECASE)
        self._amounts = amounts

    def read(self, text: str) -> dict[str, Any]:
        """The name, with the technology of the same sentence."""
        head = _HEAD.match(normalise(text).text)
        if (
            head is None
            or not head["name"][0].isupper()
            or any(map(self._no_name.match, (head["name"], head["name"].split()[0])))
        ):
            return {}
        rest = head["rest"]
        found = (self._amounts.technologies(rest, SYSTEM, category).get(SYSTEM) for category in WRITTEN_IN)
        technology = next((names[0] for names in found if names), "")
        is_name = technology and re.search(r"\d", rest) and not list(self._amounts.named(head["name"]))
        return {SYSTEM: {"name": head["name"], "technology": technology}} if is_name else {}
