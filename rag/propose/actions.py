"""Next actions: three to five steps with owner, due date and what counts as done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from rag.advise.wording import join_words
from rag.propose.coverage import count_states
from rag.propose.draft import Cell, Draft, table
from rag.propose.options import style_of
from rag.propose.proposal import BlockType, Claim
from rag.propose.schedule import schedule, start_date
from rag.propose.wording import counted, shorten, show_date

MOST_ACTIONS = 5
MOST_STEP = 120  # characters of a step on the first page; a longer one stands there without how
LEAD_DAYS = 7  # the first actions are due a week before the plan starts


@dataclass(frozen=True, slots=True)
class Action:
    """One step; its sentences are `actions.<phrase>` and `actions.<phrase>_done`."""

    phrase: str
    owner: str
    days: int  # after the first due date
    trace: str
    slots: Mapping[str, object] = field(default_factory=dict)


def compose_actions(draft: Draft) -> list[BlockType]:
    """The steps that bring the proposal forward most."""
    first = start_date(draft) - timedelta(days=LEAD_DAYS)
    rows: list[tuple[Cell, ...]] = []
    for number, action in enumerate(list(_actions(draft))[:MOST_ACTIONS], start=1):
        text = draft.say(f"actions.{action.phrase}", **action.slots)
        done = draft.say(f"actions.{action.phrase}_done", **action.slots)
        due = show_date((first + timedelta(days=action.days)).isoformat())
        rows.append((str(number), (draft.ledger.judged(text, action.trace),), f"[{action.owner}]", due, done))
    return [table(draft.say("actions.table"), ("No.", "Action", "Owner", "Due", "Done when"), rows, (0.3, 4, 1.6, 1.2, 2.2))]


def next_steps(draft: Draft) -> list[Claim]:
    """The same steps for the first page, each with who takes it."""
    steps = []
    for one in list(_actions(draft))[:MOST_ACTIONS]:
        text = draft.say(f"actions.{one.phrase}", **one.slots).rstrip(".")
        text = text if len(text) <= MOST_STEP else shorten(text.rpartition(": ")[0], MOST_STEP) or shorten(text, MOST_STEP)
        steps.append(draft.ledger.judged(draft.say("actions.step", text=text, owner=one.owner), one.trace))
    return steps


def _actions(draft: Draft) -> Iterator[Action]:
    brief, decision = draft.inputs.brief, draft.inputs.decision
    questions = max(len(draft.inputs.questions), len(brief.missing_core))
    if questions:
        yield Action("answer", draft.owner("product owner"), 0, f"interview: {questions} questions open", {"count": questions})
    points = _unsettled(draft)
    if points:
        yield Action(
            "settle", "sponsor", 7, f"coverage and contradictions: {join_words(points)}", {"points": join_words(points)}
        )
    if decision.options:
        slots = {"option": style_of(draft, decision.options[0])}
        owner = draft.say("owner.and", one="sponsor", other=draft.owner("architecture lead"))
        yield Action("decide", owner, 7, f"D: {decision.label}", slots)
    if draft.risks:
        risk = draft.risks[0]
        slots = {"risk": shorten(risk.cause, 110).rstrip(".")}
        yield Action("risk", draft.owner(risk.row.owner), 14, f"rule {risk.row.id}: {risk.score}", slots)
    span = schedule(draft)[0]
    dates = {"milestone": span.row.name, "date": show_date(span.start.isoformat())}
    yield Action(
        "start",
        draft.owner("product owner" if draft.is_bought else "engineering lead"),
        LEAD_DAYS,
        f"milestone {span.row.id}",
        dates,
    )


def _unsettled(draft: Draft) -> list[str]:
    """“3 contradictions”, “1 hard constraint”."""
    conflicts = sum(1 for conflict in draft.inputs.brief.conflicts if conflict.kind == "unresolved")
    hard = count_states(draft.coverage)["hard"]
    rest = hard["open"] + hard["violated"]
    return [counted(number, noun) for number, noun in ((conflicts, "contradiction"), (rest, "hard constraint")) if number]
