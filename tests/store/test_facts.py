"""What people decided about facts, and facts that they added."""

from collections.abc import Callable, Sequence

import pytest

from rag.errors import StorageError, UsageError
from rag.extract.fact import Fact, FactState
from rag.ground.citation import Citation
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.record import Record, Workspace

Write = Callable[[dict[str, str]], Sequence[Source]]
POLICY = "# Rules\n\nThe ERP must be back within 4 hours.\n\nLogs must be kept.\n\nWe write to no\nforeign disk.\n"
WORDS = "We write to no\nforeign disk."


@pytest.fixture
def policy(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> tuple[Fact, ...]:
    """The facts of a document."""
    intake.ingest(workspace.id, sources({"policy.md": POLICY}))
    return record.facts(workspace.id)


def added(record: Record, workspace: Workspace) -> Fact:
    """A constraint that reading had missed, added."""
    document = record.documents(workspace.id)[0]
    text = record.page_text(workspace.id, document.sha256, 0) or ""
    start = text.index(WORDS)
    place = Citation(
        document_id=document.id,
        document=document.name,
        sha256=document.sha256,
        page=None,
        page_index=0,
        locator="line 7",
        quote=WORDS,
        start=start,
        end=start + len(WORDS),
    )
    statement = " ".join(WORDS.split())
    fact = Fact(
        id="added-1", kind="constraint", statement=statement, citation=place, hard=True, state=FactState.CONFIRMED, rule="added"
    )
    record.add_fact(workspace.id, fact, by="user")
    return fact


def test_many_are_decided_at_once(record: Record, workspace: Workspace, policy: tuple[Fact, ...]) -> None:
    """One decision about several facts is kept for each, with who, when and why."""
    record.decide_facts(workspace.id, [fact.id for fact in policy], FactState.WAIVED, by="user", reason="not now")
    assert [fact.state for fact in record.facts(workspace.id)] == [FactState.WAIVED] * 2
    for fact in policy:
        (decision,) = record.fact_decisions(workspace.id, fact.id)
        assert (decision.by, decision.reason, decision.at) == ("user", "not now", "2026-11-21T12:00:00+00:00")


def test_all_or_none(record: Record, workspace: Workspace, policy: tuple[Fact, ...]) -> None:
    """When one of several is not there, nothing is decided."""
    with pytest.raises(StorageError, match="nothing-like-this"):
        record.decide_facts(workspace.id, [policy[0].id, "nothing-like-this"], FactState.REJECTED)
    assert record.fact_decisions(workspace.id, policy[0].id) == ()


def test_an_edit_outlives_a_confirmation(record: Record, workspace: Workspace, policy: tuple[Fact, ...]) -> None:
    """What was edited holds when it is edited further and confirmed; taken back, the fact is as it was read."""
    first = policy[0].id
    record.decide_fact(workspace.id, first, FactState.EDITED, edits={"value": 8.0})
    record.decide_fact(workspace.id, first, FactState.EDITED, edits={"subject": "SAP"})
    fact = record.decide_fact(workspace.id, first, FactState.CONFIRMED)
    assert (fact.value, fact.subject, fact.state) == (8.0, "SAP", FactState.CONFIRMED)
    assert fact in record.facts(workspace.id)
    taken_back = record.decide_fact(workspace.id, first, FactState.EXTRACTED, reason="was right after all")
    assert taken_back == policy[0]
    states = [decision.state.value for decision in record.fact_decisions(workspace.id, first)]
    assert states == ["edited", "edited", "confirmed", "extracted"]


def test_an_edit_that_cannot_be_keeps_nothing(record: Record, workspace: Workspace, policy: tuple[Fact, ...]) -> None:
    """A field that is none, or a value that does not fit, is refused, and leaves no decision."""
    for edits in ({"statement": "Nothing."}, {"time": "soon"}):
        with pytest.raises(UsageError):
            record.decide_fact(workspace.id, policy[0].id, FactState.EDITED, edits=edits)
    assert record.fact_decisions(workspace.id, policy[0].id) == ()
    assert record.facts(workspace.id) == policy


def test_an_added_fact_is_one_of_the_facts(record: Record, workspace: Workspace, policy: tuple[Fact, ...]) -> None:
    """It stands among the others, its history begins with its addition, and it is decided about like them."""
    fact = added(record, workspace)
    assert record.facts(workspace.id) == (*policy, fact)
    assert [decision.state for decision in record.fact_decisions(workspace.id, fact.id)] == [FactState.CONFIRMED]
    record.decide_fact(workspace.id, fact.id, FactState.REJECTED)
    assert record.facts(workspace.id)[-1].state is FactState.REJECTED
    added(record, workspace)
    assert [one.state for one in record.facts(workspace.id)].count(FactState.CONFIRMED) == 1


def test_an_added_fact_moves_with_its_words(
    intake: Intake, record: Record, workspace: Workspace, sources: Write, policy: tuple[Fact, ...]
) -> None:
    """In a new version it is cited from where its words stand now; without them it is superseded; they may come back."""
    fact = added(record, workspace)
    later = "# Rules\n\nThese hold since May.\n\n" + POLICY.replace("no\nforeign", "no foreign")
    intake.ingest(workspace.id, sources({"policy.md": later}))
    now = record.documents(workspace.id)[-1]
    (moved,) = [one for one in record.facts(workspace.id) if one.id == fact.id]
    assert (moved.state, moved.citation.sha256, moved.citation.document_id) == (FactState.CONFIRMED, now.sha256, now.id)
    text = record.page_text(workspace.id, now.sha256, 0) or ""
    assert text[moved.citation.start : moved.citation.end] == moved.citation.quote == "We write to no foreign disk."
    intake.ingest(workspace.id, sources({"policy.md": POLICY.replace(WORDS, "")}))
    (gone,) = [one for one in record.facts(workspace.id) if one.id == fact.id]
    assert gone.state is FactState.SUPERSEDED
    assert gone.superseded_by == record.current_documents(workspace.id)[0].id
    intake.ingest(workspace.id, sources({"policy.md": POLICY}))
    assert fact in record.facts(workspace.id)


def test_an_added_fact_goes_with_its_document(
    intake: Intake, record: Record, workspace: Workspace, sources: Write, policy: tuple[Fact, ...]
) -> None:
    """Set aside, it is no evidence; deleted, its words are gone from the record, unless a copy still says them."""
    fact = added(record, workspace)
    intake.ingest(workspace.id, sources({"copy.md": POLICY}))
    first, copy = record.current_documents(workspace.id)
    intake.exclude_all([first.id, copy.id], True)
    assert record.facts(workspace.id) == ()
    intake.exclude_all([copy.id], False)
    assert [one.citation.document for one in record.facts(workspace.id) if one.id == fact.id] == ["copy.md"]
    intake.remove_all([first.id])
    assert [one.citation.document for one in record.facts(workspace.id) if one.id == fact.id] == ["copy.md"]
    intake.remove_all([copy.id])
    with pytest.raises(StorageError):
        record.fact_decisions(workspace.id, fact.id)
