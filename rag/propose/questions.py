"""Open Questions (T1): unknowns, prioritised questions, assumptions that decide; the other assumptions in the appendix."""

from rag.brief.brief import Provenance, Status
from rag.interview.question import Question
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import Assumption, BlockType, BulletList, Claim, Paragraph
from rag.propose.spoken import beside, left_open, outdated, plain, told, unread
from rag.propose.wording import join_names, lower_first, shorten, show_value

MOST_QUESTIONS = 12
MOST_UNKNOWN, MOST_UNASKED = 12, 5
MOST_OPEN = 12
MOST_ANSWER = 160  # characters of a question, an answer or a passage
MOST_BESIDE = 2  # passages beside an assumption
SHORT = 40  # characters of an effect that may stand twice


def compose_questions(draft: Draft) -> list[BlockType]:
    """What is unknown, what to ask next and why, and which assumptions can change the decision."""
    brief = draft.inputs.brief
    blocks: list[BlockType] = []
    if brief.missing_core:
        names = ", ".join(lower_first(draft.label(path)) for path in brief.missing_core)
        text = draft.say("questions.missing", fields=names)
        blocks.append(Paragraph(claims=(draft.ledger.judged(text, f"brief: {', '.join(brief.missing_core)} unknown"),)))
    blocks += _answered(draft)
    rows = _questions(draft)
    if rows:
        blocks.append(
            table(draft.say("questions.table"), ("No.", "Question", "Why it matters", "Until then"), rows, (0.3, 3.8, 3, 2))
        )
    deciding = [assumption for assumption in draft.assumptions if assumption.decides]
    if deciding:
        blocks.append(assumption_table(draft, deciding, "questions.assumptions"))
    blocks += [*_quoted(draft, "questions.open", left_open(draft)), *_quoted(draft, "questions.outdated", outdated(draft))]
    blocks += _unknown(draft)
    if not blocks:
        blocks.append(
            Paragraph(
                claims=(
                    draft.ledger.judged(draft.say("questions.none"), "interview: no question can change the recommendation"),
                )
            )
        )
    return blocks


def _answered(draft: Draft) -> list[BlockType]:
    """Answers of which nothing could be made, beside their questions."""
    rows: list[tuple[Cell, ...]] = []
    for one in unread(draft)[:MOST_QUESTIONS]:
        words = draft.ledger.cited(f"“{shorten(one.source.text, MOST_ANSWER)}”", [one.source], fields=one.fields)
        rows.append((shorten(one.asked, MOST_ANSWER), (words,)))
    return [table(draft.say("questions.unread"), ("Question", "Answer"), rows, (4, 4))] if rows else []


def _quoted(draft: Draft, phrase: str, sources: list[Provenance]) -> list[BlockType]:
    """Passages of documents in their own words."""
    if not sources:
        return []
    lead = draft.ledger.judged(draft.say(phrase), f"documents: {phrase.rpartition('.')[2]}")
    words = [f"“{plain(source)}”" for source in sources[:MOST_OPEN]]
    items = [(draft.ledger.cited(text, [source]),) for text, source in zip(words, sources, strict=False)]
    return [Paragraph(claims=(lead,)), BulletList(items=tuple(items))]


def _unknown(draft: Draft) -> list[BlockType]:
    """Fields that drive something and for which no default stands in: those that nobody could say, and those not asked."""
    brief = draft.inputs.brief
    fields = [row.path for row in draft.knowledge.fields.fields if row.drives and row.default is None and not row.per_system]
    known = (path for path in fields if path in brief.fields and brief.fields[path].status is Status.UNKNOWN)
    left = [path for path in known if path not in brief.missing_core]
    answered = {path for one in draft.inputs.answered if not one.is_unknown for path in one.fields}
    unsure = [path for path in left if any(one.is_unknown and path in one.fields for one in draft.inputs.answered)]
    asked = {path for question in draft.inputs.questions for path in question.fields}
    unasked = [path for path in left if path not in answered | asked and path not in unsure]
    rest = "questions.unknown_most" if len(unasked) > MOST_UNASKED else "questions.unknown"
    claims = [
        draft.ledger.judged(
            draft.say(phrase, fields=join_names(lower_first(draft.label(path)) for path in paths)),
            f"brief: {', '.join(paths)} unknown",
        )
        for phrase, paths in (("questions.unsure", unsure[:MOST_UNKNOWN]), (rest, unasked[:MOST_UNASKED]))
        if paths
    ]
    return [Paragraph(claims=tuple(claims))] if claims else []


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
        teller = first.setdefault(item.effect, item.id)
        is_repeated = teller != item.id and len(item.effect) > SHORT
        effect = draft.say("assumption.same", id=teller) if is_repeated else item.effect
        rows.append((item.id, _assumed(draft, item), effect))
    return table(draft.say(phrase), ("No.", "Assumption", "If it is wrong"), rows, (0.5, 2.4, 4.8))


def _assumed(draft: Draft, item: Assumption) -> tuple[Claim, ...]:
    """An assumption, and what sources say of it."""
    said = beside(draft, item.field)[:MOST_BESIDE]
    return (draft.ledger.assumed(item.text, item.field), *([told(draft, "assumption.spoken", said)] if said else []))


def compose_assumptions(draft: Draft) -> list[BlockType]:
    """Every assumption that is not among the open questions."""
    rest = [assumption for assumption in draft.assumptions if not assumption.decides]
    return [assumption_table(draft, rest, "assumptions.table")] if rest else []
