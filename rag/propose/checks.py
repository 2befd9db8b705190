"""Checklists with their reason here: security (T5), observability (T6), accessibility and metrics, readiness, governance."""

from rag.knowledge.checklists import CheckRow
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, Checklist, Claim, Paragraph
from rag.propose.spoken import beside, told
from rag.propose.wording import lower_first, sentence, upper_first

MOST_SAID = 2  # passages beside an item that is left out
MOST_REASON = 90  # characters of a fact beside an item to tick


def relevant(draft: Draft, name: str) -> list[CheckRow]:
    """The items of a list that apply; what is unknown applies until it is ruled out."""
    return [row for row in draft.knowledge.checklists.lists[name].items if applies(draft, row)]


def applies(draft: Draft, row: CheckRow) -> bool:
    """Whether an item is relevant here; what is unknown counts as the item says."""
    holds = row.when.holds(draft.values)
    return row.assume if holds is None else holds


def item_claim(draft: Draft, name: str, row: CheckRow) -> Claim:
    """One item, resting on its library entry."""
    return draft.ledger.known(sentence(row.text), _entry(draft, name, row), "table/checklists", trace=row.id)


def reason_claim(draft: Draft, row: CheckRow) -> Claim | None:
    """The first fact behind an item that no other item has named; what is true of any company or too long is none."""
    path = next((path for path in row.fields if draft.inputs.brief.is_known(path) and draft.has(path)), "")
    if not path or path in draft.told or len(draft.shown(path)) > MOST_REASON:
        return None
    draft.told.add(path)
    text = draft.say("checks.here", label=lower_first(draft.label(path)), value=draft.shown(path).rstrip("."))
    return draft.ledger.said(path, text)


def _entry(draft: Draft, name: str, row: CheckRow) -> str:
    return row.entry or draft.knowledge.checklists.lists[name].entry


def checklist(draft: Draft, name: str) -> Checklist:
    """A list to tick, each item with its reason here where a fact of the company gives one."""
    items: list[tuple[Claim, ...]] = []
    for row in relevant(draft, name):
        reason = reason_claim(draft, row)
        items.append((item_claim(draft, name, row), *((reason,) if reason else ())))
    return Checklist(items=tuple(items))


def left_out(draft: Draft, name: str) -> Paragraph | None:
    """The items that do not apply although sources speak of them, without a value that could be read; None without such."""
    rows = [row for row in draft.knowledge.checklists.lists[name].items if row.otherwise and not applies(draft, row)]
    claims = tuple(claim for row in rows if (claim := _left_out(draft, row)) is not None)
    return Paragraph(claims=claims) if claims else None


def _left_out(draft: Draft, row: CheckRow) -> Claim | None:
    """Why an item does not apply, with what sources say of it; None where they say nothing."""
    open_ = [path for path in row.fields if not draft.inputs.brief.is_known(path)]
    said = [source for path in open_ for source in beside(draft, path)][:MOST_SAID]
    return told(draft, "checks.left_out_spoken", said, id=row.id, reason=row.otherwise) if said else None


def lead(draft: Draft, phrase: str, entry: str) -> Paragraph:
    """An opening sentence that rests on a library entry."""
    return Paragraph(claims=(draft.ledger.known(draft.say(phrase), entry, "table/checklists"),))


def compose_security(draft: Draft) -> list[BlockType]:
    """What has to be shown before anything ships: item, requirement, owner, why here."""
    rows: list[tuple[Cell, ...]] = []
    for row in relevant(draft, "security"):
        reason = reason_claim(draft, row)
        shown = (item_claim(draft, "security", row), *((reason,) if reason else ()))
        owner = draft.owner(row.owner)
        rows.append((row.id, shown, ", ".join(row.refs) or "–", owner))
    header, widths = ("Item", "What has to be shown", "ASVS 5.0", "Owner"), (0.6, 6, 1.5, 0.9)
    columns = 3 if len({row[-1] for row in rows}) == 1 else 4  # one owner of all is named once, by the lead
    phrase = "security.lead_bought" if draft.is_bought else "security.lead_few" if columns < len(header) else "security.lead"
    blocks: list[BlockType] = [lead(draft, phrase, "security/asvs-baseline")]
    blocks.append(table(draft.say("security.table"), header[:columns], [row[:columns] for row in rows], widths[:columns]))
    missing = left_out(draft, "security")
    blocks += [missing] if missing else []
    return [*blocks, *_threats(draft)]


