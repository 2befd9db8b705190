"""Which questions to ask next: conflicts and confirmations from the Brief, and the bank's questions by what they are worth.

Source: `advisor.md` C.3 and C.4.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath  # takes both kinds of separators
from typing import Any

from rag.brief.brief import AnswerRecord, Brief, Conflict, Constraint, Field, Provenance, Status, System
from rag.ground.citation import Citation
from rag.ground.normalise import plain_text
from rag.interview.question import Choice, Question
from rag.interview.value import Decide, Expectation, question_value, reason
from rag.knowledge.questions import InterviewRules, QuestionRow, QuestionTable

RESPONDENT = "gov.respondent"  # field: who answers

Show = Callable[[str, Any], str]  # field path, value → words


@dataclass(frozen=True, slots=True)
class Round:
    """The questions to put now, best first, and whether asking further can still pay."""

    questions: tuple[Question, ...]
    is_done: bool  # nothing that is left to ask is expected to change the decision
    reason: str  # why it is done, or what is still open
    open: tuple[Question, ...] = ()  # all that could be asked, these included, best first


def next_round(
    brief: Brief,
    answers: Sequence[AnswerRecord],
    put: int,
    decide: Decide,
    margin: float | None,
    table: QuestionTable,
    show: Show,
) -> Round:
    """The next round of questions.

    Args:
        brief: what is known.
        answers: all answers that hold, in order.
        put: how many questions were put so far, those included that were put once more.
        decide: the decision vector of a brief; called some hundred times.
        margin: points between the first and the second style; None with fewer than two.
        table: the question bank with its rules.
        show: renders a value of a field for a person.
    """
    rules = table.rules
    core = {row.id for row in table.rows if row.core}
    done = {one.question for one in answers if one.question and not (one.skipped or (one.is_note and one.question in core))}
    skipped = [answer.question for answer in answers if answer.skipped]
    expected = Expectation(brief, decide, rules)
    confirmations = _confirmations(brief, done, expected, show, table)[: rules.confirmations]
    conflicts = _conflict_questions(brief, done, show, table)
    systems = _system_questions(brief, done, table)
    bank = [
        _valued(row, brief, expected, table, skipped.count(row.id)) for row in table.rows if _is_open(row, brief, done, rules)
    ]
    bank.sort(key=lambda question: (-question.value, question.id))
    opening = [question for id_ in rules.opening if id_ not in skipped for question in bank if question.id == id_]
    rest = [question for question in bank if question not in opening]
    missing = {row.id for row in table.rows if row.core and set(row.fields) & set(brief.missing_core)}
    wanted = [question for question in rest if question.id in missing and question.id not in skipped]
    left = sum(max(question.value, 0.0) for question in bank)
    has_begun = any(not one.question.startswith("field:") for one in answers)  # a field set beforehand is no answer to a round
    size = rules.first_round if not has_begun else rules.last_round if left < rules.last_round_below else rules.round
    ranked = sorted([*conflicts, *confirmations, *systems, *rest], key=lambda question: (-question.value, question.id))
    decisive = [one for id_ in rules.decisive if id_ not in skipped for one in rest if one.id == id_]
    first = [*conflicts[: rules.confirmations], *wanted, *(decisive if has_begun else ())]
    ranked = [*first, *(question for question in ranked if question not in first)]
    chosen = _with_topic_cap([*opening, *ranked], min(size, rules.most - put), rules.per_topic)
    may_turn = bool(decisive) or any(question.changes.get("style", 0.0) > 0 for question in bank)
    waits = any(question.id in missing and question.id not in skipped for question in bank)
    done_reason = ""
    if put >= rules.most:
        done_reason = f"{put} questions were put; what is left is listed as open."
    elif not waits and not any(one.changes for one in decisive):  # before these a small sum says little
        done_reason = _why_done(brief, chosen, left, None if may_turn else margin, {*done, *skipped}, rules)
    said = done_reason or f"{len(chosen)} questions can still change the proposal."
    every = {question.id: question for question in [*opening, *ranked]}
    return Round(tuple(chosen), bool(done_reason), said, tuple(every.values()))


def _is_open(row: QuestionRow, brief: Brief, done: set[str], rules: InterviewRules) -> bool:
    """Whether a question of the bank is worth considering: not asked per subject, not answered, not known well enough."""
    if row.per or row.id in done or not row.fields:
        return False
    values = {path: field.value for path, field in brief.fields.items() if field.status is not Status.UNKNOWN}
    if row.skip_when != type(row.skip_when)() and row.skip_when.holds(values):
        return False
    return not all(_is_sure(brief.fields.get(path), rules) for path in row.fields)


def _is_sure(field: Field | None, rules: InterviewRules) -> bool:
    """Whether a field need not be asked for: it was said, or a document says it; what is half sure is confirmed instead."""
    if field is None:
        return False
    if field.status is Status.DOCUMENTED:
        return field.confidence >= rules.confirm_from
    return field.status in (Status.STATED, Status.CONFIRMED) and field.confidence >= rules.known_confidence


def _confidence(fields: Sequence[Field | None], default: float) -> float:
    """How sure the question's fields are already: the mean; a default counts little."""
    sure = [
        field.confidence if field is not None and field.status not in (Status.UNKNOWN, Status.ASSUMED) else default
        for field in fields
    ]
    return sum(sure) / len(sure)


