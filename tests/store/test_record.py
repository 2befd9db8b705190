"""What the record gives back: documents to the last offset, facts with decisions, conversation, answers, proposals, audit."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.brief.brief import AnswerRecord
from rag.errors import StorageError, UnknownWorkspace, UsageError
from rag.extract.fact import Fact, FactState, Modality
from rag.ground.citation import Citation
from rag.ingest.document import Block, BlockKind, Document, Page, Quarantine, Scan
from rag.store.content import Reading, content_key, put_content
from rag.store.conversation import Message
from rag.store.documents import link_document
from rag.store.record import ModelCall, Record, Workspace

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBER = st.integers(0, 10_000)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
BLOCK = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    start=NUMBER,
    end=NUMBER,
    locator=TEXT,
    heading_path=TEXTS,
    header=TEXTS,
    cells=st.lists(st.tuples(NUMBER, NUMBER), max_size=3).map(tuple),
    level=st.integers(0, 6),
    quarantine=st.none() | st.sampled_from(Quarantine),
)
PAGE = st.builds(
    Page,
    text=TEXT,
    blocks=st.lists(BLOCK, max_size=4).map(tuple),
    number=st.none() | NUMBER,
    label=st.none() | TEXT,
    needs_ocr=st.booleans(),
    problem=TEXT,
    scan=st.none() | st.builds(Scan, st.integers(0, 100), st.lists(st.tuples(*[NUMBER] * 5), max_size=3).map(tuple)),
)
DOCUMENT = st.builds(
    Document,
    name=TEXT,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    media_type=TEXT,
    pages=st.lists(PAGE, max_size=4).map(tuple),
    title=TEXT,
    size=NUMBER,
    dated=TEXT,
    doc_type=TEXT,
    warnings=TEXTS,
)


def keep(record: Record, workspace_id: str, document: Document, facts: tuple[Fact, ...] = ()) -> str:
    """Put a document into the record alone; its id."""
    content_id = content_key(workspace_id, document.sha256)
    with record.writing() as connection:
        put_content(connection, workspace_id, Reading(document, (), facts, "1", "1"))
        link_document(connection, workspace_id, document.name, (content_id, document.sha256), record.now())
    return next(found.id for found in record.current_documents(workspace_id) if found.sha256 == document.sha256)


def fact(statement: str = "The ERP must be back within 4 hours.", sha256: str = "a" * 64) -> Fact:
    """A fact of the document with that hash."""
    quoted = Citation(document_id="", document="", sha256=sha256, page=1, page_index=0, locator="p. 1", quote=statement)
    return Fact(
        id=f"{sha256[:4]}{len(statement)}", kind="rto", subject="ERP", statement=statement, value=14400, citation=quoted
    )


@given(document=DOCUMENT)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_document_comes_back_as_it_was(record: Record, document: Document) -> None:
    """Whatever a reader may give is kept to the last offset, with every page's text."""
    workspace = record.create_workspace("round-trip")
    document_id = keep(record, workspace.id, document)
    try:
        assert record.document(document_id) == document
        assert record.page_texts(workspace.id, document.sha256) == [page.text for page in document.pages]
        assert record.current_documents(workspace.id)[0].pages_without_text == document.pages_without_text
    finally:
        record.delete_workspace(workspace.id)


def test_workspaces(record: Record) -> None:
    """A workspace is made once; an unknown one lists those that exist, and a bad slug says what is allowed."""
    with pytest.raises(UnknownWorkspace, match="There is none yet"):
        record.workspace("default")
    made = record.create_workspace("default", "Northgate")
    assert record.create_workspace("default", "Other title") == made
    record.create_workspace("beta")
    assert [workspace.slug for workspace in record.workspaces()] == ["beta", "default"]
    with pytest.raises(UnknownWorkspace, match="There are: beta, default"):
        record.workspace("gamma")
    for slug in ("", "Upper", "a b", "-a", "a" * 64, "(library)"):
        with pytest.raises(UsageError, match="cannot name a workspace"):
            record.create_workspace(slug)


