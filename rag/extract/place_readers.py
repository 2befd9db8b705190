"""Readers of places: where data stay, where a company is, where something runs."""

import re
from collections.abc import Iterator, Sequence

from rag.extract.entities import Entity
from rag.extract.fact import Modality
from rag.extract.rules import Draft, Match
from rag.extract.subjects import topic

_NEAR = 30  # characters before a place in which a verb says that data leave it
_AFTER = 12  # characters after it in which a verb may be denied
_PLACE = re.compile(r"⟦PLACE\d+⟧")
_PLACES = re.compile(
    r"⟦PLACE\d+⟧(?:\s*(?:,|,? ?\b(?:and|or|und|oder|et|ou|y|e|o)\b)\s*"
    r"(?:in |the |die |der |im |dans |au |en |la |el |l.|na |no ){0,3}⟦PLACE\d+⟧)*"
)


def residency(match: Match) -> Iterator[Draft]:
    """Where data has to stay, or may not go."""
    clause = match.clause
    place = match.token("place") or match.token("value")
    word = match.group("word").lower()
    value = str(place.value) if place else "country" if re.search(r"country|territory|jurisdiction|inland", word) else "onsite"
    later = clause.modal is not None and clause.modal.start() >= match.found.end()  # "… in Norway and may not copy them"
    modality = Modality.IS if later else clause.modality
    near = clause.text[max(0, match.found.start() - _NEAR) : match.found.end()]
    leaving = clause.cues.phrases["leaving"].search(near) is not None
    forbids = modality in (Modality.MUST_NOT, Modality.SHOULD_NOT) or clause.is_negated_at(_at(match))
    forbids = forbids or clause.cues.phrases["not_an_option"].search(match.found.group()) is not None
    rest = clause.text[match.found.end() :][:_AFTER]
    forbids = forbids or (leaving and clause.cues.negation.search(rest) is not None)  # "verlassen Österreich nicht"
    polarity = "inside" if leaving == forbids else "outside_forbidden" if forbids else "outside"
    if leaving and forbids:
        polarity = "outside_forbidden"
    elif not leaving and forbids:
        polarity = "inside_forbidden"
    what = topic(clause.plain(clause.start + clause.text.rfind(": ", 0, match.found.start() + 1) + 1, clause.end))
    places: Sequence[Entity | None] = _places(match) or [None]
    for one in places:
        slots = {"polarity": polarity, "applies_to": what, "place": one.note if one else ""}
        yield Draft(str(one.value) if one else value, slots=slots, subject="")


def countries(match: Match) -> Iterator[Draft]:
    """Each country of a list: where the company sits, or where its customers are."""
    for one in _places(match):
        yield Draft(str(one.value), slots={"role": "own"}, subject="")


def _at(match: Match) -> int:
    """Where the place of a match stands, before which a negation counts: "no" there is Portuguese for "in the"."""
    named = next((name for name in ("place", "value", "word") if match.group(name)), "")
    return match.place(named) if named else match.found.end()


def _places(match: Match) -> list[Entity]:
    """The place of a match and those in one list with it: "in Germany and the Netherlands"."""
    named = next((name for name in ("place", "value") if match.token(name)), "")
    if not named:
        return []
    following = _PLACES.match(match.clause.text, match.place(named))
    return [match.clause.tagged.at(token) for token in _PLACE.findall(following.group() if following else "")]


def placed(match: Match) -> Iterator[Draft]:
    """Where something runs, by the group of the rule that says so."""
    clause, vendor = match.clause, match.token("value")
    if vendor is not None and (vendor.mention is None or vendor.mention.technology.category != "cloud"):
        return
    value = next(name for name, text in match.found.groupdict().items() if text)
    polarity = clause.modality not in (Modality.MUST_NOT, Modality.SHOULD_NOT) and clause.says("not_an_option") is None
    polarity = polarity and not match.rule.slots.get("denied", False)
    yield Draft(value, slots={"written": match.words(value)}, subject="", polarity=polarity)
