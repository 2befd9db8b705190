"""Two versions of a proposal → what changed: decisions, constraints, numbers, what is known, each with its cause; and the text.

A cause is an answer, a document or a decision about a fact that one version rests on and the other does not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rag.advise.decision import Decision, Level
from rag.brief.brief import Field, Provenance, Status
from rag.brief.show import show, show_date
from rag.knowledge.brief_fields import BriefFields
from rag.knowledge.weighing import OwnChoice
from rag.propose.proposal import Claim, ClaimType, Proposal, Section, block_claims

Kind = Literal[
    "status",
    "recommendation",
    "option",
    "overlay",
    "technology",
    "obligation",
    "constraint",
    "number",
    "assumption",
    "known",
    "document",
]
Shown = Mapping[str, tuple[str, str]]  # key → (what it is, how it stands)
Causes = Mapping[str, tuple[str, ...]]  # path of the Brief → what changed it
NUMBER = re.compile(r"\d[\d.,]*")
_LONGEST = 160  # characters of an answer that is quoted as a cause
_MOST_CAUSES = 4
_TOLD_ELSEWHERE = {"con"}  # fields that repeat other lists
_NOBODY = (Status.UNKNOWN, Status.ASSUMED)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    kind: Kind
    what: str  # "Database"
    before: str  # "" where it is new
    after: str  # "" where it is gone
    causes: tuple[str, ...] = ()  # "answer of 2 June 2026: no cloud"; "policy.md, line 4"


@dataclass(frozen=True, slots=True)
class SectionChange:
    """The sentences of a section that came and went."""

    id: str
    title: str  # with its number
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalDiff:
    """What lies between two versions."""

    old: int
    new: int
    changes: tuple[Change, ...]  # decisions first
    sections: tuple[SectionChange, ...]  # those that differ, in reading order


def diff(old: Proposal, new: Proposal, table: BriefFields) -> ProposalDiff:
    """What changed from one version to another.

    Args:
        old: the version to start from; it may be the later one.
        new: the version to arrive at.
        table: labels and units of the Brief's fields.
    """
    known = list(_known(old, new, table))
    causes = {path: change.causes for path, change in known}
    changes = [
        *_compare("status", _status(old), _status(new), lambda _: (new.status_reason,)),
        *_decisions(old.decision, new.decision, causes),
        *_compare("constraint", _constraints(old), _constraints(new), lambda key: _constraint_sources(key, old, new)),
        *_numbers(old, new, causes),
        *_compare("assumption", _assumptions(old), _assumptions(new), lambda path: _of((path,), causes)),
        *(change for _, change in known),
        *_compare("known", _owned(old.decision), _owned(new.decision), lambda _: ()),
        *_compare("document", _documents(old), _documents(new), lambda _: ()),
    ]
    return ProposalDiff(old.version, new.version, tuple(changes), tuple(_sections(old, new)))


def _compare(kind: Kind, before: Shown, after: Shown, causes: Callable[[str], tuple[str, ...]]) -> Iterator[Change]:
    """A change for each key that stands otherwise, came or went."""
    for key in dict.fromkeys((*before, *after)):
        left, right = before.get(key, ("", "")), after.get(key, ("", ""))
        if left[1] != right[1]:
            yield Change(kind, right[0] or left[0], left[1], right[1], causes(key))


def _of(paths: Iterable[str], causes: Causes) -> tuple[str, ...]:
    """What changed these fields of the Brief."""
    return tuple(dict.fromkeys(cause for path in paths for cause in causes.get(path, ())))[:_MOST_CAUSES]


def _known(old: Proposal, new: Proposal, table: BriefFields) -> Iterator[tuple[str, Change]]:
    """How fields of the Brief changed; what only rests on an assumption is told among the assumptions."""
    for path in sorted(set(table.labels) - _TOLD_ELSEWHERE):
        before, after = (one.brief.fields.get(path, Field(path=path)) for one in (old, new))
        shown = [_shown(path, one, other, table) for one, other in ((before, after), (after, before))]
        if shown[0] != shown[1]:
            yield path, Change("known", table.labels[path], shown[0], shown[1], _sources(before, after, new))


def _shown(path: str, one: Field, other: Field, table: BriefFields) -> str:
    """The value in words; of two lists, only what the other one has not."""
    if one.status in _NOBODY:
        return ""
    value = one.value
    if isinstance(value, list) and isinstance(other.value, list) and other.status not in _NOBODY:
        value = [item for item in value if item not in other.value]
    return "" if value == [] else show(path, value, table, _currency(one))


def _currency(field: Field) -> str:
    return field.unit if field.unit.isupper() else ""


def _sources(before: Field, after: Field, new: Proposal) -> tuple[str, ...]:
    """What the later state rests on and the earlier did not; else what the earlier one rested on and is gone."""
    had, has = ([_source(one) for one in field.provenance] for field in (before, after))
    came = [source for source in has if source and source not in had]
    if came:
        return tuple(dict.fromkeys(came))[:_MOST_CAUSES]
    used = {document.document for document in new.documents}
    names = dict.fromkeys(one.citation.document for one in before.provenance if one.citation)
    gone = [f"{name} is not used any more" for name in names if name not in used]
    return tuple(gone or [f"no longer: {source}" for source in had if source and source not in has])[:_MOST_CAUSES]


def _source(one: Provenance) -> str:
    """A source in words; "" for what nobody said."""
    if one.citation is not None:
        return f"{one.citation.document}, {one.citation.locator}"
    if one.kind != "answer":
        return ""
    words = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST].rstrip()} …"
    return f"answer{f' of {show_date(one.at)}' if one.at else ''}{f' by {one.by}' if one.by else ''}: {words}"


def _status(one: Proposal) -> Shown:
    return {"status": ("Status", one.status)}


def _decisions(old: Decision, new: Decision, causes: Causes) -> Iterator[Change]:
    """Recommendation, options, overlays, technologies and laws. The style follows from the levels, and these from fields."""
    before, after = ({**one.demands, **one.capabilities} for one in (old, new))
    why = _of((path for code in before for path in _moved(before[code], after.get(code))), causes) + _own(old, new)
    yield from _compare("recommendation", _recommended(old), _recommended(new), lambda _: why)
    yield from _compare("option", _options(old), _options(new), lambda _: why)
    yield from _compare("overlay", _overlays(old), _overlays(new), lambda _: why)
    paths = {pick.component: pick.fields for pick in (*old.picks, *new.picks)}
    yield from _compare("technology", _picks(old), _picks(new), lambda key: _of(paths[key], causes) or why)
    laws = {one.regime: one.fields for one in (*old.obligations, *new.obligations)}
    yield from _compare("obligation", _laws(old), _laws(new), lambda key: _of(laws[key], causes))


def _own(old: Decision, new: Decision) -> tuple[str, ...]:
    """Weights and figures of the user's own that one version rests on and the other does not."""
    came = [one for one in new.own if one not in old.own]
    gone = [one.id for one in old.own if one.id not in {other.id for other in new.own}]
    return (*(_own_words(one) for one in came), *(f"no longer: own choice of {id_}" for id_ in gone))[:_MOST_CAUSES]


