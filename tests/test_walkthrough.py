"""The story with real values and no browser: what a person does, and what comes back.

Alderfrost delivers frozen food to kitchens. Its ten papers disagree about the budget, one page of its recovery policy is
a scan, and a note in its portal talks to AI assistants. Read from top to bottom; each step goes on where the last one ended.
"""

import json
import zipfile
from pathlib import Path

from rag.build.application import open_application
from rag.export.export import file_stem
from rag.export.formats import FORMATS
from rag.ingest.document import content_hash
from rag.knowledge.tables import CORPUS
from rag.settings import Settings

SAMPLE = CORPUS / "sample"


def test_from_papers_to_a_proposal_that_holds(settings: Settings, tmp_path: Path) -> None:
    """Documents, a question, the interview, the decision, the proposal, its files, and the proof that they hold."""
    with open_application(settings, writing=True, as_of="2026-11-21") as application:
        application.wait()
        consultation = application.consultation(application.create_sample())

        # 1. The papers. Each of them is in; the page that is only a picture is named.
        report = consultation.ingest_sources(application.sample_sources())
        assert len(report.documents) == 10
        assert not report.failed
        policy = next(document for document in report.documents if document.name == "dr-policy.pdf")
        assert policy.pages_without_text == (3,)

        # 2. Ask them. The answer is their own sentence, with its place.
        answer = consultation.ask("What must the total budget not exceed?")
        assert answer.is_answered
        assert "EUR 780,000" in answer.text
        citation = answer.citations[0].citation
        assert (citation.document, citation.page) == ("budget-memo.pdf", 1)
        shown = consultation.source(citation)
        assert shown.image is not None
        assert shown.image.boxes, "the passage is marked on the image of its page"
        assert not consultation.ask("Who won the football world cup in 1974?").is_answered

        # 3. What they say. Instructions to assistants are no facts; minutes of last year do not outweigh the memo.
        facts = consultation.facts()
        assert not any("assistant" in fact.statement.lower() for fact in facts)
        brief = consultation.brief()
        assert brief.fields["budget.total"].value == 780000
        assert any(conflict.field == "budget.total" for conflict in brief.conflicts)
        hard = {constraint.text for constraint in brief.constraints if constraint.hard}
        assert any("780,000" in text for text in hard)

        # 4. What is still open, and why it is asked. The product owner answers; one answer is none.
        questions = consultation.interview.round().questions
        assert questions
        assert all(question.text and question.why and "{" not in question.text for question in questions)
        readings = consultation.interview.read_answers(SAMPLE / "answers.yaml")
        assert sum(bool(reading.understood) for reading in readings) >= len(readings) // 2
        assert consultation.brief().fields["team.engineers"].value["day1"] == 6
        assert not {question.id for question in consultation.interview.round().questions} & {
            reading.question for reading in readings
        }

        # 5. The decision: options, a margin, and what would turn it round.
        decision = consultation.decision()
        assert decision.recommended is not None
        assert 2 <= len(decision.options) <= 3
        assert decision.label in ("clear", "leaning", "toss-up")

        # 6. The proposal. Every sentence has its basis, and every hard constraint its row.
        proposal = consultation.drafts.propose()
        assert proposal.version == 1
        titles = [section.title for section in proposal.sections]
        for heading in ("Objective Overview", "Architecture Proposal", "Open Questions", "Challenges and Solutions"):
            assert heading in titles
        accounted = {row.constraint_id for row in proposal.coverage}
        assert all(constraint.id in accounted for constraint in consultation.brief().constraints if constraint.hard)
        assert proposal.status in ("provisional", "ready")

        # 7. Its files, all from one model; the pack carries the hash of every paper and no other text of theirs.
        written = consultation.drafts.export(proposal, FORMATS, tmp_path / "out")
        files = {path.name.removeprefix(file_stem(proposal)): path for path in written}
        assert set(files) == {
            *(".md", ".html", ".docx", ".pdf", ".json", ".zip", ".xlsx", ".pptx"),
            *("-backlog-csv.zip", "-starter.zip"),
        }
        assert files[".pdf"].read_bytes().startswith(b"%PDF-1.7")
        assert "budget-memo.pdf" in files[".md"].read_text(encoding="utf-8")
        with zipfile.ZipFile(files[".zip"]) as pack:
            hashes = json.loads(pack.read("documents.json"))
        assert content_hash((SAMPLE / "dr-policy.pdf").read_bytes()) in json.dumps(hashes)

        # 8. It holds. Drafting again changes nothing; a paper that is gone is missed at once.
        assert consultation.drafts.verify(proposal).passed
        assert consultation.drafts.propose().version == 1
        memo = next(document for document in consultation.documents() if document.name == "budget-memo.pdf")
        consultation.shelf.remove([memo.id])
        missed = consultation.drafts.verify(proposal)
        assert {finding.kind for finding in missed.findings} == {"document"}
        assert all("budget-memo.pdf" in finding.text for finding in missed.findings)
        assert consultation.drafts.propose().version == 2
        assert consultation.drafts.verify(consultation.drafts.propose()).passed
