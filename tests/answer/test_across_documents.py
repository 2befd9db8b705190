"""Answers from a whole workspace: sources that agree, documents that disagree, lists from every document."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from rag.answer.answer import Answer
from rag.answer.extract_answer import extract_answer
from rag.answer.listing import NOT_PROOF
from rag.answer.model_answer import stream_answer
from rag.brief.lookup import FactLookup
from rag.build.application import Application, open_application
from rag.consultation import Consultation
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.llm.scripted import ScriptedChat
from rag.settings import Settings
from tests.answer.passages import cite
from tests.command import TODAY

POLICY = """# Continuity policy

Date: 2026-06-01. Policy, approved by the board.

## Recovery

The RTO of the order portal is 4 hours.
"""
RUNBOOK = """# Operations runbook

Date: 2026-09-01.

## Restart

The RTO of the order portal is 8 hours.
"""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """One record for all of these tests, a workspace for each."""
    folder = tmp_path_factory.mktemp("across") / "data"
    settings = Settings(data_dir=folder, embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY) as opened:
        opened.wait()
        yield opened


def workspace(application: Application, folder: Path, papers: Mapping[str, str]) -> Consultation:
    """A workspace of its own that has read these papers."""
    place = folder / "papers"
    place.mkdir()
    for name, text in papers.items():
        (place / name).write_text(text, encoding="utf-8")
    consultation = application.consultation(application.create_workspace(folder.name))
    report = consultation.ingest([place])
    assert not report.failed
    return consultation


def documents(answer: Answer) -> list[str]:
    """File names of the sources, by number."""
    return [Path(one.citation.document).name for one in answer.citations]


RTO = "What is the RTO of the order portal?"


def test_documents_that_disagree_are_shown_as_disagreeing(application: Application, tmp_path: Path) -> None:
    """Both values with document, place and date, the policy first, and what the design uses until it is settled."""
    answer = workspace(application, tmp_path, {"runbook.md": RUNBOOK, "policy.md": POLICY}).ask(RTO)
    told = answer.sentences[0]
    assert told.form == "told"
    assert told.text.startswith(
        "Your documents disagree on time to run again after a disaster of order portal: 4 h (policy.md, "
    )
    assert "1 June 2026); 8 h (runbook.md, " in told.text
    assert told.text.endswith("1 September 2026).")
    assert answer.sentences[1].text == "Until this is settled, the design uses 4 h."
    assert documents(answer)[:2] == ["policy.md", "runbook.md"]
    assert [one.citation.quote for one in answer.citations[:2]] == [
        "The RTO of the order portal is 4 hours.",
        "The RTO of the order portal is 8 hours.",
    ]


def test_what_a_person_has_settled_is_no_disagreement(application: Application, tmp_path: Path) -> None:
    """After an answer to the question about it, the documents are quoted as they are and nothing is said of a disagreement."""
    consultation = workspace(application, tmp_path, {"runbook.md": RUNBOOK, "policy.md": POLICY})
    assert "disagree" in consultation.ask(RTO).text
    assert consultation.interview.tell("rel.rto", "4 hours").understood
    assert "disagree" not in consultation.ask(RTO).text


def test_a_newer_document_settles_it(application: Application, tmp_path: Path) -> None:
    """Half a year later and of the same weight, the newer value counts: both are shown, and nothing is left open."""
    old = RUNBOOK.replace("2026-09-01", "2025-01-01")
    new = RUNBOOK.replace("8 hours", "6 hours").replace("Operations runbook", "Runbook of the order portal")
    answer = workspace(application, tmp_path, {"old.md": old, "new.md": new}).ask(RTO)
    assert answer.sentences[0].text.startswith("Your documents give different values for time to run again")
    assert answer.sentences[1].text == "The newer statement counts: the design uses 6 h."
    assert documents(answer)[:2] == ["new.md", "old.md"]


BADGE = (
    "# {title}\n\nDate: {date}\n\n## Visitors\n\n"
    "Visitors of the server room return the yellow badge within {time} of leaving.\n"
)


def test_sentences_are_compared_where_the_ledger_is_silent(application: Application, tmp_path: Path) -> None:
    """Two sentences that no rule reads, alike but for one value: both are shown, with their places and dates."""
    papers = {
        "security.md": BADGE.format(title="Security rules", date="2026-03-01", time="2 hours"),
        "reception.md": BADGE.format(title="Work at the reception", date="2026-08-01", time="3 days"),
    }
    answer = workspace(application, tmp_path, papers).ask(
        "Within what time do visitors of the server room return the yellow badge?"
    )
    told = answer.sentences[0]
    assert told.text.startswith("Your documents disagree: ")
    assert "2 hours (security.md, " in told.text
    assert "3 days (reception.md, " in told.text
    assert sorted(documents(answer)) == ["reception.md", "security.md"]
    assert "design uses" not in answer.text


def test_must_stands_against_must_not(application: Application, tmp_path: Path) -> None:
    """An order and its opposite are told of as contrary."""
    papers = {
        "security.md": "# Security rules\n\nVisitors of the server room must return the yellow badge by post.\n",
        "reception.md": "# At the reception\n\nVisitors of the server room must not return the yellow badge by post.\n",
    }
    answer = workspace(application, tmp_path, papers).ask("May visitors of the server room return the yellow badge by post?")
    assert answer.sentences[0].text.startswith("Your documents disagree: ")
    assert "says the contrary of" in answer.sentences[0].text
    assert len(answer.citations) == 2


def test_several_sources_of_one_statement(application: Application, tmp_path: Path) -> None:
    """Another document that states the same value in other words is a source of the same sentence, not a second one."""
    other = RUNBOOK.replace(
        "The RTO of the order portal is 8 hours.",
        "| System | RTO (h) | Owner |\n|---|---|---|\n| Order portal | 4 | Jo Weber |",
    )
    answer = workspace(application, tmp_path, {"policy.md": POLICY, "runbook.md": other}).ask(RTO)
    assert "disagree" not in answer.text
    quoted = answer.sentences[0]
    assert len(quoted.markers) == 2
    assert sorted(documents(answer)) == ["policy.md", "runbook.md"]
    assert f"(also in {answer.citations[1].place} [2])" in answer.text
    assert sum("Jo Weber" in sentence.text for sentence in answer.sentences) <= 1


MANY = 24
SYSTEMS = {
    f"site-{number:02}.md": f"# Site {number:02}\n\n| System | Technology | Owner |\n|---|---|---|\n"
    f"| Ledger {number:02} | SQL Server 2016 | Jo Weber |\n| Payroll | Oracle Database 19c | Ada Lind |\n"
    for number in range(MANY)
}


@pytest.fixture(scope="module")
def many(application: Application, tmp_path_factory: pytest.TempPathFactory) -> Consultation:
    """A workspace of many papers, each of which names a system of its own and one of all; to be read only."""
    return workspace(application, tmp_path_factory.mktemp("many"), SYSTEMS)


def test_a_list_is_gathered_from_every_document(many: Consultation) -> None:
    """Each system once, whatever search would have found first; with the count, sources, and what the list is not."""
    answer = many.ask("Which systems do we have?")
    items = [sentence for sentence in answer.sentences if sentence.form == "item"]
    assert answer.is_answered
    assert len([one for one in items if one.text.startswith("Ledger ")]) == MANY
    assert len([one for one in items if one.text.startswith("Payroll")]) == 1
    assert answer.sentences[0].text == f"{len(items)} systems, named in {MANY} documents:"
    assert answer.sentences[-1].text == NOT_PROOF
    assert all(sentence.markers for sentence in items)
    for marked in answer.citations:
        assert marked.citation.quote in SYSTEMS[Path(marked.citation.document).name]
    assert answer.text.count("\n- ") == len(items)


def test_a_list_can_be_narrowed(many: Consultation) -> None:
    """Only those of which the documents say what the question names; one that fits nothing is no list."""
    answer = many.ask("Which systems run on SQL Server 2016?")
    items = [sentence.text for sentence in answer.sentences if sentence.form == "item"]
    assert len(items) >= MANY
    assert not any(text.startswith("Payroll") for text in items)
    assert "whose source mentions “SQL Server 2016”" in answer.sentences[0].text
    other = many.ask("Which systems run on Informix?")
    assert all(sentence.form != "item" for sentence in other.sentences)


def test_the_model_is_offered_what_the_ledger_adds(many: Consultation) -> None:
    """Items that search did not find are passages that a model may cite."""
    question = "Which systems do we have?"
    result = many.search(question, top_k=2)
    ledger = FactLookup(many.facts(), many.brief(), load_brief_knowledge())
    cited = [one.citation for one in extract_answer(question, result, cite, None, ledger).citations]
    beyond = [one for one in cited if all(one.document_id != passage.document_id for passage in result.passages)]
    far = next(place for place, one in enumerate(beyond) if "Ledger 17" in one.quote)
    reply = f'There is Ledger 17 [P{len(result.passages) + far + 1} "Ledger 17"].'
    stream = stream_answer(question, [], result, ScriptedChat(reply), cite, None, ledger)
    while True:
        try:
            next(stream)
        except StopIteration as end:
            answer = end.value
            break
    assert answer.sentences[0].is_supported
    assert documents(answer) == ["site-17.md"]


def test_a_comparison_looks_into_the_documents_it_names(application: Application, tmp_path: Path) -> None:
    """Both sides are found though one of them speaks of the matter in passing and others speak of it at length."""
    noise = {
        f"note-{n}.md": f"# Note {n}\n\nThe server room badge was discussed again; server room badge {n} is lost.\n"
        for n in range(12)
    }
    papers = {
        "guard.md": "# Guard duty manual\n\nA badge of the server room is blue.\n",
        "host.md": "# Visitor hosting handbook\n\nA badge is handed out. For the server room it is red.\n",
    }
    question = "Do the guard duty manual and the visitor hosting handbook give the same colour of the server room badge?"
    answer = workspace(application, tmp_path, {**noise, **papers}).ask(question)
    assert {"guard.md", "host.md"} <= set(documents(answer))


def test_two_questions_in_one_get_two_answers(application: Application, tmp_path: Path) -> None:
    """Each part has its own source; a part that no paper answers is named beside what is said of the others."""
    papers = {
        "north.md": "# Memo\n\nFor the North Mill. Nothing may be changed between 1 November and 15 February.\n",
        "south.md": "# Notes\n\nThe South Dairy's servers are patched by Ruben Okoye.\n",
    }
    consultation = workspace(application, tmp_path, papers)
    answer = consultation.ask("When may nothing be changed at the North Mill, and who patches the servers of the South Dairy?")
    assert "15 February" in answer.text
    assert "Ruben Okoye" in answer.text
    assert documents(answer)[:1] == ["north.md"]
    assert "south.md" in documents(answer)
    half = consultation.ask("When may nothing be changed at the North Mill, and how many elephants does the zoo keep?")
    assert half.is_answered
    assert "Not in your documents. “how many elephants does the zoo keep?”" in half.text
    assert not consultation.ask("How many tigers does the zoo keep, and what do zebras eat?").is_answered


def test_a_question_prefers_the_papers_of_who_is_named(application: Application, tmp_path: Path) -> None:
    """The name stands in the head alone; the passage that answers is found before a nearer one of another house."""
    body = "\n## {0}\n\n{1}\n"
    papers = {
        "memo.md": "# Memo\n\nCairn Hope Observatory to its trustees.\n"
        + body.format("Rules", "The gates are not touched by anybody in winter, whatever the reason."),
        "notes.md": "# Notes\n\nLachlan Bend Irrigators.\n" + body.format("Rules", "The gates are not touched in winter."),
    }
    consultation = workspace(application, tmp_path, papers)
    found = consultation.search("May gates be touched in winter at Cairn Hope?")
    answering = [Path(one.document).name for one in found.passages if "winter" in one.text]
    assert answering == ["memo.md", "notes.md"]
