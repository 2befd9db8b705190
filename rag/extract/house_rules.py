"""A sentence → whether it binds, by several small signs together, where no rule for a kind of fact reads what it says.

In: a sentence as one clause. Out: a constraint, never a hard one, or nothing. People put the rules of their house in the plain
present and without a word for must; one sign says little, so the signs and the place where the sentence stands are added up.
"""

import re
from collections.abc import Iterable, Iterator

from rag.extract.clauses import Clause
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.rules import Draft
from rag.knowledge.house_rules import HouseRules, Sign

KIND, RULE = "constraint", "K18-house"
BINDING = "house"  # slot `binding` of such a constraint
_FACTOR = 0.6
_NO_RULE = ("of_the_meeting", "no_sentence")
_NUMBER = r"(?:⟦\w+⟧[.)]*\s+|\(?\w{1,2}(?:[.-]\d+)*[.)]\s*|\d[\d.]*\s+)"
_OPENS = rf"(?:^|(?<=[.:;|>\"“„«*]))\W*{_NUMBER}?\W*(?:(?:that|dass|que|and|und|et|y|e) )?"
_NUMBERED = re.compile(r"\W*(?:[A-Z]{1,3}[-. ]?)?(?:⟦NUM\d+⟧|\d+(?:[.-]\d+)*)[.):*]*[\s|]|\W*\(?[a-z][.)]\s|\W*(?:§|Art)")
_LOGGED = re.compile(r"\W*(?:\w{2,3}\.? )?(?:\d{1,2}[:h]\d{2}\b|[0-2]\d[0-5]\d\s+[^\W\d]|\d{1,2}/\d{1,2}(?:/\d{2,4})?\s)")
_CELLS = re.compile(r"(?<=\S)[,;](?=\S)")  # between the cells of a row that came as a line
_MOST_CELLS = 2
_CODE = re.compile(r"[{}]|\]\(")


class _Signs:
    """Compiled signs of which those count that stand in a sentence."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self._signs = [(sign, _compiled(sign), _words(sign.also) if sign.also else None) for sign in signs]

    def of(self, text: str) -> Iterator[Sign]:
        for sign, words, also in self._signs:
            if words.search(text) is not None and (also is None or also.search(text) is not None):
                yield sign


class HouseRuleReader:
    """Compiled signs, and the points from which they are enough."""

    def __init__(self, table: HouseRules) -> None:
        self._table = table
        self._for, self._against = _Signs(table.signs), _Signs(table.against)
        self._asked = _words(table.asked)
        self._decided = re.compile(rf"\W*(?:{table.decided})", re.IGNORECASE)

    def read(self, clause: Clause) -> Draft | None:
        """What a whole sentence lays down; None where it tells, asks or is no sentence."""
        signs = list(self._for.of(clause.text))  # few sentences have any: what asks more of a clause comes behind
        said = _sum(signs)
        if said < self._table.least_said or not self._may_bind(clause):
            return None
        points = said + self._place(clause)
        if points < self._table.least:
            return None
        points += _sum(self._against.of(clause.readable))
        if points < self._table.least:
            return None
        weightiest = max(signs, key=lambda sign: sign.points)
        slots = {"binding": BINDING, "sign": weightiest.group or weightiest.id, "points": points}
        return Draft(kind=KIND, subject="", modality=_modality(clause, signs), time=clause.time, slots=slots, factor=_FACTOR)

    def _may_bind(self, clause: Clause) -> bool:
        text = clause.text
        if (
            len(text.split()) < self._table.shortest
            or text.endswith(":")
            or _CODE.search(text)
            or len(_CELLS.findall(text)) > _MOST_CELLS
        ):
            return False
        if clause.context.is_heading or clause.is_question or clause.time in (Time.HISTORIC, Time.HYPOTHETICAL):
            return False
        if clause.cues.papers.search(text) or any(map(clause.says, _NO_RULE)):
            return False
        return not clause.cues.is_procedure(clause.context.headings)

    def _place(self, clause: Clause) -> float:
        """Points of where it stands."""
        at, points = clause.context, self._table.places
        above = at.headings[-1] if at.headings else ""
        numbered = _NUMBERED.match(clause.text) is not None
        told = (
            (points.item if at.is_item else points.numbered if numbered else 0.0, True),
            (points.cell, bool(at.header)),
            (points.logged, _LOGGED.match(clause.readable) is not None),
            (points.binds, bool(at.binds)),
            (points.agreement, at.doc_type in ("contract", "law")),
            (points.minutes, at.doc_type == "minutes"),
            (points.asked, self._asked.search(f"{above} {at.lead}") is not None),
            (points.decided, self._decided.match(clause.text) is not None),
            (points.told, clause.says("told_of_past") is not None),
            (points.long, len(clause.text.split()) > self._table.longest),
        )
        return sum(number for number, is_so in told if is_so)


def _compiled(sign: Sign) -> Guarded:
    return Guarded(rf"{_OPENS}(?:{sign.words})", groups=False) if sign.opens else _words(sign.words)


def _words(pattern: str) -> Guarded:
    return Guarded(rf"(?<!\w)(?:{pattern})(?!\w)", groups=False)


def _sum(signs: Iterable[Sign]) -> float:
    """Points of signs, of each group those of its weightiest."""
    weight: dict[str, float] = {}
    for sign in signs:
        name = sign.group or sign.id
        weight[name] = max(weight.get(name, sign.points), sign.points)
    return sum(weight.values())


def _modality(clause: Clause, signs: Iterable[Sign]) -> Modality:
    """As its words for must say; without them as its weightiest sign does."""
    if clause.modality not in (Modality.IS, Modality.MAY):
        return clause.modality
    how = max((sign for sign in signs if sign.how), key=lambda sign: sign.points, default=None)
    return Modality(how.how) if how is not None and how.how else Modality.MUST
