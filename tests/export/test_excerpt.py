"""A part of a proposal for some of its readers: its own sections, the numbers of the whole, no marker without a place."""

from pathlib import Path

import pytest

from rag.export.export import export_proposal, file_stem
from rag.export.layout import Excerpt, Grid, Heading, Layout, lay_out, runs_of
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.proposal import Proposal


def excerpt(profile: str, audience: str) -> Excerpt:
    """The part that a profile prints for an audience."""
    return Excerpt(f"{profile}-{audience}", load_propose_knowledge().sections.chosen(profile, audience))


def anchors(layout: Layout) -> set[str]:
    """All places that a link may lead to."""
    found = {node.anchor for node in layout.nodes if isinstance(node, Heading)}
    return found | {anchor for node in layout.nodes if isinstance(node, Grid) for anchor in node.anchors}


@pytest.mark.parametrize("profile", ["full", "short"])
@pytest.mark.parametrize("audience", ["all", "board", "engineering"])
def test_every_link_leads_somewhere(proposal: Proposal, profile: str, audience: str) -> None:
    """Markers and links of a part lead to places in it, and what stands there carries the number of the whole."""
    part = lay_out(proposal, excerpt(profile, audience))
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
        name: {node.title for node in lay_out(proposal, excerpt(*name)).nodes if isinstance(node, Heading)}
        for name in (("full", "board"), ("full", "engineering"), ("short", "all"))
    }
    assert "Observability pack" not in titles["full", "board"]
    assert "Observability pack" in titles["full", "engineering"]
    assert "Security checklist (ship-blocking)" not in titles["short", "all"]
    for found in titles.values():
        assert {"Summary and key decisions", "Architecture option set", "Capacity and cost", "Next actions"} <= found


def test_a_part_says_that_it_is_one(proposal: Proposal, tmp_path: Path) -> None:
    """Files for readers have another name and say how much they hold; those for programs hold all."""
    part = excerpt("short", "board")
    text, whole = export_proposal(proposal, ["md", "json"], tmp_path, part)
    assert text.name == f"{file_stem(proposal)}-short-board.md"
    assert "An excerpt:" in text.read_text(encoding="utf-8")
    assert whole.name == f"{file_stem(proposal)}.json"
    assert Proposal.model_validate_json(whole.read_bytes()) == proposal
