"""Taking documents in: what is new, what is known, what is a copy, what replaces what; and letting them go."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rag.errors import ModelError, StorageError, UnknownWorkspace
from rag.extract.fact import Fact, FactState
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Vectors
from rag.index.hashing import HashingEmbedder
from rag.ingest.document import Document
from rag.ingest.workers import Source
from rag.retrieve.passage import SearchResult
from rag.retrieve.search import Searcher
from rag.store.batch import IngestReport
from rag.store.intake import Intake
from rag.store.job import Job
from rag.store.progress import IngestProgress
from rag.store.record import Record, Workspace
from tests.store.parts import musts, steps

Write = Callable[[dict[str, str]], Sequence[Source]]

POLICY = "# Recovery\n\nThe ERP must be back within 4 hours.\n\n# Scope\n\nThis holds for all orders.\n"
RUNBOOK = "# Runbook\n\nThe cluster must run in Frankfurt.\n\nCall the duty engineer first.\n"


def find(record: Record, vectors: ChromaIndex, workspace_id: str, query: str) -> SearchResult:
    """Search as the product does."""
    chunks = record.chunks(workspace_id)
    searcher = Searcher(embedder=HashingEmbedder(), vectors=vectors, texts=record.texts, chunks=chunks)
    return searcher.search(query, workspace_id, top_k=5)


def in_step(intake: Intake) -> bool:
    """Whether record and both indexes agree."""
    return all(found.is_sound for found in intake.check())


def test_a_new_document_is_found(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """What was taken in is listed, found with its place, and its facts and original file are there."""
    report = intake.ingest(workspace.id, sources({"policy.md": POLICY, "runbook.md": RUNBOOK}))
    assert [(outcome.name, outcome.status) for outcome in report.documents] == [
        ("policy.md", "indexed"),
        ("runbook.md", "indexed"),
    ]
    assert not report.failed
    assert not report.stopped
    assert {summary.status for summary in record.documents(workspace.id)} == {"indexed"}
    best = find(record, vectors, workspace.id, "ERP back within hours").passages[0]
    assert best.document == "policy.md"
    assert best.document_id == report.documents[0].id
    assert find(record, vectors, workspace.id, "duty engineer").passages[0].head.startswith("Runbook")
    assert "This holds for all orders." in best.head  # the second chunk: a first one may be no more than a logo's words
    page = record.page_text(workspace.id, report.documents[0].sha256, best.page_index)
    assert page is not None
    assert page[best.start : best.end] == best.text
    assert [fact.citation.document for fact in record.facts(workspace.id)] == ["policy.md", "runbook.md"]
    original = record.original(report.documents[0].sha256)
    assert original is not None
    assert original.read_text(encoding="utf-8") == POLICY
    assert in_step(intake)


def test_the_same_again_changes_nothing(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """The same files again are reported as unchanged, and nothing in the record moves."""
    given = sources({"policy.md": POLICY, "runbook.md": RUNBOOK})
    intake.ingest(workspace.id, given)
    before = (record.documents(workspace.id), record.facts(workspace.id), record.input_hash(workspace.id))
    report = intake.ingest(workspace.id, given)
    assert [outcome.status for outcome in report.documents] == ["unchanged", "unchanged"]
    assert (record.documents(workspace.id), record.facts(workspace.id), record.input_hash(workspace.id)) == before


def test_a_new_version_replaces_the_old_one(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """The old version is no longer found nor evidence, but can still be read where a proposal cites it."""
    old = intake.ingest(workspace.id, sources({"policy.md": POLICY})).documents[0]
    new = intake.ingest(workspace.id, sources({"policy.md": POLICY.replace("4 hours", "9 hours")})).documents[0]
    assert new.status == "new_version"
    assert "replaces version 1" in new.message
    listed = {summary.id: summary for summary in record.documents(workspace.id)}
    assert listed[old.id].superseded_by == new.id
    assert (listed[old.id].is_current, listed[old.id].status) == (False, "retired")
    assert listed[new.id].version == 2
    assert "4 hours" in (record.page_text(workspace.id, old.sha256, 0) or "")
    assert all("4 hours" not in passage.text for passage in find(record, vectors, workspace.id, "back within 4 hours").passages)
    assert [fact.statement for fact in record.facts(workspace.id)] == ["The ERP must be back within 9 hours."]
    assert in_step(intake)


def test_an_old_version_may_come_back(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """Content that was replaced and is handed in again is current again, and found."""
    first = intake.ingest(workspace.id, sources({"policy.md": POLICY})).documents[0]
    intake.ingest(workspace.id, sources({"policy.md": RUNBOOK}))
    again = intake.ingest(workspace.id, sources({"policy.md": POLICY})).documents[0]
    assert (again.id, again.status) == (first.id, "new_version")
    (current,) = record.current_documents(workspace.id)
    assert (current.id, current.version, current.superseded_by) == (first.id, 3, "")
    assert find(record, vectors, workspace.id, "ERP hours").passages[0].document_id == first.id
    assert in_step(intake)


def test_a_copy_is_no_second_witness(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """The same content under another name is linked to the first, and neither searched nor counted twice."""
    report = intake.ingest(workspace.id, sources({"a/policy.md": POLICY, "b/policy.md": POLICY}))
    first, copy = record.documents(workspace.id)
    assert [outcome.status for outcome in report.documents] == ["indexed", "copy"]
    assert "a/policy.md" in report.documents[1].message
    assert (copy.copy_of, first.copy_of) == (first.id, "")
    assert len(record.facts(workspace.id)) == 1
    assert record.chunks(workspace.id).size(workspace.id)[0] == 1


def test_a_copy_takes_over(intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write) -> None:
    """When the first document of a content goes, its copy is found and cited in its stead."""
    intake.ingest(workspace.id, sources({"a.md": POLICY, "b.md": POLICY}))
    first, copy = record.documents(workspace.id)
    intake.remove(first.id)
    (left,) = record.documents(workspace.id)
    assert (left.id, left.copy_of, left.status) == (copy.id, "", "indexed")
    assert find(record, vectors, workspace.id, "ERP").passages[0].document == "b.md"
    assert [fact.citation.document_id for fact in record.facts(workspace.id)] == [copy.id]
    assert record.original(copy.sha256) is not None
    assert in_step(intake)


def test_bad_files_do_not_stop_the_others(intake: Intake, workspace: Workspace, sources: Write, tmp_path: Path) -> None:
    """Each file is a document or a failure that says what happened; order is kept; equal bad files both fail."""
    given = [
        Source("missing.md", tmp_path / "missing.md"),
        *sources({"empty.md": "", "policy.md": POLICY, "also-empty.md": ""}),
    ]
    report = intake.ingest(workspace.id, given)
    assert [outcome.name for outcome in report.documents] == ["policy.md"]
    assert [failed.name for failed in report.failed] == ["missing.md", "empty.md", "also-empty.md"]
    assert report.failed[0].code == "unreadable"
    assert report.failed[1].message == report.failed[2].message


def test_a_file_that_changes_while_it_is_read_fails(
    record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """The original that is kept is the one that was read, or the file fails."""
    given = sources({"policy.md": POLICY})

    def read_then_change(chosen: Sequence[Source]) -> object:
        for document in steps().read(chosen):
            given[0].path.write_text("something else", encoding="utf-8")
            yield document

    changed = steps()
    intake = Intake(record, vectors, HashingEmbedder(), type(changed)(read_then_change, changed.split, changed.extract))  # type: ignore[arg-type]
    report = intake.ingest(workspace.id, given)
    assert [failed.code for failed in report.failed] == ["storage"]
    assert "changed while" in report.failed[0].message
    assert record.documents(workspace.id) == ()
    assert record.files.all_hashes() == set()


def test_stop_leaves_names(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """A stop is heeded between files; the report names what is left, and taking it in again goes on from there."""
    given = sources({f"{number}.md": f"# Part {number}\n\nText number {number}.\n" for number in range(9)})
    report = intake.ingest(workspace.id, given, should_stop=lambda: len(record.documents(workspace.id)) >= 5)
    assert report.stopped
    assert [outcome.name for outcome in report.documents] == [f"{number}.md" for number in range(5)]
    assert report.left == tuple(f"{number}.md" for number in range(5, 9))
    again = intake.ingest(workspace.id, given)
    assert not again.stopped
    assert len(again.documents) == 9
    assert in_step(intake)


def test_stop_in_a_large_document(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """A stop is heeded inside a large document too: it is not reported until its vectors are in, but found by its words."""
    large = "# Large\n\n" + "".join(f"## Part {part}\n\nText of part {part}.\n\n" for part in range(30))
    given = sources({"large.md": large})
    stop: list[str] = []
    report = intake.ingest(workspace.id, given, lambda told: stop.append(told.step), lambda: stop.count("indexing") >= 3)
    assert (report.stopped, report.left, report.documents) == (True, ("large.md",), ())
    assert record.chunks(workspace.id).size(workspace.id) == (1, 30, 0)
    assert record.documents(workspace.id)[0].status == "stored"
    assert record.texts.search(workspace.id, "part 29", 5)
    (again,) = intake.ingest(workspace.id, given).documents
    assert (again.status, record.documents(workspace.id)[0].status) == ("unchanged", "indexed")
    assert in_step(intake)


class SlowEmbedder(HashingEmbedder):
    """Embeds nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `HashingEmbedder`."""
        assert self.may_go_on.wait(30)
        return super().encode(texts)


def test_words_are_found_while_vectors_are_made(
    record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """Embedding, however long it takes, delays neither the reading of further files nor the search by words in them."""
    embedder = SlowEmbedder()
    intake = Intake(record, vectors, embedder, steps(), batch=1)
    given = sources({"policy.md": POLICY, "runbook.md": RUNBOOK})
    reported: list[int] = []

    def work(tell: Callable[[IngestProgress], None], _stop: Callable[[], bool]) -> IngestReport:
        def note(told: IngestProgress) -> None:
            reported.append(told.done)
            tell(told)

        return intake.ingest(workspace.id, given, note)

    job = Job("read", work)
    words = Searcher(embedder=None, vectors=None, texts=record.texts, chunks=record.chunks(workspace.id))
    deadline = time.monotonic() + 30
    while len(record.documents(workspace.id)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    found = words.search("Frankfurt cluster", workspace.id, top_k=3)
    assert [passage.document for passage in found.passages] == ["runbook.md"]
    assert not found.ready
    mixed = Searcher(embedder=HashingEmbedder(), vectors=vectors, texts=record.texts, chunks=record.chunks(workspace.id))
    waiting = mixed.search("Frankfurt cluster", workspace.id, top_k=3)
    assert waiting.passages[0].document == "runbook.md"
    assert "no vector yet" in waiting.note
    assert set(reported) == {0}
    assert {document.status for document in record.documents(workspace.id)} == {"stored"}
    embedder.may_go_on.set()
    job.wait(30)
    assert job.state.result is not None
    assert [outcome.name for outcome in job.state.result.documents] == ["policy.md", "runbook.md"]
    assert set(job.state.result.stages) == {"reading", "storing", "embedding", "encoding", "vectors"}
    assert mixed.search("Frankfurt cluster", workspace.id, top_k=3).ready
    assert in_step(intake)


class FailingEmbedder(HashingEmbedder):
    """Its process has ended twice."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `HashingEmbedder`."""
        raise ModelError("The embedding model's process ended twice.")


