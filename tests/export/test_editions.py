"""Editions of a proposal: parts for some readers, with the numbers of the whole, and headings in other languages."""

import re
from pathlib import Path

import docx
import pypdfium2
import pytest

from rag.export.export import export_proposal, file_stem
from rag.export.layout import lay_out
from rag.export.nodes import WHOLE, Edition, Grid, Heading, Items, Layout, Picture, Text, runs_of
from rag.export.pdf import to_pdf
from rag.knowledge.labels import load_labels
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.proposal import Diagram, Proposal


def edition(profile: str, audience: str) -> Edition:
    """The part that a profile prints for an audience."""
    sections = load_propose_knowledge().sections.chosen(profile, audience)
    return Edition(f"{profile}-{audience}", sections, "" if audience == "all" else audience, profile == "short")


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
    first = proposal.coverage[0]
    soft = {"constraint_id": "soft", "hard": False, "status": "partly", "evidence": (proposal.evidence[-1].id,)}
    rows = (*proposal.coverage, first.model_copy(update=soft))  # one that only the index shows
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


def test_blocks_go_to_those_who_ask_for_them(proposal: Proposal) -> None:
    """The board gets no work breakdown and no lists to tick; the short profile what decides, with each hard constraint."""
    whole, board, short = (lay_out(proposal, one) for one in (WHOLE, edition("full", "board"), edition("short", "all")))
    captions = [{node.caption for node in one.nodes if isinstance(node, Grid)} for one in (whole, board, short)]
    assert "Work breakdown in person-weeks" in captions[0] - captions[1]
    assert "Ruled out" in captions[0] - captions[2]
    assert any(isinstance(node, Items) and node.kind == "check" for node in whole.nodes)
    assert not any(isinstance(node, Items) and node.kind == "check" for node in board.nodes)
    (matrix,) = (node for node in short.nodes if isinstance(node, Grid) and node.caption.startswith("Coverage matrix"))
    states = [row[1][0].text for row in matrix.rows]
    assert sum("soft" not in state for state in states) == sum(row.hard for row in proposal.coverage)


def test_what_a_picture_shows_stands_in_words_once(proposal: Proposal) -> None:
    """Every diagram leads to its rows in the appendix; a chart whose table stands beside it needs none."""
    for one in (WHOLE, edition("short", "all")):
        nodes = lay_out(proposal, one).nodes
        pictures = [node for node in nodes if isinstance(node, Picture)]
        words = [node.words for node in pictures if node.words]
        assert bool(words) is (one is WHOLE), "the short one shows what its sentence tells"
        assert words == [
            node.anchors[0] for node in nodes if isinstance(node, Grid) and node.anchors and node.anchors[0] in words
        ]
        told = {
            block.id
            for section in proposal.sections
            for block in section.blocks
            if isinstance(block, Diagram) and block.is_told
        }
        assert {node.id for node in pictures if not node.words} <= told


@pytest.mark.parametrize(
    ("profile", "audience", "most"), [("full", "all", 30), ("full", "board", 15), ("short", "all", 12), ("short", "board", 10)]
)
def test_no_part_is_longer_than_its_readers_bear(proposal: Proposal, profile: str, audience: str, most: int) -> None:
    """Pages of the PDF, indexes and pictures included."""
    part = WHOLE if (profile, audience) == ("full", "all") else edition(profile, audience)
    with pypdfium2.PdfDocument(to_pdf(lay_out(proposal, part))) as pdf:
        assert len(pdf) <= most


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
