"""Open Questions (T1): unknowns, prioritised questions, assumptions that decide; the other assumptions in the appendix."""

from rag.brief.brief import Status
from rag.interview.question import Question
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import Assumption, BlockType, Paragraph
from rag.propose.wording import join_names, lower_first, shorten, show_value

MOST_QUESTIONS = 12
MOST_UNKNOWN = 12
SHORT = 40  # characters of an effect that may stand twice


def compose_questions(draft: Draft) -> list[BlockType]:
    """What is unknown, what to ask next and why, and which assumptions can change the decision."""
    brief = draft.inputs.brief
    blocks: list[BlockType] = []
    if brief.missing_core:
        names = ", ".join(lower_first(draft.label(path)) for path in brief.missing_core)
        text = draft.say("questions.missing", fields=names)
        blocks.append(Paragraph(claims=(draft.ledger.judged(text, f"brief: {', '.join(brief.missing_core)} unknown"),)))
    unknown = _unknown(draft)
    if unknown:
        text = draft.say("questions.unknown", fields=join_names(lower_first(draft.label(path)) for path in unknown))
        blocks.append(Paragraph(claims=(draft.ledger.judged(text, f"brief: {', '.join(unknown)} unknown"),)))
    rows = _questions(draft)
    if rows:
        blocks.append(
            table(draft.say("questions.table"), ("No.", "Question", "Why it matters", "Until then"), rows, (0.3, 3.8, 3, 2))
        )
    deciding = [assumption for assumption in draft.assumptions if assumption.decides]
    if deciding:
        blocks.append(assumption_table(draft, deciding, "questions.assumptions"))
    if not blocks:
        blocks.append(
            Paragraph(
                claims=(
                    draft.ledger.judged(draft.say("questions.none"), "interview: no question can change the recommendation"),
                )
            )
        )
    return blocks


def _unknown(draft: Draft) -> list[str]:
    """Fields that drive something, that nobody spoke about and for which no default stands in."""
    brief = draft.inputs.brief
    fields = [row.path for row in draft.knowledge.fields.fields if row.drives and row.default is None and not row.per_system]
    known = (path for path in fields if path in brief.fields and brief.fields[path].status is Status.UNKNOWN)
    return [path for path in known if path not in brief.missing_core][:MOST_UNKNOWN]


def _questions(draft: Draft) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for number, question in enumerate(draft.inputs.questions[:MOST_QUESTIONS], start=1):
        claim = draft.ledger.judged(
            question.text,
            f"question {question.id}, worth {question.value:.2f}: {', '.join(question.fields) or question.why}",
            fields=question.fields,
        )
        rows.append((str(number), (claim,), shorten(question.why, 160) or "–", _meanwhile(draft, question)))
    return rows


def _meanwhile(draft: Draft, question: Question) -> Cell:
    if question.topic == "confirm" and not question.fields:
        return "it binds as written"
    for path in question.fields:
        field = draft.inputs.brief.fields.get(path)
        if field is not None and draft.has(path) and field.status is not Status.UNKNOWN:
            return (draft.ledger.said(path, f"{draft.label(path)}: {shorten(draft.shown(path), 100)}"),)
    if question.prefill not in (None, ""):
        return shorten(show_value(question.prefill), 100)
    rows = draft.knowledge.fields.by_path
    return next((rows[path].stands_in for path in question.fields if path in rows and rows[path].stands_in), "no value is used")


def assumption_table(draft: Draft, assumptions: list[Assumption], phrase: str) -> BlockType:
    """Assumptions with their effect if they are wrong."""
    first: dict[str, str] = {}  # effect → the assumption that tells it
    rows: list[tuple[Cell, ...]] = []
    for item in assumptions:
        told = first.setdefault(item.effect, item.id)
        is_repeated = told != item.id and len(item.effect) > SHORT
        effect = draft.say("assumption.same", id=told) if is_repeated else item.effect
        rows.append((item.id, (draft.ledger.assumed(item.text, item.field),), effect))
    return table(draft.say(phrase), ("No.", "Assumption", "If it is wrong"), rows, (0.5, 2.4, 4.8))


def compose_assumptions(draft: Draft) -> list[BlockType]:
    """Every assumption that is not among the open questions."""
    rest = [assumption for assumption in draft.assumptions if not assumption.decides]
    return [assumption_table(draft, rest, "assumptions.table")] if rest else []