def test_an_embedder_that_fails_loses_nothing(
    record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """The failure is told; what was stored is found by its words, and has its vectors after the next call."""
    given = sources({f"{number}.md": POLICY.replace("ERP", f"ERP{number}") for number in range(5)})
    with pytest.raises(ModelError, match="ended twice"):
        Intake(record, vectors, FailingEmbedder(), steps(), batch=4).ingest(workspace.id, given)
    kept = record.documents(workspace.id)
    assert kept
    assert {document.status for document in kept} == {"stored"}
    intake = Intake(record, vectors, HashingEmbedder(), steps(), batch=4)
    assert len(intake.ingest(workspace.id, given).documents) == 5
    assert {document.status for document in record.documents(workspace.id)} == {"indexed"}
    assert in_step(intake)


def test_a_file_replaced_before_its_vectors_are_made(
    record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """The same name twice in a batch: the later content counts, and no vector of the earlier one stays."""
    (old, new) = (sources({"old.md": POLICY})[0], sources({"new.md": RUNBOOK})[0])
    intake = Intake(record, vectors, HashingEmbedder(), steps(), batch=64)
    report = intake.ingest(workspace.id, [Source("paper.md", old.path), Source("paper.md", new.path)])
    assert [outcome.status for outcome in report.documents] == ["indexed", "new_version"]
    assert [document.status for document in record.current_documents(workspace.id)] == ["indexed"]
    assert in_step(intake)


def test_progress_grows(intake: Intake, workspace: Workspace, sources: Write) -> None:
    """Progress never goes back, names its steps, and ends complete."""
    told: list[IngestProgress] = []
    intake.ingest(workspace.id, sources({f"{number}.md": f"# {number}\n\nText.\n" for number in range(6)}), told.append)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    assert {progress.step for progress in told} == {"checking", "reading", "indexing", "done"}
    assert (told[-1].done, told[-1].total, told[-1].pages) == (6, 6, 6)


def test_a_bug_in_extraction_surfaces(record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write) -> None:
    """An error that is none of ours is not swallowed; a RagError fails its document alone."""

    def broken(document: Document, document_id: str) -> tuple[Fact, ...]:
        raise StorageError("Disk full.") if document.name == "a.md" else ZeroDivisionError

    intake = Intake(record, vectors, HashingEmbedder(), steps(broken))
    report = intake.ingest(workspace.id, sources({"a.md": POLICY}))
    assert [failed.message for failed in report.failed] == ["Disk full."]
    with pytest.raises(ZeroDivisionError):
        intake.ingest(workspace.id, sources({"b.md": RUNBOOK}))


def test_text_that_cannot_be_kept_fails_alone(
    record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """A reader that lets half a character through costs one document, not the batch."""
    plain = steps()

    def read_half(chosen: Sequence[Source]) -> object:
        for document in plain.read(chosen):
            assert isinstance(document, Document)
            page = type(document.pages[0])("\ud800", ()) if document.name == "a.md" else document.pages[0]
            yield type(document)(document.name, document.sha256, document.media_type, (page,))

    intake = Intake(record, vectors, HashingEmbedder(), type(plain)(read_half, plain.split, plain.extract))  # type: ignore[arg-type]
    report = intake.ingest(workspace.id, sources({"a.md": POLICY, "b.md": RUNBOOK}))
    assert [failed.code for failed in report.failed] == ["unreadable"]
    assert [outcome.name for outcome in report.documents] == ["b.md"]


def test_set_aside_and_taken_back(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """A document that is set aside is neither found nor evidence; taken back it is both again."""
    outcome = intake.ingest(workspace.id, sources({"policy.md": POLICY})).documents[0]
    intake.exclude(outcome.id)
    assert find(record, vectors, workspace.id, "ERP").passages == ()
    assert record.facts(workspace.id) == ()
    assert record.document(outcome.id).pages[0].text == POLICY
    again = intake.ingest(workspace.id, sources({"policy.md": POLICY})).documents[0]
    assert (again.status, again.message) == ("unchanged", "It is set aside.")
    intake.exclude(outcome.id, False)
    assert find(record, vectors, workspace.id, "ERP").passages
    assert len(record.facts(workspace.id)) == 1
    assert in_step(intake)


def test_workspaces_do_not_see_each_other(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """The same file in two workspaces is two documents; search, pages, facts, decisions and deletion stay apart."""
    other = record.create_workspace("other")
    given = sources({"policy.md": POLICY})
    mine = intake.ingest(workspace.id, given).documents[0]
    theirs = intake.ingest(other.id, [*given, *sources({"runbook.md": RUNBOOK})]).documents[0]
    assert mine.id != theirs.id
    record.decide_fact(workspace.id, record.facts(workspace.id)[0].id, FactState.WAIVED)
    assert record.facts(other.id)[0].state is FactState.EXTRACTED
    assert find(record, vectors, workspace.id, "policy ERP hours").passages[0].document_id == mine.id
    assert all(found.document == "policy.md" for found in find(record, vectors, workspace.id, "Frankfurt cluster").passages)
    runbook = record.documents(other.id)[1]
    assert record.page_text(workspace.id, runbook.sha256, 0) is None
    intake.remove_workspace(workspace.id)
    with pytest.raises(UnknownWorkspace, match="There are: other"):
        record.workspace("default")
    assert find(record, vectors, other.id, "ERP hours").passages[0].document_id == theirs.id
    assert record.original(mine.sha256) is not None
    intake.remove_workspace(other.id)
    assert record.original(mine.sha256) is None
    assert vectors.ids(other.id) == set()
    assert in_step(intake)


def test_ids_are_the_same_everywhere(tmp_path: Path, sources: Write) -> None:
    """Two data directories give the same file the same ids and the same listing."""
    given = sources({"policy.md": POLICY, "runbook.md": RUNBOOK})
    seen = []
    for name in ("one", "two"):
        embedder = HashingEmbedder()
        with Record.open(tmp_path / name) as record:
            index = ChromaIndex(tmp_path / name / "chroma", embedder.fingerprint, embedder.dimension)
            space = record.create_workspace("default")
            report = Intake(record, index, embedder, steps(musts)).ingest(space.id, given)
            seen.append((report.documents, record.facts(space.id)))
            index.close()
    assert seen[0] == seen[1]
