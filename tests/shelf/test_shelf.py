"""What a document is, whether it counts, what quotes it and how it goes; everything that relies on it follows."""

from pathlib import Path

import pytest

from rag.build.application import Application
from rag.consultation import Consultation
from rag.errors import UsageError
from rag.ground.standing import Fate
from rag.store.labels import Label
from tests.shelf.conftest import POLICY, audit, listed

HOUR = 3600


def rto(consultation: Consultation) -> object:
    """The recovery time that the Brief holds; None while nobody said."""
    field = consultation.brief().fields.get("rel.rto")
    return None if field is None or field.status.value in ("unknown", "assumed") else field.value


def test_set_aside_is_followed_at_once(application: Application, consultation: Consultation, papers: Path) -> None:
    """Without the document its facts, passages and brief values are gone; taken back, all is there again."""
    consultation.ingest([papers / "policy.md"])
    document = consultation.shelf.find("policy.md")
    assert rto(consultation) == 4 * HOUR
    consultation.shelf.set_aside([document.id])
    assert consultation.facts() == ()
    assert consultation.search("RTO hours").passages == ()
    assert rto(consultation) is None
    assert listed(consultation) == {"policy.md": ("retired", True)}
    consultation.shelf.use_again([document.id])
    assert rto(consultation) == 4 * HOUR
    assert consultation.search("RTO hours").passages
    assert audit(application)[:2] == ["documents used again", "documents set aside"]


def test_set_aside_holds_for_a_new_version(consultation: Consultation, papers: Path) -> None:
    """What a person set aside stays so when its file changes, and the report says it."""
    consultation.ingest([papers])
    consultation.shelf.set_aside([consultation.shelf.find("minutes.md").id])
    (papers / "minutes.md").write_text("# Minutes\n\nThe RTO is 9 hours for all systems.\n", encoding="utf-8")
    outcome = next(one for one in consultation.ingest([papers]).documents if one.name.endswith("minutes.md"))
    assert (outcome.status, outcome.message) == ("new_version", "Version 2; replaces version 1. It is set aside.")
    assert listed(consultation)["minutes.md"] == ("retired", True)
    assert rto(consultation) == 4 * HOUR


def suggested(consultation: Consultation) -> float:
    """Hours that the source says which is believed first; the stricter value stays in use until a person decides."""
    (conflict,) = [one for one in consultation.brief().conflicts if one.field == "rel.rto"]
    return float(conflict.suggested) / HOUR


def test_a_persons_word_decides_what_outranks_what(application: Application, consultation: Consultation, papers: Path) -> None:
    """Type, authority and date that a person gives change who is believed, hold for the next version, and can be taken back."""
    consultation.ingest([papers])
    shelf = consultation.shelf
    assert shelf.authority(shelf.find("minutes.md")) == "notes"
    assert suggested(consultation) == 4
    shelf.edit(shelf.find("minutes.md"), Label(doc_type="contract"))
    assert suggested(consultation) == 8
    (papers / "minutes.md").write_text("# Minutes\n\nThe RTO is 9 hours for all systems.\n", encoding="utf-8")
    consultation.ingest([papers])
    assert suggested(consultation) == 9
    assert shelf.find("minutes.md").doc_type == "contract"
    shelf.edit(shelf.find("minutes.md"), Label(authority="binding"))
    assert (shelf.find("minutes.md").doc_type, suggested(consultation)) == ("minutes", 9)
    shelf.edit(shelf.find("minutes.md"), Label())
    assert (shelf.find("minutes.md").label, suggested(consultation)) == (Label(), 4)
    shelf.edit(shelf.find("policy.md"), Label(dated="2024-02-03"))
    shelf.edit(shelf.find("minutes.md"), Label(doc_type="policy", dated="2026-02-03"))
    assert rto(consultation) == 9 * HOUR  # the newer of two policies
    assert {fact.dated for fact in consultation.facts()} == {"2024-02-03", "2026-02-03"}
    entry = next(entry for entry in application.record.audit("default") if entry.what == "document edited")
    assert str(entry.detail["document"]).endswith("minutes.md")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (Label(doc_type="novel"), "There is no type novel"),
        (Label(authority="divine"), "There is no authority divine"),
        (Label(dated="last spring"), "is not a date"),
    ],
)
def test_what_a_document_cannot_be(consultation: Consultation, papers: Path, label: Label, said: str) -> None:
    """An unknown type or class and a date that is none are refused, and the message says what there is."""
    consultation.ingest([papers])
    with pytest.raises(UsageError, match=said):
        consultation.shelf.edit(consultation.shelf.find("policy.md"), label)