def _owned(decision: Decision) -> Shown:
    return {one.id: (f"Own choice: {one.id}", _own_value(one)) for one in decision.own}


def _own_words(one: OwnChoice) -> str:
    """“own choice of 29 November 2026 by A. Meier: operations 2 times our weight”."""
    return f"own choice of {show_date(one.at)}{f' by {one.by}' if one.by else ''}: {one.id} {_own_value(one)}"


def _own_value(one: OwnChoice) -> str:
    return f"{one.value:,.10g} {one.unit or 'times our weight'}"


def _moved(before: Level, after: Level | None) -> tuple[str, ...]:
    """The fields behind a level that is not as it was."""
    return () if after is None or before.value == after.value else (*before.fields, *after.fields)


def _recommended(decision: Decision) -> Shown:
    return {"A": ("Recommendation", decision.recommended.title if decision.recommended else "none")}


def _options(decision: Decision) -> Shown:
    return {option.key: (f"Option {option.key}", option.title) for option in decision.options[1:]}


def _overlays(decision: Decision) -> Shown:
    return {overlay.code: (overlay.name, "part of the recommendation") for overlay in decision.overlays}


def _picks(decision: Decision) -> Shown:
    return {pick.component: (pick.component.replace("_", " ").capitalize(), pick.name) for pick in decision.picks}


