"""Editions of a proposal: parts for some readers, with the numbers of the whole, and headings in other languages."""

import re
from pathlib import Path

import docx
import pypdfium2
import pytest

from rag.export.export import export_proposal, file_stem
from rag.export.layout import lay_out
from rag.export.nodes import Edition, Grid, Heading, Layout, Text, runs_of
from rag.knowledge.labels import load_labels
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.coverage import MOST_ROWS
from rag.propose.proposal import Proposal


def edition(profile: str, audience: str) -> Edition:
    """The part that a profile prints for an audience."""
    return Edition(f"{profile}-{audience}", load_propose_knowledge().sections.chosen(profile, audience))


def german() -> Edition:
    """All of it, with German headings and labels."""
    return Edition("de", say=load_labels().translator("de"))


def anchors(layout: Layout) -> set[str]:
    """All places that a link may lead to."""
    found = {node.anchor for node in layout.nodes if isinstance(node, Heading)}
    return found | {anchor for node in layout.nodes if isinstance(node, Grid) for anchor in node.anchors}


@pytest.mark.parametrize("profile", ["full", "short"])
@pytest.mark.parametrize("audience", ["all", "board", "engineering"])
def test_every_link_leads_somewhere(proposal: Proposal, profile: str, audience: str) -> None:
    """Markers and links of a part lead to places in it, and what stands there carries the number of the whole."""
    last = proposal.coverage[-1].model_copy(update={"evidence": (proposal.evidence[-1].id,)})
    rows = (*proposal.coverage * MOST_ROWS, last)  # so many that the complete matrix is an index
    proposal = proposal.model_copy(update={"coverage": rows})
    part = lay_out(proposal, edition(profile, audience))
    led = {run.href for node in part.nodes for run in runs_of(node) if run.href}
    assert led
    assert led <= anchors(part)
    whole = lay_out(proposal)
    headings = [node for node in part.nodes if isinstance(node, Heading) and node.anchor.startswith("s-")]
    assert set(headings) <= set(whole.nodes)
    captions = {node.number: node.caption for node in whole.nodes if isinstance(node, Grid)}
    assert all(captions[node.number] == node.caption for node in part.nodes if isinstance(node, Grid) and node.number)


def test_readers_get_what_they_ask_for(proposal: Proposal) -> None:
    """The board sees cost and no observability pack; engineers see both; the short profile leaves out what does not decide."""
    titles = {
        name: {node.title for node in lay_out(proposal, edition(*name)).nodes if isinstance(node, Heading)}
        for name in (("full", "board"), ("full", "engineering"), ("short", "all"))
    }
    assert "Observability pack" not in titles["full", "board"]
    assert "Observability pack" in titles["full", "engineering"]
    assert "Security checklist (ship-blocking)" not in titles["short", "all"]
    for found in titles.values():
        assert {"Summary and key decisions", "Architecture option set", "Capacity and cost", "Next actions"} <= found


def test_a_part_says_that_it_is_one(proposal: Proposal, tmp_path: Path) -> None:
    """Files for readers have another name and say how much they hold; those for programs hold all."""
    part = edition("short", "board")
    text, whole = export_proposal(proposal, ["md", "json"], tmp_path, part)
    assert text.name == f"{file_stem(proposal)}-short-board.md"
    assert "An excerpt:" in text.read_text(encoding="utf-8")
    assert whole.name == f"{file_stem(proposal)}.json"
    assert Proposal.model_validate_json(whole.read_bytes()) == proposal


def test_headings_and_labels_are_in_the_readers_language(proposal: Proposal, tmp_path: Path) -> None:
    """Headings, captions, headers and what the formats print themselves; sentences, numbers and links stay."""
    english, translated = lay_out(proposal), lay_out(proposal, german())
    assert translated.labels["Contents"] == "Inhalt"
    for one, other in zip(english.nodes, translated.nodes, strict=True):
        if isinstance(one, Heading) and isinstance(other, Heading):
            assert (one.anchor, one.number) == (other.anchor, other.number)
            assert one.title != other.title, f"“{one.title}” has no translation"
        if isinstance(one, Text):
            assert one == other
    led = [run.href for node in translated.nodes for run in runs_of(node) if run.href]
    assert led == [run.href for node in english.nodes for run in runs_of(node) if run.href]
    files = {path.suffix: path for path in export_proposal(proposal, ["md", "html", "docx", "pdf"], tmp_path, german())}
    assert "Tabelle 1" in files[".md"].read_text(encoding="utf-8")
    assert "Inhalt" in files[".html"].read_text(encoding="utf-8")
    pages = pypdfium2.PdfDocument(files[".pdf"])
    assert "Abbildung 1" in "".join(page.get_textpage().get_text_range() for page in pages)
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(files[".docx"])).paragraphs)
    assert "Abbildung 1" in words


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt"])
def test_every_header_and_caption_is_translated(proposal: Proposal, language: str) -> None:
    """No table of the proposal keeps an English header or caption, but for names and formulas' own words."""
    say = load_labels().translator(language)
    known = {row.en for row in load_labels().labels}
    texts = {
        text for node in lay_out(proposal).nodes if isinstance(node, Grid) for text in (*node.header, node.caption) if text
    }
    styles = re.compile(r"[ABC]: .+")  # column of an option, by its name
    left = {text for text in texts if say(text) == text and text not in known and not styles.fullmatch(text)}
    assert not left
