"""What people write into a proposal: it stays over new drafts, is told from what was composed, and can be taken back."""

from pathlib import Path

import pytest

from rag.build.application import Application
from rag.consultation import Consultation
from rag.drafts.annotations import LONGEST, EditableBlock
from rag.errors import StorageError, UsageError
from rag.export.layout import lay_out
from rag.export.markdown import to_markdown
from rag.propose.annotation import Annotation
from rag.propose.proposal import Paragraph, Proposal, Section

POLICY = """# IT policy

1 May 2026

Customer data must not leave the EU. The ordering platform must be recovered within 4 hours.

The portal has 20,000 registered customers. The team has six developers, who know Java and PostgreSQL.

The total budget must not exceed EUR 400,000.
"""
OWN = "We want this for our dealers, who asked for it."


@pytest.fixture
def consultation(application: Application, tmp_path: Path) -> Consultation:
    """A company with one document and a first draft."""
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    opened = application.consultation(application.create_workspace(f"Company {len(application.workspaces())}"))
    opened.ingest([tmp_path / "policy.md"])
    opened.drafts.propose()
    return opened


def section(proposal: Proposal | None, id_: str) -> Section:
    """A section by its id."""
    assert proposal is not None
    return next(one for one in proposal.sections if one.id == id_)


def sentences(one: Section) -> list[str]:
    """All sentences of its paragraphs."""
    return [claim.sentence for block in one.blocks if isinstance(block, Paragraph) for claim in block.claims]


def paragraph(consultation: Consultation, id_: str, at_least: int = 1) -> EditableBlock:
    """The first paragraph of a section with so many sentences."""
    blocks = section(consultation.drafts.latest(), id_).blocks
    return next(
        one
        for one in consultation.annotations.editable(id_)
        if isinstance(found := blocks[one.index], Paragraph) and len(found.claims) >= at_least
    )


def test_a_company_without_a_name_has_that_of_its_workspace(consultation: Consultation) -> None:
    """No document names it; the person who made the workspace did."""
    proposal = consultation.drafts.latest()
    assert proposal is not None
    assert proposal.company == consultation.title


def test_an_edit_keeps_the_basis_of_what_was_left(consultation: Consultation) -> None:
    """The sentence that a person wrote is theirs, its neighbours keep what they rest on, and everything still verifies."""
    before = section(consultation.drafts.latest(), "summary")
    block = paragraph(consultation, "summary", at_least=2)
    composed = before.blocks[block.index]
    assert isinstance(composed, Paragraph)
    last = composed.claims[-1]
    consultation.annotations.edit("summary", block, f"{OWN} {last.sentence}", by="Ana Roth")
    proposal = consultation.drafts.latest()
    assert proposal is not None
    assert proposal.version == 1, "a draft that nobody declared final takes the words in"
    edited = section(proposal, "summary").blocks[block.index]
    assert isinstance(edited, Paragraph)
    own, kept = edited.claims
    assert own.sentence == OWN
    assert (kept.id, kept.sentence, kept.type, kept.trace) == (last.id, last.sentence, last.type, last.trace)
    (source,) = [entry for entry in proposal.evidence if entry.id in own.evidence]
    assert (source.is_written, source.by) == (True, "Ana Roth")
    assert consultation.drafts.verify(proposal).passed
    text = to_markdown(lay_out(proposal))
    assert "Changed by hand" in text
    assert "by hand" in text.split(OWN)[1][:40]


def test_an_edit_stays_when_other_things_change(consultation: Consultation) -> None:
    """A later draft has the words too; where the paragraph below reads otherwise, the list of changes says so."""
    block = paragraph(consultation, "summary", at_least=2)
    consultation.annotations.edit("summary", block, OWN)
    consultation.interview.tell("team.engineers", "30 developers")
    consultation.interview.tell("budget.total", "EUR 900,000")
    proposal = consultation.drafts.propose()
    assert proposal.version == 2
    assert OWN in sentences(section(proposal, "summary"))
    assert consultation.drafts.verify(proposal).passed
    (change,) = proposal.by_hand
    assert change.before
    assert change.state in ("in place", "the paragraph reads otherwise since")


def test_words_without_a_place_are_not_lost(application: Application, consultation: Consultation) -> None:
    """When the paragraph is gone, as an older composer may have written it, the words stand at the end of its section."""
    edit = Annotation(kind="edit", section="capacity", original=("Nothing like this stands there any more.",), text=OWN)
    application.record.add_annotation(application.record.workspace(consultation.slug).id, edit)
    proposal = consultation.drafts.propose()
    assert sentences(section(proposal, "capacity"))[-1] == OWN
    assert [change.state for change in proposal.by_hand] == ["its paragraph is gone"]


