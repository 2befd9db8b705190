"""What becomes of technologies that somebody wishes for or wants to avoid: those that the design does without, and why."""

import re
from collections.abc import Iterator, Sequence

from rag.advise.decision import Pick
from rag.advise.wording import join_words
from rag.brief.brief import Constraint
from rag.propose.draft import Draft, only
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.situation import names_of
from rag.propose.wording import lower_first

KIND, TECHNOLOGY = "preference", "technology"
WANTED = ("wished", "preferred", "mandated")
UNWANTED = ("avoided", "forbidden")
MOST = 6


def compose_wishes(draft: Draft) -> list[BlockType]:
    """One sentence per technology that is wished for and not used, and one on all that are left out as asked."""
    avoided = [one for one in _preferences(draft) if one.value in UNWANTED and _is_unused(draft, one)]
    claims = [*_unmet(draft, {_name(one) for one in avoided}), *_left_out(draft, avoided)]
    return [only(Paragraph(claims=tuple(claims)), is_long=True)] if claims else []


def taken_instead(draft: Draft, constraint: Constraint) -> Pick | None:
    """What the design takes in the place of a technology that a constraint wishes for.

    None where it wishes for none, where the design has it or another of the same list, and where no part is of its kind.
    """
    if constraint.kind != KIND or constraint.value not in WANTED or not _is_unused(draft, constraint):
        return None
    if any(one.text == constraint.text and _uses(draft, _name(one)) for one in _preferences(draft)):
        return None
    category = str(constraint.slots.get("category") or "")
    component = next((one.id for one in draft.knowledge.technology.components if category in one.categories), "")
    return next((pick for pick in draft.inputs.decision.picks if pick.component == component), None)


def _preferences(draft: Draft) -> list[Constraint]:
    """What documents and answers say on single technologies."""
    brief = draft.inputs.brief
    return [one for one in brief.constraints if one.kind == KIND and one.state != "rejected" and _name(one)]


def _unmet(draft: Draft, avoided: set[str]) -> Iterator[Claim]:
    """Wishes that the design does not follow, each technology once."""
    gaps = {name.casefold() for name in names_of(draft.inputs.brief.value("team.gaps"))}
    told: set[str] = set()
    for one in _preferences(draft):
        name, pick = _name(one), taken_instead(draft, one)
        if pick is None or name in told or len(told) == MOST:
            continue
        told.add(name)
        words = {"technology": name, "pick": pick.name, "why": lower_first(pick.why.rstrip("."))}
        if name in avoided:
            text = draft.say("technologies.disputed", technology=name)
        elif name.casefold() in gaps:
            text = draft.say("technologies.gap", **words)
        else:
            text = draft.say("technologies.instead", **words)
        yield draft.based(text, f"wish for {name}; rule {pick.rule}", constraint_ids=(one.id,))


def _left_out(draft: Draft, avoided: Sequence[Constraint]) -> Iterator[Claim]:
    """All that is avoided as asked, in one sentence."""
    names = list(dict.fromkeys(map(_name, avoided)))[:MOST]
    if names:
        ids = [one.id for one in avoided if _name(one) in names]
        text = draft.say("technologies.avoided", names=join_words(names))
        yield draft.based(text, "technologies that sources ask to avoid, in no pick", constraint_ids=ids)


def _name(constraint: Constraint) -> str:
    return str(constraint.slots.get(TECHNOLOGY) or "")


def _is_unused(draft: Draft, constraint: Constraint) -> bool:
    """Whether the technology is in no pick and is no system of today: what becomes of those stands elsewhere."""
    name = _name(constraint)
    return not _uses(draft, name) and not any(name.casefold() in system.names for system in draft.inputs.brief.systems)


def _uses(draft: Draft, name: str) -> bool:
    """Whether a pick names the technology, or stands for it."""
    picks = {pick.name for pick in draft.inputs.decision.picks}
    rows = draft.knowledge.technology.rows
    stands_for = {tech for row in rows for one in row.candidates if one.name in picks for tech in one.tech}
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
    return name in stands_for or any(re.search(pattern, pick, re.IGNORECASE) for pick in picks)