def test_decisions_survive_a_new_version(record: Record, workspace: Workspace) -> None:
    """What was decided about a statement holds in the next version, can be changed and taken back, and is all kept."""
    keep(record, workspace.id, Document("a.md", "a" * 64, "text/markdown", (Page("x", ()),)), (fact(),))
    decided = record.decide_fact(workspace.id, fact().id, FactState.EDITED, by="Ana", edits={"value": 7200, "hard": True})
    assert (decided.state, decided.value, decided.hard) == (FactState.EDITED, 7200, True)
    spaced = fact("The ERP  must be back within 4 hours.", "b" * 64)
    keep(record, workspace.id, Document("a.md", "b" * 64, "text/markdown", (Page("x", ()),)), (spaced,))
    (now,) = record.facts(workspace.id)
    assert (now.citation.sha256, now.citation.document, now.value, now.state) == ("b" * 64, "a.md", 7200, FactState.EDITED)
    record.decide_fact(workspace.id, now.id, FactState.WAIVED, by="Bo", reason="accepted by the board")
    assert record.facts(workspace.id)[0].state is FactState.WAIVED
    assert record.facts(workspace.id)[0].value == 7200  # what was edited stays so until it is taken back
    record.decide_fact(workspace.id, now.id, FactState.EXTRACTED, by="Bo")
    assert record.facts(workspace.id) == (now.model_copy(update={"value": 14400, "hard": False, "state": FactState.EXTRACTED}),)
    history = record.fact_decisions(workspace.id, now.id)
    assert [(decision.state.value, decision.by) for decision in history] == [
        ("edited", "Ana"),
        ("waived", "Bo"),
        ("extracted", "Bo"),
    ]


def test_decisions_that_make_no_sense(record: Record, workspace: Workspace) -> None:
    """A state that is not the user's to give, a field that is not theirs to edit and a value that cannot be are refused."""
    keep(record, workspace.id, Document("a.md", "a" * 64, "text/markdown", (Page("x", ()),)), (fact(),))
    with pytest.raises(UsageError, match="not superseded"):
        record.decide_fact(workspace.id, fact().id, FactState.SUPERSEDED)
    with pytest.raises(UsageError, match="statement of a fact cannot be edited"):
        record.decide_fact(workspace.id, fact().id, FactState.EDITED, edits={"statement": "Other."})
    with pytest.raises(UsageError, match="modality of the fact"):
        record.decide_fact(workspace.id, fact().id, FactState.EDITED, edits={"modality": "perhaps"})
    with pytest.raises(StorageError, match="There is no fact nowhere"):
        record.decide_fact(workspace.id, "nowhere", FactState.CONFIRMED)
    assert record.facts(workspace.id)[0].state is FactState.EXTRACTED
    edited = record.decide_fact(workspace.id, fact().id, FactState.EDITED, edits={"modality": "should"})
    assert edited.modality is Modality.SHOULD


def test_conversation(record: Record, workspace: Workspace) -> None:
    """Messages come back in order; one that grows keeps its place; clearing forgets them and leaves the answers."""
    first = record.add_message(workspace.id, "user", "How fast?", {"question": "Q09"})
    second = record.add_message(workspace.id, "groundplan", "Four")
    record.replace_message(workspace.id, Message(second.id, "groundplan", "Four hours.", {"done": True}, second.created))
    assert [(message.text, message.payload) for message in record.messages(workspace.id)] == [
        ("How fast?", {"question": "Q09"}),
        ("Four hours.", {"done": True}),
    ]
    assert first.created == "2026-11-21T12:00:00+00:00"
    other = record.create_workspace("other")
    with pytest.raises(StorageError, match="no message"):
        record.replace_message(other.id, first)
    record.add_answer(workspace.id, AnswerRecord(question="Q09", text="4 h"))
    record.clear_messages(workspace.id)
    assert record.messages(workspace.id) == ()
    assert len(record.answers(workspace.id)) == 1