def test_taking_back_gives_the_composed_draft(consultation: Consultation) -> None:
    """An edit, another one of the same paragraph, and back: the first draft, to the letter."""
    first = consultation.drafts.latest()
    consultation.annotations.edit("summary", paragraph(consultation, "summary"), OWN)
    again = next(one for one in consultation.annotations.editable("summary") if one.edit)
    assert again.text == OWN
    consultation.annotations.edit("summary", again, "Other words.")
    (edit,) = consultation.annotations.all()
    assert edit.text == "Other words."
    consultation.annotations.take_back(edit)
    assert consultation.drafts.latest() == first
    with pytest.raises(StorageError, match="already"):
        consultation.annotations.take_back(edit)


def test_a_list_is_edited_by_its_lines(consultation: Consultation) -> None:
    """Each line is an item; one left out is gone, one that stays keeps its basis."""
    block = next(one for one in consultation.annotations.editable("summary") if one.is_list)
    lines = block.text.splitlines()
    consultation.annotations.edit("summary", block, "\n".join([*lines[1:], OWN]))
    now = consultation.annotations.editable("summary")
    assert next(one for one in now if one.index == block.index).text.splitlines() == [*lines[1:], OWN]


def test_an_emptied_paragraph_is_left_out(consultation: Consultation) -> None:
    """It is no longer there, and the list of changes says what would be."""
    block = paragraph(consultation, "summary")
    consultation.annotations.edit("summary", block, "")
    proposal = consultation.drafts.latest()
    assert proposal is not None
    assert block.text not in to_markdown(lay_out(proposal)).split("Changed by hand")[0]
    assert proposal.by_hand[0].before == block.text


def test_a_locked_section_stays(consultation: Consultation) -> None:
    """Its sentences and figures are those of then, and say so; unlocked, it follows what is known."""
    consultation.annotations.lock("capacity", by="Ana Roth")
    locked = sentences(section(consultation.drafts.latest(), "capacity"))
    consultation.interview.tell("users.mau", "400,000 users a month")
    proposal = consultation.drafts.propose()
    assert sentences(section(proposal, "capacity")) == locked
    assert consultation.drafts.verify(proposal).passed
    assert "Kept as in version 1 by Ana Roth" in to_markdown(lay_out(proposal))
    consultation.annotations.unlock("capacity")
    assert sentences(section(consultation.drafts.latest(), "capacity")) != locked


def test_one_section_is_written_anew(consultation: Consultation) -> None:
    """It follows what is known now, without what was written into it; the others stay as they were, until all is drafted."""
    consultation.annotations.edit("capacity", paragraph(consultation, "capacity"), OWN)
    before = consultation.drafts.latest()
    assert before is not None
    consultation.interview.tell("users.mau", "400,000 users a month")
    after = consultation.drafts.write_anew("capacity")
    assert after.version == 2
    assert OWN not in sentences(section(after, "capacity"))
    stayed = [one.id for one in before.sections if one.id != "capacity"]
    assert stayed
    for id_ in stayed:
        assert sentences(section(after, id_)) == sentences(section(before, id_))
    assert sentences(section(after, "capacity")) != sentences(section(before, "capacity"))
    assert consultation.drafts.verify(after).passed
    assert consultation.drafts.propose().version == 3


def test_what_else_was_written_stays_listed(consultation: Consultation) -> None:
    """One section written anew: words of a person in another one stay there and among the changes by hand."""
    consultation.annotations.edit("summary", paragraph(consultation, "summary"), OWN, by="Ana Roth")
    after = consultation.drafts.write_anew("capacity")
    assert OWN in sentences(section(after, "summary"))
    assert [(change.section, change.text) for change in after.by_hand if change.by] == [("summary", OWN)]


def test_comments_are_for_those_who_work_on_it(consultation: Consultation) -> None:
    """They are kept with their author, change no version, and can be settled."""
    before = consultation.drafts.latest()
    block = paragraph(consultation, "summary")
    consultation.annotations.comment("summary", "Is this what the board asked?", block, by="Ana Roth")
    (comment,) = consultation.annotations.all()
    assert (comment.kind, comment.by, " ".join(comment.original)) == ("comment", "Ana Roth", block.text)
    assert consultation.drafts.propose() == before
    consultation.annotations.take_back(comment)
    assert consultation.annotations.all() == ()


def test_what_cannot_be_written_is_refused(consultation: Consultation) -> None:
    """The same words, too many, a paragraph that changed meanwhile, an empty comment, a section that is not there."""
    block = paragraph(consultation, "summary")
    with pytest.raises(UsageError, match="same as before"):
        consultation.annotations.edit("summary", block, f" {block.text} ")
    with pytest.raises(UsageError, match="at most"):
        consultation.annotations.edit("summary", block, "a" * (LONGEST + 1))
    consultation.annotations.edit("summary", block, OWN)
    with pytest.raises(UsageError, match="meanwhile"):
        consultation.annotations.edit("summary", block, "Other words.")
    with pytest.raises(UsageError, match="comment"):
        consultation.annotations.comment("summary", "  ")
    with pytest.raises(UsageError, match="no section"):
        consultation.annotations.lock("nowhere")
    assert len(consultation.annotations.all()) == 1
