"""Places within places: rules on where data stay that hold side by side, and which of them decides.

Data that stay in Luxembourg stay in the EU: both rules hold, and the narrower place decides. Places of one sentence are its
alternatives ("in Luxembourg or in the EU"), so that the widest of them is what it allows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from rag.brief.evidence import Candidate
from rag.brief.likeness import shared_words, stems
from rag.extract.fact import Modality
from rag.knowledge.brief_fields import Comparison
from rag.knowledge.places import Places

PATH = "data.residency"
_REGIONS = {"eu": "EU", "eea": "EEA", "onsite": "onsite"}
_Sentence = tuple[str, int, int]
_Allowed = Mapping[_Sentence, frozenset[str]]


def alternatives(candidates: Iterable[Candidate], places: Places) -> Iterator[Candidate]:
    """The candidates; of a sentence with several places, none of which holds all others, each has all of them for its value.

    “In Senegal or in the EU”: one of the two alone would forbid what the sentence allows.
    """
    for _, members in groupby(sorted(candidates, key=_sentence), key=_sentence):
        own = list(members)
        polarities = {one.value.get("polarity") for one in own}
        is_one = len(polarities) > 1 or any(all(_inside(other.value, one.value, places) for other in own) for one in own)
        regions = [one.value["rule"] for one in own if one.value["rule"] in _REGIONS]
        countries = dict.fromkeys(code for one in own for code in one.value["countries"])
        for one in own:
            joined = {**one.value, "rule": regions[0] if regions else one.value["rule"], "countries": list(countries)}
            yield one if is_one else replace(one, value=joined)


def beside(ranked: Sequence[Candidate], places: Places, words: Comparison) -> tuple[Candidate, frozenset[str]]:
    """(the candidate that decides, ids of the facts that do not speak against it).

    Args:
        ranked: candidates for the location of data, the one believed first in front.
        places: which places lie in which.
        words: what tells whether two rules speak of the same data.
    """
    allowed = _allowed(ranked)
    best = ranked[0]
    for one in ranked[1:]:
        if (
            _lies_in(one, best, allowed, places)
            and not _lies_in(best, one, allowed, places)
            and not _other_data(one, best, words)
        ):
            best = one
    own = [one for one in ranked if _sentence(one) == _sentence(best)]
    widest = next((one for one in own if all(_inside(other.value, one.value, places) for other in own)), best)
    held = [one for one in ranked if _lies_in(widest, one, allowed, places) or _other_data(widest, one, words)]
    return widest, frozenset(one.fact.id for one in (*own, *held))


def binds(one: Candidate) -> bool:
    """Whether it is a rule, and not only what is done: no habit overtakes a rule."""
    fact = one.fact
    return fact.modality in (Modality.MUST, Modality.MUST_NOT) or fact.slots.get("polarity") == "outside_forbidden"


def _allowed(candidates: Sequence[Candidate]) -> _Allowed:
    """All places that a sentence allows."""
    found: dict[_Sentence, frozenset[str]] = {}
    for one in candidates:
        found[_sentence(one)] = found.get(_sentence(one), frozenset()) | _places(one.value)
    return found


def _sentence(one: Candidate) -> _Sentence:
    return one.fact.citation.sha256, one.fact.citation.page_index, one.fact.citation.start


def _lies_in(inner: Candidate, outer: Candidate, allowed: _Allowed, places: Places) -> bool:
    wide = allowed[_sentence(outer)]
    return all(any(places.lies_in(place, other) for other in wide) for place in allowed[_sentence(inner)])


def _inside(inner: Any, outer: Any, places: Places) -> bool:
    return all(any(places.lies_in(place, other) for other in _places(outer)) for place in _places(inner))


def _places(value: Any) -> frozenset[str]:
    """The places of a value of the field."""
    region = _REGIONS.get(value.get("rule", ""))
    return frozenset([*([region] if region else ()), *value.get("countries", ())])


def _other_data(one: Candidate, other: Candidate, words: Comparison) -> bool:
    """Whether both rules name data, and none of it is the same: of other things, or of people of other countries."""
    said = [" ".join(candidate.value.get("applies_to", ())) for candidate in (one, other)]
    origins = [
        {code for code, written in words.places.items() if re.match(rf"(?:{written})\b", of, re.IGNORECASE)} for of in said
    ]
    if all(origins) and not origins[0] & origins[1]:
        return True
    return all(stems(of, words) for of in said) and not shared_words(one.fact.statement, other.fact.statement, words)