def _threats(draft: Draft) -> list[BlockType]:
    """What is to be feared at the boundaries that this design has beside the usual ones, which the checklist covers."""
    threats = draft.knowledge.threats
    rows: list[tuple[Cell, ...]] = []
    for row in threats.threats:
        holds = row.when.holds(draft.values)
        if row.assume if holds is None else holds:
            threat = draft.ledger.known(sentence(row.threat), threats.entry, "table/threats", trace=row.id)
            control = draft.ledger.known(sentence(row.control), threats.entry, "table/threats", trace=row.id)
            rows.append((upper_first(row.boundary), row.kind, (threat,), (control,)))
    header = ("Boundary", "Kind", "Threat", "Control")
    return [table(draft.say("security.threats"), header, rows, (2, 0.5, 2.8, 3.6))] if rows else []


def compose_observability(draft: Draft) -> list[BlockType]:
    """Dashboards, alerts, runbooks, on-call, synthetic checks and canaries."""
    missing = left_out(draft, "observability")
    blocks: list[BlockType] = [
        lead(draft, "observability.lead", "reliability/observability"),
        checklist(draft, "observability"),
    ]
    return [*blocks, missing] if missing else blocks


def compose_people(draft: Draft) -> list[BlockType]:
    """Accessibility, then what is measured for users, for the service, and against harm."""
    blocks: list[BlockType] = []
    if draft.has("accessibility.level"):
        level = draft.ledger.said("accessibility.level", draft.say("people.level", level=draft.shown("accessibility.level")))
        blocks.append(Paragraph(claims=(level,)))
    else:
        blocks.append(lead(draft, "people.level_default", "compliance/wcag-eaa"))
    blocks.append(checklist(draft, "accessibility"))
    missing = left_out(draft, "accessibility")
    rows: list[tuple[Cell, ...]] = []
    for name, kind in (("metrics_value", "Value"), ("metrics_health", "Health"), ("metrics_guard", "Guardrail")):
        for number, row in enumerate(relevant(draft, name)):
            reason = reason_claim(draft, row)
            metric = (item_claim(draft, name, row), *((reason,) if reason else ()))
            rows.append((kind if number == 0 else "", metric))
    blocks += [missing] if missing else []
    blocks.append(table(draft.say("people.metrics"), ("Kind", "Metric"), rows, (0.9, 6)))
    return blocks


def compose_governance(draft: Draft) -> list[BlockType]:
    """Environments, branching, checks, records, cost and carbon."""
    phrase = "governance.lead_bought" if draft.is_bought else "governance.lead"
    entry = "style/configured-saas" if draft.is_bought else "delivery/trunk-based-ci"
    blocks: list[BlockType] = [lead(draft, phrase, entry), checklist(draft, "governance")]
    if draft.is_bought or draft.values.get("small") is True:
        return blocks  # delivery is the vendor's; a few people need no statistics of it
    targets = draft.knowledge.delivery_targets
    rows: list[tuple[Cell, ...]] = []
    for row in targets.measures:
        path = next((path for path in row.fields if draft.has(path) and draft.inputs.brief.is_known(path)), "")
        if not path:
            continue  # a target without a value of today is true of any company
        baseline: Cell = (draft.value_claim(path),)
        target = draft.ledger.known(upper_first(row.target), targets.entry, "table/delivery_targets", trace=row.id)
        rows.append((row.name, baseline, (target,)))
    measures = [table(draft.say("governance.measures"), ("Measure", "Today", "Target"), rows, (2.4, 1.6, 2.6))]
    return [*blocks, *(measures if rows else [])]
