"""Two versions of a proposal: what changed in decisions, constraints, numbers and text, and what caused it."""

from collections.abc import Iterator

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.errors import StorageError
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.propose.diff import Change, ProposalDiff, diff
from rag.settings import Settings
from tests.command import TODAY

POLICY = """# IT policy

1 May 2026

Customer data must not leave the EU. The ordering platform must be recovered within 4 hours.

The portal has 20,000 registered customers. The team has six developers, who know Java and PostgreSQL.
"""
MEMO = "# Budget memo\n\n2 June 2026\n\nThe total budget must not exceed EUR 400,000.\n"


@pytest.fixture(scope="module")
def consultation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultation]:
    """A company whose proposal was drafted three times: at first, after an answer and a document, and without that document."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "policy.md").write_text(POLICY, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY) as application:
        application.wait()
        opened = application.consultation("default")
        opened.ingest([folder / "policy.md"])
        opened.drafts.propose()
        (folder / "memo.md").write_text(MEMO, encoding="utf-8")
        opened.ingest([folder / "memo.md"])
        opened.interview.tell("team.engineers", "40 developers")
        opened.drafts.propose()
        opened.shelf.set_aside([opened.shelf.find("memo.md").id])
        opened.drafts.propose()
        yield opened


@pytest.fixture(scope="module")
def forth(consultation: Consultation) -> ProposalDiff:
    """From the first to the second version."""
    return consultation.drafts.difference(1, 2)


def one(found: ProposalDiff, kind: str, what: str) -> Change:
    """The change of that kind about it."""
    return next(change for change in found.changes if change.kind == kind and what in change.what)


def test_what_is_known_changes_with_its_cause(forth: ProposalDiff) -> None:
    """An answer and a document each stand beside the field that they changed."""
    team = one(forth, "known", "Engineers")
    assert (team.before, team.after) == ("6 people", "40 people at launch")
    assert any(cause.startswith("answer of") and "40 developers" in cause for cause in team.causes)
    budget = one(forth, "known", "Budget to the first release")
    assert (budget.before, budget.after) == ("", "EUR 400,000")
    assert [cause.split(", ")[0].rsplit("/", 1)[-1] for cause in budget.causes] == ["memo.md"]


def test_constraints_come_with_their_place(forth: ProposalDiff) -> None:
    """A new constraint is told with how it is met and where it stands."""
    added = one(forth, "constraint", "budget must not exceed")
    assert not added.before
    assert added.after.startswith("hard, ")
    assert any("memo.md" in cause for cause in added.causes)
    assert not any("leave the EU" in change.what for change in forth.changes if change.kind == "constraint")


def test_numbers_are_paired_with_what_moved_them(forth: ProposalDiff) -> None:
    """A computed sentence that differs in its figures only is one change, before and after."""
    numbers = [change for change in forth.changes if change.kind == "number"]
    assert numbers
    assert all(change.before != change.after for change in numbers)


def test_the_text_is_compared_section_by_section(forth: ProposalDiff) -> None:
    """Sections that differ tell the sentences that went and came, and no others."""
    changed = next(section for section in forth.sections if section.added)
    assert not set(changed.added) & set(changed.removed)
    assert all(section.added or section.removed for section in forth.sections)


def test_a_document_that_is_set_aside_is_the_cause(consultation: Consultation) -> None:
    """What rested on a document alone is gone, and the document is named as the reason."""
    back = consultation.drafts.difference(2, 3)
    budget = one(back, "known", "Budget to the first release")
    assert not budget.after
    assert ["memo.md is not used any more" in cause for cause in budget.causes] == [True]
    assert one(back, "document", "memo.md").after == ""


def test_a_version_differs_from_itself_in_nothing(consultation: Consultation) -> None:
    """And the same two versions the other way round mirror each other."""
    latest = consultation.drafts.version(0)
    assert diff(latest, latest, load_brief_knowledge().fields).changes == ()
    forth, back = consultation.drafts.difference(1, 2), consultation.drafts.difference(2, 1)
    pairs = {(change.kind, change.what, change.before, change.after) for change in forth.changes if change.kind == "known"}
    assert pairs == {(c.kind, c.what, c.after, c.before) for c in back.changes if c.kind == "known"}


def test_a_version_that_does_not_exist_is_named(consultation: Consultation) -> None:
    """The message says which versions there are."""
    with pytest.raises(StorageError, match="There are: 1, 2, 3"):
        consultation.drafts.difference(1, 9)