def test_names_that_mean_more_than_one(consultation: Consultation, papers: Path) -> None:
    """The end of a path is enough where it names one document; otherwise the choice is listed."""
    (papers / "old").mkdir()
    (papers / "old" / "policy.md").write_text(POLICY + "\nOld.\n", encoding="utf-8")
    consultation.ingest([papers])
    assert consultation.shelf.find("old/policy.md").name.endswith("policy.md")
    with pytest.raises(UsageError, match="2 names"):
        consultation.shelf.find("policy.md")
    with pytest.raises(UsageError, match="no document"):
        consultation.shelf.find("olicy.md")


def test_stale_citations_are_named(consultation: Consultation, papers: Path) -> None:
    """A proposal says which quotations were replaced and whether the new version holds them, were set aside, or are deleted."""
    consultation.ingest([papers])
    proposal = consultation.drafts.propose()
    assert consultation.drafts.stale() == ()
    (papers / "policy.md").write_text(f"# Preface\n\nNew.\n\n{POLICY}", encoding="utf-8")
    consultation.ingest([papers])
    (moved,) = {citation.said for citation in consultation.drafts.stale()}
    assert "replaced by version 2; the quotation still stands there: § Recovery policy, line 7" in moved
    checked = consultation.drafts.verify(proposal)
    assert checked.passed
    assert "stale" in checked.summary
    (papers / "policy.md").write_text("# Recovery policy\n\nThe RTO is 5 hours for all systems.\n", encoding="utf-8")
    consultation.ingest([papers])
    checked = consultation.drafts.verify(proposal)
    assert {finding.kind for finding in checked.findings} == {"stale"}
    assert "replaced by version 3; the quotation is no longer there" in checked.findings[0].text
    consultation.shelf.set_aside([consultation.shelf.find("policy.md").id])
    assert {citation.standing.fate for citation in consultation.drafts.stale()} == {Fate.SET_ASIDE}
    consultation.shelf.remove([consultation.shelf.find("policy.md").id])
    assert {citation.standing.fate for citation in consultation.drafts.stale()} == {Fate.DELETED}
    assert {finding.kind for finding in consultation.drafts.verify(proposal).findings} == {"document"}
    redrafted = consultation.drafts.propose()
    assert redrafted.version == 2
    assert consultation.drafts.stale() == ()


def test_a_copy_keeps_a_quotation_in_use(consultation: Consultation, papers: Path) -> None:
    """As long as another document has the same content, what is quoted of it still counts."""
    (papers / "copy.md").write_text(POLICY, encoding="utf-8")
    consultation.ingest([papers])
    consultation.drafts.propose()
    counted = next(one for one in consultation.documents() if one.sha256 == consultation.shelf.find("policy.md").sha256)
    consultation.shelf.remove([counted.id])
    assert consultation.drafts.stale() == ()


def test_deleting_names_the_proposals(application: Application, consultation: Consultation, papers: Path) -> None:
    """Before it is deleted one learns which versions quote a document; afterwards the audit knows."""
    consultation.ingest([papers])
    consultation.drafts.propose()
    document = consultation.shelf.find("policy.md")
    assert consultation.shelf.report(document.id).proposals == (1,)
    assert consultation.shelf.citing([document.id]) == {document.name: (1,)}
    removal = consultation.shelf.remove([document.id])
    assert [one.name for one in removal.documents] == [document.name]
    assert removal.is_swept
    assert removal.is_compacted
    (entry,) = [entry for entry in application.record.audit("default") if entry.what == "documents deleted"]
    assert entry.detail == {"documents": [document.name], "quoted_by": {document.name: [1]}}


def test_the_report_of_a_document(consultation: Consultation, papers: Path) -> None:
    """It lists versions, newest first, and the pages that could not be read."""
    consultation.ingest([papers])
    (papers / "policy.md").write_text(POLICY.replace("4", "5"), encoding="utf-8")
    consultation.ingest([papers])
    report = consultation.shelf.report(consultation.shelf.find("policy.md").id)
    assert [one.version for one in report.versions] == [2, 1]
    assert report.faults == ()
    assert report.characters == len(POLICY)
