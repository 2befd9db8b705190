"""A workspace's work survives: conversation across a restart, decisions across versions, documents across a kill."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.extract.fact import FactState
from rag.interview.turn import Turn
from rag.knowledge.tables import CORPUS
from rag.retrieve.passage import Passage
from rag.settings import Settings
from tests.command import TODAY, Shell

SAMPLE = CORPUS / "sample"
POLICY = (
    "# Hosting rules\n\n## Location\n\n{intro}All customer data must stay in the European Union.\n\n"
    "## Recovery\n\nThe order system must be back within 4 hours after an outage.\n"
)


@contextmanager
def consulting(data_dir: Path, slug: str = "default") -> Iterator[Consultation]:
    """The work of a workspace, opened as a new process would."""
    settings = Settings(data_dir=data_dir, embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY) as application:
        application.wait()
        yield application.consultation(slug)


def said(turns: tuple[Turn, ...]) -> list[tuple[str, str]]:
    """Who said what."""
    return [(turn.role, turn.text) for turn in turns]


def test_the_conversation_survives(own_sample: Shell) -> None:
    """Everything said is there after a restart, with its citations, what was understood and what it changed."""
    with consulting(own_sample.data_dir, "sample") as consultation:
        question = consultation.interview.round().questions[0]
        answered = "".join(consultation.conversation.say("What must the total budget not exceed?"))
        assert "780,000" in answered
        told = consultation.conversation.reply(question, question.choices[0].label)
        assert told.readings[0].understood
        "".join(consultation.conversation.say("draft the proposal"))
        before = consultation.conversation.turns()
        still_open = consultation.interview.round()
    with consulting(own_sample.data_dir, "sample") as consultation:
        after = consultation.conversation.turns()
        assert said(after) == said(before)
        assert [turn.readings for turn in after] == [turn.readings for turn in before]
        cited = next(turn for turn in after if turn.answer)
        assert cited.answer is not None
        assert cited.answer.citations[0].citation.document == "budget-memo.pdf"
        assert consultation.interview.round() == still_open
        assert question.id not in [one.id for one in consultation.interview.round().questions]
        assert consultation.drafts.latest() is not None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Which hosting contract do we have?", "answer"),
        ("Our budget is EUR 300,000.", "300,000"),
        ("questions", ""),
        ("draft", "Version 1"),
    ],
)
def test_lines_do_what_they_ask_for(own_sample: Shell, line: str, expected: str) -> None:
    """A question is looked up, a command is done, and both sides of it are kept."""
    with consulting(own_sample.data_dir, "sample") as consultation:
        reply = "".join(consultation.conversation.say(line))
        turns = consultation.conversation.turns()
        assert turns[-1].role == "groundplan"
        assert ("user", line) in said(turns)
        if expected == "answer":
            assert turns[-1].answer is not None
        else:
            assert expected in reply


def test_a_field_is_set_in_ones_own_words(own_sample: Shell) -> None:
    """`tell` fills a field, which then counts as stated; the next start knows it."""
    with consulting(own_sample.data_dir, "sample") as consultation:
        assert consultation.interview.tell("rel.rto", "2 hours").understood
        value = consultation.brief().fields["rel.rto"].value
        assert consultation.brief().fields["rel.rto"].status == "stated"
    with consulting(own_sample.data_dir, "sample") as consultation:
        assert consultation.brief().fields["rel.rto"].value == value


@pytest.mark.parametrize("state", ["confirmed", "waived", "rejected"])
def test_decisions_about_constraints_survive_a_new_version(tmp_path: Path, state: str) -> None:
    """What was decided about a constraint holds after a restart and after a new version that still says it."""
    paper = tmp_path / "hosting.md"
    paper.write_text(POLICY.format(intro=""), encoding="utf-8")
    with consulting(tmp_path / "data") as consultation:
        consultation.ingest([paper])
        constraint = next(one for one in consultation.brief().constraints if "European Union" in one.text)
        consultation.ledger.decide_constraint(constraint.id, FactState(state), "The board said so.")
        assert _state(consultation) == state
    paper.write_text(POLICY.format(intro="These rules hold since May. "), encoding="utf-8")
    with consulting(tmp_path / "data") as consultation:
        assert _state(consultation) == state
        assert consultation.ingest([paper]).documents[0].status == "new_version"
        assert _state(consultation) == state


def _state(consultation: Consultation) -> str:
    return next(one.state for one in consultation.brief().constraints if "European Union" in one.text)


def test_a_stopped_answer_is_as_if_not_asked(own_sample: Shell) -> None:
    """Who leaves while an answer comes loses nothing that was said before."""
    with consulting(own_sample.data_dir, "sample") as consultation:
        "".join(consultation.conversation.say("What must the total budget not exceed?"))
        before = said(consultation.conversation.turns())
        parts = consultation.conversation.say("When does the hosting contract end?")
        next(parts)
        parts.close()  # type: ignore[attr-defined]
        assert said(consultation.conversation.turns())[: len(before)] == before


# Kill -9


COPIES = 3


@pytest.fixture(scope="module")
def many_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's papers three times over, each text paper with a word of its own."""
    folder = tmp_path_factory.mktemp("papers")
    for copy in range(COPIES):
        for path in sorted(SAMPLE.iterdir()):
            if path.suffix in (".md", ".html", ".yaml") and path.name not in ("README.md", "answers.yaml"):
                text = path.read_text(encoding="utf-8") + f"\n\n# Filed as number {copy} of {path.stem}\n"
                (folder / f"{copy}-{path.name}").write_text(text, encoding="utf-8")
            elif copy == 0 and path.suffix not in (".md", ".yaml"):
                shutil.copy(path, folder / path.name)
    return folder


@pytest.mark.parametrize("kept", [1, 17])
def test_killed_in_mid_ingest(many_papers: Path, tmp_path: Path, kept: int) -> None:
    """`kill -9` while documents come in: what was reported is whole, nothing half-done is found, the rest can be taken in."""
    shell = Shell(tmp_path / "data")
    reported = _kill_when_kept(shell.start("ingest", many_papers), shell.data_dir, kept)
    names = sorted(str(path) for path in many_papers.iterdir())
    facts = shell("facts", "--json").json["facts"]  # the first look, before anything is repaired
    with consulting(shell.data_dir) as consultation:
        whole = {document.name for document in consultation.documents()}
        assert len(whole) >= reported, "a document that was reported is missing"
        assert whole <= set(names)
        assert all(document.status == "indexed" for document in consultation.documents())
        found = {passage.document for query in ("order", "server", "number") for passage in _found(consultation, query)}
        assert found <= whole
    assert {fact["document"] for fact in facts} <= set(names)
    again = shell("ingest", many_papers, "--json").json
    assert again["failed"] == []
    statuses = {document["name"]: document["status"] for document in again["documents"]}
    assert sorted(statuses) == names
    assert {name for name, status in statuses.items() if status == "unchanged"} == whole
    assert all(check["is_well"] for check in shell("doctor", "--json").json["checks"] if "workspace" in check["name"])


def _found(consultation: Consultation, query: str) -> tuple[Passage, ...]:
    return consultation.search(query, top_k=200).passages


def _kill_when_kept(process: "subprocess.Popen[str]", data_dir: Path, files: int) -> int:
    """Kill the process once so many originals are kept; the number of files it had reported."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if sum(path.is_file() for path in (data_dir / "files").rglob("*")) >= files:
            break
        time.sleep(0.002)
    process.kill()
    _, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, f"it ended before it could be killed\n{err}"
    return max((int(line.split("/")[0]) for line in err.splitlines() if line.endswith("pages")), default=0)