def _laws(decision: Decision) -> Shown:
    return {one.regime: (one.regime, one.result.replace("_", " ")) for one in decision.obligations}


def _constraints(one: Proposal) -> Shown:
    return {row.constraint_id: (row.text, f"{'hard' if row.hard else 'soft'}, {row.status}") for row in one.coverage}


def _constraint_sources(key: str, old: Proposal, new: Proposal) -> tuple[str, ...]:
    """Where the constraint stands, or the reason that a person gave."""
    row = next(row for proposal in (new, old) for row in proposal.coverage if row.constraint_id == key)
    held = next((c for proposal in (new, old) for c in proposal.brief.constraints if c.id == key), None)
    places = [_source(one) for one in held.provenance] if held else []
    return tuple(filter(None, (row.reason, *dict.fromkeys(places))))[:_MOST_CAUSES]


def _numbers(old: Proposal, new: Proposal, causes: Causes) -> Iterator[Change]:
    """Computed sentences that are the same but for their figures."""
    before, after = _computed(old), _computed(new)
    fields, own = {key: claim.fields for key, claim in after.items()}, _own(old.decision, new.decision)
    shown = [
        {key: (claim.formula, claim.sentence) for key, claim in one.items() if key in before and key in after}
        for one in (before, after)
    ]
    yield from _compare("number", shown[0], shown[1], lambda key: _of(fields[key], causes) or own)


def _computed(one: Proposal) -> dict[str, Claim]:
    """Computed claims by section, formula and the words between the figures; those that are not told apart so are left out."""
    found: dict[str, list[Claim]] = {}
    for section in one.sections:
        for block in section.blocks:
            for claim in block_claims(block):
                if claim.type is ClaimType.NUMBER:
                    key = f"{section.id} {claim.formula} {NUMBER.sub('#', claim.sentence)}"
                    found.setdefault(key, []).append(claim)
    return {key: claims[0] for key, claims in found.items() if len(claims) == 1}


def _assumptions(one: Proposal) -> Shown:
    return {assumption.field: (f"Assumption {assumption.id}", assumption.text) for assumption in one.assumptions}


def _documents(one: Proposal) -> Shown:
    return {document.document: (document.document, f"version {document.sha256[:8]}") for document in one.documents}


def _sections(old: Proposal, new: Proposal) -> Iterator[SectionChange]:
    before, after = ({section.id: section for section in one.sections} for one in (old, new))
    for id_ in dict.fromkeys((*after, *before)):
        left, right = (_sentences(one.get(id_)) for one in (before, after))
        if left != right:
            named = after.get(id_) or before[id_]
            steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
            removed = [text for name, low, high, _, _ in steps if name != "equal" for text in left[low:high]]
            added = [text for name, _, _, low, high in steps if name != "equal" for text in right[low:high]]
            moved = set(removed) & set(added)
            title = f"{named.number} {named.title}".strip()
            gone, come = (tuple(text for text in texts if text not in moved) for texts in (removed, added))
            if gone or come:
                yield SectionChange(id_, title, gone, come)


def _sentences(section: Section | None) -> list[str]:
    return [] if section is None else [claim.sentence for block in section.blocks for claim in block_claims(block)]
