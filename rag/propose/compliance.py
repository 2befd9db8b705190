"""Privacy and compliance: which regimes apply, what they ask for, and what is done for people's data."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rag.advise.decision import Obligation
from rag.propose.checks import checklist
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.situation import names_of
from rag.propose.wording import sentence, shorten, show_date, upper_first

RESULTS = {
    "in_scope": "applies",
    "likely": "probably applies",
    "unknown": "cannot be told yet",
    "not_in_scope": "does not apply",
}
MENTIONED = "mentioned only; to be checked"
MOST_DUTIES = 4
MOST_UNKNOWN = 6


def compose_compliance(draft: Draft) -> list[BlockType]:
    """Regimes with reason and duties, what does not apply and why, and the privacy list where people's data may be there."""
    obligations = draft.inputs.decision.obligations
    applying = [o for o in obligations if o.result in ("in_scope", "likely")]
    blocks: list[BlockType] = []
    if obligations:
        version = (
            draft.inputs.decision.tables.get("regimes")
            or draft.inputs.decision.tables.get("obligations")
            or draft.inputs.brief.as_of
        )
        note = draft.ledger.known(draft.say("compliance.note", date=show_date(version)), "table/regimes", "table/sections")
        blocks.append(Paragraph(claims=(note,)))
    if applying:
        rows = [_regime_row(draft, obligation) for obligation in applying]
        blocks.append(
            table(
                draft.say("compliance.table"),
                ("Regime", "Result", "Why", "What the design owes, and by when"),
                rows,
                (0.8, 0.7, 1.6, 5.4),
            )
        )
        blocks += _assurance(draft, applying)
    rest = [o for o in obligations if o.result in ("unknown", "not_in_scope")]
    claims = [
        draft.ledger.judged(
            draft.say(
                "compliance.rest",
                regime=regime_name(o.regime),
                result=said_result(o),
                reason=shorten(o.reason.rstrip("."), 160),
            ),
            f"rule {o.rule}: {o.result}",
            fields=o.fields,
        )
        for o in rest[:MOST_UNKNOWN]
    ]
    if claims:
        blocks.append(Paragraph(claims=tuple(claims)))
    blocks += _data_map(draft)
    if draft.values.get("personal_data") is not False:
        blocks.append(only(checklist(draft, "privacy"), audience="engineering"))
    return blocks


def _assurance(draft: Draft, applying: Sequence[Obligation]) -> list[BlockType]:
    """The level of assurance that the strictest regime asks for."""
    strictest = max((o for o in applying if o.level), key=lambda o: o.level, default=None)
    if strictest is None:
        return []
    text = draft.say("compliance.level", level=strictest.level, regime=regime_name(strictest.regime))
    trace = f"rule {strictest.rule}: {strictest.level}"
    return [Paragraph(claims=(draft.ledger.judged(text, trace, fields=strictest.fields, entries=(strictest.entry,)),))]


def is_only_mentioned(obligation: Obligation) -> bool:
    """Whether all that speaks for a regime is that a document has its name."""
    return obligation.rule == "R-DOC" and obligation.result == "likely"


def said_result(obligation: Obligation) -> str:
    """Whether a regime applies, in words."""
    return MENTIONED if is_only_mentioned(obligation) else RESULTS[obligation.result]


def regime_name(id_: str) -> str:
    """The id of a regime as people write it: ISO27001 is ISO 27001."""
    return re.sub(r"^([A-Z]{3,4})(\d{4,})$", r"\1 \2", id_)


def _data_map(draft: Draft) -> list[BlockType]:
    """Each class of data with where it may be and how long it is kept, as far as anybody said so."""
    if not draft.has("data.classes") or not draft.inputs.brief.is_known("data.classes"):
        return []
    kept: dict[str, str] = {}
    retention_rules = draft.inputs.brief.value("data.retention")
    for item in retention_rules if isinstance(retention_rules, list | tuple) else []:
        if isinstance(item, Mapping) and item.get("class"):
            name = str(item["class"])
            kept[name.lower()] = draft.show("data.retention", [item]).removeprefix(f"{name}: ")
    place: Cell = draft.say("compliance.unstated")
    if draft.has("data.residency"):
        place = (draft.value_claim("data.residency"),)
    rows: list[tuple[Cell, ...]] = []
    alike: list[Claim] = []  # kinds of which nobody has said how long they are kept
    for name in names_of(draft.inputs.brief.value("data.classes"), "class"):
        claim = draft.ledger.said("data.classes", upper_first(name.replace("_", " ")), of=partial(_is_class, name))
        if name.lower() in kept:
            rows.append(
                ((claim,), place, (draft.ledger.said("data.retention", kept[name.lower()], of=partial(_is_class, name)),))
            )
        else:
            alike.append(claim)
    rows += [(tuple(alike), place, draft.say("compliance.unstated"))] if alike else []
    classes = {name.lower() for name in names_of(draft.inputs.brief.value("data.classes"), "class")}
    for name in (name for name in kept if name not in classes):  # what sources call by another name than a kind's
        said = [
            draft.ledger.said("data.retention", text, of=partial(_is_class, name)) for text in (upper_first(name), kept[name])
        ]
        rows.append(((said[0],), place, (said[1],)))
    return [table(draft.say("compliance.map"), ("Kind of data", "Where it may be", "How long it is kept"), rows, (2, 2.4, 2.4))]


def _is_class(name: str, item: Any) -> bool:
    """Whether an item of a list speaks of this class of data."""
    return name.lower() in (held.lower() for held in names_of([item], "class"))


def _is_regime(obligation: Obligation, item: Any) -> bool:
    """Whether an item of a list speaks of this regime."""
    return not set(names_of([item], "regime")).isdisjoint(obligation.names)


def _regime_row(draft: Draft, obligation: Obligation) -> tuple[Cell, ...]:
    reason = draft.based(
        sentence(obligation.reason),
        f"rule {obligation.rule}: {obligation.result}",
        fields=obligation.fields,
        constraint_ids=obligation.constraint_ids,
        entry=obligation.entry,
        of=partial(_is_regime, obligation) if obligation.names else None,
    )
    duties = "; ".join(duty.rstrip(".;") for duty in obligation.duties[:MOST_DUTIES])
    cell: Cell = "–"
    if duties:
        cell = (
            draft.ledger.known(
                sentence(duties), obligation.entry, "table/regimes", "table/sections", trace=f"rule {obligation.rule}"
            ),
        )
    facts = tuple(
        draft.ledger.known(sentence(upper_first(fact)), obligation.entry, "table/regimes", trace=f"rule {obligation.rule}")
        for fact in obligation.facts
    )
    cell = (*cell, *facts) if not isinstance(cell, str) else facts or cell
    return regime_name(obligation.regime), said_result(obligation), (reason,), cell