def test_answers_replace_each_other(record: Record, workspace: Workspace) -> None:
    """A new answer takes the place of the old one to the same question and subject; the same again changes nothing."""
    erp = AnswerRecord(question="Q09", subject="ERP", text="4 h", values={"rel.rto": 14400}, at="2026-11-20")
    shop = AnswerRecord(question="Q09", subject="Shop", text="8 h")
    remark = AnswerRecord(question="", text="We like Python.")
    for answer in (erp, shop, remark):
        record.add_answer(workspace.id, answer)
    before = record.input_hash(workspace.id)
    assert record.add_answer(workspace.id, erp.model_copy(update={"at": "2026-11-21"})) == erp
    assert record.add_answer(workspace.id, remark) == remark
    assert record.input_hash(workspace.id) == before
    changed = erp.model_copy(update={"text": "2 h", "values": {"rel.rto": 7200}})
    record.add_answer(workspace.id, changed)
    assert set(map(str, record.answers(workspace.id))) == set(map(str, (shop, remark, changed)))
    record.withdraw_answer(workspace.id, changed)
    assert record.answers(workspace.id) == (shop, remark)
    assert record.answer_history(workspace.id) == (erp, shop, remark, changed)


def test_imports_audit_and_model_calls(record: Record, workspace: Workspace) -> None:
    """What was handed in, done and sent is kept in order, and a workspace's audit outlives it."""
    record.add_brief_import(workspace.id, "brief.json", {"rel.rto": 4})
    record.add_brief_import(workspace.id, "brief.json", {"rel.rto": 4})
    assert [(given.name, given.payload) for given in record.brief_imports(workspace.id)] == [("brief.json", {"rel.rto": 4})]
    record.add_audit("default", "Ana", "document deleted", {"id": "1"})
    record.add_audit("default", "Ana", "workspace deleted")
    record.add_model_call(ModelCall("http://127.0.0.1/v1", "answer", 1200, 300, 0.8, workspace="default"))
    record.delete_workspace(workspace.id)
    assert [entry.what for entry in record.audit("default")] == ["workspace deleted", "document deleted"]
    assert [entry.what for entry in record.audit("default", limit=1)] == ["workspace deleted"]
    (call,) = record.model_calls("default")
    assert (call.sent_characters, call.at, call.outcome) == (1200, "2026-11-21T12:00:00+00:00", "done")


def test_what_a_proposal_rests_on(record: Record, workspace: Workspace) -> None:
    """The hash of a proposal's inputs changes with documents, decisions, answers, imports and the date, and nothing else."""
    seen = [record.input_hash(workspace.id), record.input_hash(workspace.id, ["2026-11-22"])]
    keep(record, workspace.id, Document("a.md", "a" * 64, "text/markdown", (Page("x", ()),)), (fact(),))
    seen.append(record.input_hash(workspace.id))
    record.decide_fact(workspace.id, fact().id, FactState.CONFIRMED)
    seen.append(record.input_hash(workspace.id))
    record.add_answer(workspace.id, AnswerRecord(question="Q09", text="4 h"))
    seen.append(record.input_hash(workspace.id))
    record.add_brief_import(workspace.id, "brief.json", {})
    seen.append(record.input_hash(workspace.id))
    assert len(set(seen)) == len(seen)
    record.add_message(workspace.id, "user", "Hello")
    record.add_audit("default", "Ana", "looked")
    assert record.input_hash(workspace.id) == seen[-1]


def test_a_closed_folder_is_an_error_that_helps(tmp_path: Path) -> None:
    """A record that is no database is named, with what to do."""
    (tmp_path / "record.db").write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(StorageError, match="restore a backup"):
        Record.open(tmp_path)