def _valued(row: QuestionRow, brief: Brief, expected: Expectation, table: QuestionTable, times_skipped: int) -> Question:
    rules = table.rules
    still = [path for path in row.fields if not _is_sure(brief.fields.get(path), rules)]
    rest = row.rest.get(still[0], "") if len(still) == 1 else ""
    asked = (still[0],) if rest else row.fields
    fields = [brief.fields.get(path) for path in asked]
    change = expected.of(row)
    value = question_value(
        change.expected,
        _confidence(fields, rules.default_confidence),
        rules.answerability_for(brief.value(RESPONDENT))[row.answerable],
        rules,
        is_core=row.core and not all(brief.is_known(path) for path in row.fields),
        times_skipped=times_skipped,
    )
    found = next((field for field in fields if field is not None and field.status is Status.DOCUMENTED), None)
    return Question(
        id=row.id,
        topic=row.topic,
        text=rest or row.text,
        why=reason(row, change, rules, table.components),
        form=row.form,
        choices=tuple(
            Choice(
                label=choice.label, values={path: value for path, value in choice.values.items() if not rest or path in asked}
            )
            for choice in row.choices
        ),
        fields=asked,
        prefill=None if found is None else found.value,
        citations=() if found is None else tuple(_citations(found.provenance)),
        value=round(value, 4),
        changes={component: round(p, 3) for component, p in sorted(change.by_component.items())},
    )


def _citations(provenance: Iterable[Provenance]) -> list[Citation]:
    return [source.citation for source in provenance if source.citation is not None][:3]


def _conflict_questions(brief: Brief, done: set[str], show: Show, table: QuestionTable) -> list[Question]:
    """One question per open conflict, with every value and its quotation."""
    asked = table.by_id["Q24"]
    questions = []
    for conflict in brief.conflicts:
        id_ = f"{asked.id}:{conflict.id}"
        if conflict.kind != "unresolved" or id_ in done:
            continue
        field = brief.fields.get(conflict.field)
        questions.append(_conflict_question(id_, conflict, field, asked, show, table))
    return questions


def _conflict_question(
    id_: str, conflict: Conflict, field: Field | None, asked: QuestionRow, show: Show, table: QuestionTable
) -> Question:
    sides = [] if field is None else [(field.value, field.provenance), *((a.value, a.provenance) for a in field.alternatives)]
    labels: dict[str, Any] = {}
    for value, _ in sides:
        labels.setdefault(show(conflict.field, value), value)
    choices = [Choice(label=label, values={conflict.field: value}) for label, value in labels.items()]
    return Question(
        id=id_,
        subject=conflict.subject,
        topic="conflict",
        text=conflict.question,
        why=": ".join(filter(None, (f"{asked.why[0].upper()}{asked.why[1:]}", conflict.reason))) + ".",
        form="choice",
        choices=(*choices, Choice(label="both, for different cases")),
        fields=(conflict.field,),
        citations=tuple(citation for _, provenance in sides for citation in _citations(provenance)),
        value=round(table.rules.conflict_bonus + 1.0, 4),
    )


def _confirmations(brief: Brief, done: set[str], expected: Expectation, show: Show, table: QuestionTable) -> list[Question]:
    """Hard constraints that may exclude options and half-sure documented values, each with its quotation, for a yes or no."""
    rules, asked = table.rules, table.by_id["Q71"]
    questions = []
    for constraint in brief.constraints:
        id_ = f"{asked.id}:{constraint.id}"
        may_exclude = constraint.hard and constraint.kind in rules.confirm_kinds
        if may_exclude and constraint.state == "extracted" and id_ not in done:
            questions.append(_confirmation(id_, constraint.text, _citations(constraint.provenance), rules.core_bonus + 0.5))
    for path, field in brief.fields.items():
        id_ = f"{asked.id}:{path}"
        half_sure = rules.confirm_from <= field.confidence < rules.known_confidence
        if field.status is not Status.DOCUMENTED or not half_sure or id_ in done:
            continue
        change = _change(path, expected, table)
        if change >= rules.confirm_change:
            reading = f"{show(path, field.value)} ({field.note})" if field.note else show(path, field.value)
            question = _confirmation(id_, reading, _citations(field.provenance), round(change * (1 - field.confidence), 4))
            questions.append(question.model_copy(update={"fields": (path,), "prefill": field.value}))
    questions.sort(key=lambda question: (-question.value, question.id))
    return questions


