"""What the company tried and gave up, told beside what is proposed: who proposes it again has to know."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rag.propose.draft import Draft
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.wording import shorten

FIELD = "legacy.tried"
MOST_TRIED = 5
_LONGEST = 160  # characters of a reason

Item = Mapping[str, Any]


def tried_block(draft: Draft) -> list[BlockType]:
    """All that was tried and given up, with its sources."""
    claims = _claims(draft, lambda _item: True)[:MOST_TRIED]
    if not claims:
        return []
    lead = draft.ledger.judged(draft.say("options.tried_lead"), "brief: what was tried and given up", fields=(FIELD,))
    return [Paragraph(claims=(lead,)), BulletList(items=tuple((claim,) for claim in claims))]


def tried_with(draft: Draft, codes: Iterable[str]) -> list[Claim]:
    """What was tried of the styles and overlays with these codes."""
    wanted = set(codes)
    return _claims(draft, lambda item: not wanted.isdisjoint(str(item.get("styles") or "").split(",")))


def tried_technology(draft: Draft, name: str) -> list[Claim]:
    """What was tried with a technology that the name of a pick holds."""
    return _claims(draft, lambda item: any(one and one in name for one in str(item.get("technology") or "").split(", ")))


def _claims(draft: Draft, holds: Callable[[Item], bool]) -> list[Claim]:
    field = draft.inputs.brief.fields.get(FIELD)
    items = field.value if field is not None and isinstance(field.value, list) else []
    told = [item for item in items if isinstance(item, Mapping) and item.get("name") and holds(item)]
    return [_claim(draft, item) for item in told]


def _claim(draft: Draft, item: Item) -> Claim:
    when = draft.say("options.tried_when", when=item["when"]) if item.get("when") else ""
    why = draft.say("options.tried_why", why=shorten(str(item["why"]), _LONGEST).rstrip(".")) if item.get("why") else ""
    said = "options.turned_down" if item.get("outcome") == "rejected" else "options.tried"
    text = draft.say(said, what=item["name"], when=when, why=why)
    return draft.ledger.said(FIELD, text, of=lambda other: other == item)