def _change(path: str, expected: Expectation, table: QuestionTable) -> float:
    """How much the decision is expected to change if a field is not what the document says."""
    rows = [row for row in table.rows if path in row.fields and any(path in choice.values for choice in row.choices)]
    return max((expected.of(row).expected for row in rows), default=0.0)


def _confirmation(id_: str, reading: str, citations: list[Citation], value: float) -> Question:
    place = f"{PureWindowsPath(citations[0].document).name}, {citations[0].locator}" if citations else "A document"
    quote = f" says: “{citations[0].quote}”" if citations else " says so."
    reading = reading.rstrip(" .")
    is_said = bool(citations) and " ".join(reading.split()) in plain_text(citations[0].quote)
    return Question(
        id=id_,
        topic="confirm",
        text=f"{place}{quote} {'Does this hold for the project?' if is_said else f'Do I understand correctly: {reading}?'}",
        why="A constraint read wrongly would steer the whole proposal.",
        form="choice",
        choices=tuple(Choice(label=label) for label in ("yes", "yes, but …", "no", "outdated")),
        citations=tuple(citations),
        value=round(value, 4),
    )


def _system_questions(brief: Brief, done: set[str], table: QuestionTable) -> list[Question]:
    """What is to become of each existing system that no document decides about."""
    questions = []
    for system in brief.systems:
        if system.is_legacy and system.disposition == "unknown" and system.category not in table.rules.not_asked:
            row = table.by_id["Q33"]
            id_ = f"{row.id}:{system.name}"
            if id_ not in done:
                questions.append(_about_system(id_, row, system, table.rules.system_value))
    put = sum(1 for id_ in done if id_.startswith("Q33:"))
    return questions[: max(0, min(table.rules.per_topic, table.rules.systems - put))]


def _about_system(id_: str, row: QuestionRow, system: System, value: float) -> Question:
    return Question(
        id=id_,
        subject=system.name,
        topic=row.topic,
        text=row.text.replace("{system}", system.name),
        why=row.why[0].upper() + row.why[1:] + ".",
        form=row.form,
        choices=tuple(Choice(label=choice.label, values=choice.values) for choice in row.choices),
        fields=row.fields,
        citations=tuple(_citations(system.provenance)),
        value=value,
    )


def _with_topic_cap(questions: Iterable[Question], size: int, per_topic: int) -> list[Question]:
    chosen: list[Question] = []
    for question in questions:
        same = sum(1 for other in chosen if other.topic == question.topic)
        if len(chosen) < size and (same < per_topic or question.topic in ("conflict", "confirm")):
            chosen.append(question)
    return chosen


def _why_done(
    brief: Brief, chosen: Sequence[Question], left: float, margin: float | None, put: Collection[str], rules: InterviewRules
) -> str:
    """Why asking further does not pay; "" when it does. Source: the stop rule of `advisor.md` C.4.

    `margin` is None, too, while an open question may turn the recommendation round.
    """
    conflicts = [f"Q24:{conflict.id}" for conflict in brief.conflicts if conflict.kind == "unresolved"]
    weighty_conflict = any(id_ not in put for id_ in conflicts)  # one that nobody could settle is not asked about again
    if not chosen or max(question.value for question in chosen) < rules.stop_single:
        return "No question left is likely to change the proposal."
    if left < rules.stop_sum and not weighty_conflict:
        return "All open questions together are unlikely to change the proposal."
    leads = margin is not None and margin >= rules.stop_margin
    if put and leads and left < rules.stop_led_sum and not weighty_conflict:
        return f"The recommendation leads by {margin:.1f} points and no open conflict weighs on it."
    return ""


def constraint_of(question: Question, brief: Brief) -> Constraint | None:
    """The constraint that a confirmation is about, if it is about one."""
    _, _, key = question.id.partition(":")
    return next((constraint for constraint in brief.constraints if constraint.id == key), None)
