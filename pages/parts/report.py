"""The proposal on screen: the layout that every export draws, as HTML, part by part, each with chips that open its sources."""

import base64
import html
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from pages.parts import sources
from rag.export.layout import lay_out
from rag.export.nodes import Edition, Grid, Heading, Items, Layout, Listing, Node, Picture, Runs, Text, runs_of
from rag.export.svg import safe_svg, screen_widths
from rag.ground.citation import Citation
from rag.propose.proposal import Proposal

EVIDENCE = "e-"  # anchors of the evidence index
TAGS = {"bullet": ("<ul>", "</ul>"), "ordered": ("<ol>", "</ol>"), "check": ('<ul class="gp-check">', "</ul>")}


@dataclass(frozen=True, slots=True)
class Part:
    """A section as HTML, and the documents' evidence that it marks, in order of first use."""

    anchor: str
    title: str
    html: str
    evidence: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A proposal, ready to be shown."""

    layout: Layout
    contents: str  # HTML
    parts: tuple[Part, ...]


def draw(proposal: Proposal, edition: Edition) -> Drawing:
    """Draw a proposal, or a part of it, once; the page keeps the result."""
    layout = lay_out(proposal, edition)
    citations = {entry.id: entry.citation for entry in proposal.evidence if entry.citation is not None}
    return Drawing(layout, _contents(layout.headings()), tuple(_parts(layout, citations)))


def show(part: Part) -> None:
    """One section, and the chips of its sources."""
    st.html(part.html)
    sources.chips(part.citations, f"proposal-{part.anchor}", part.evidence, label="Sources of this section")


def _parts(layout: Layout, citations: dict[str, Citation]) -> Iterator[Part]:
    """Cut the layout at its headings."""
    start = 0
    starts = [number for number, node in enumerate(layout.nodes) if isinstance(node, Heading)] or [0]
    for start, end in zip(starts, [*starts[1:], len(layout.nodes)], strict=True):
        nodes = layout.nodes[start:end]
        found = [id_ for node in nodes for id_ in _evidence(node) if id_ in citations]
        ids = tuple(dict.fromkeys(found))
        body = "".join(_node(node, layout.labels["In words"]) for node in nodes)
        first = nodes[0]
        anchor, title = (first.anchor, first.title) if isinstance(first, Heading) else (str(start), "")
        yield Part(anchor, title, f'<div class="gp-read">{body}</div>', ids, tuple(citations[id_] for id_ in ids))


def _evidence(node: Node) -> Iterator[str]:
    """Ids of the evidence that a node's markers lead to."""
    for run in runs_of(node):
        if run.is_marker and run.href.startswith(EVIDENCE):
            yield run.href.removeprefix(EVIDENCE)


def _contents(headings: list[Heading]) -> str:
    lines = "".join(
        f'<li class="gp-{"one" if heading.level == 1 else "two"}"><a href="#{html.escape(heading.anchor, quote=True)}">'
        f'<span class="gp-number">{html.escape(heading.number)}</span>{html.escape(heading.title)}</a></li>'
        for heading in headings
    )
    return f'<nav class="gp-contents" aria-label="Contents of the proposal"><ol>{lines}</ol></nav>'


def _node(node: Node, in_words: str) -> str:
    match node:
        case Heading(level=level, number=number, title=title, anchor=anchor):
            tag = "h2" if level == 1 else "h3"
            shown = f'<span class="gp-number">{html.escape(number)}</span>' if number else ""
            return f'<{tag} id="{html.escape(anchor, quote=True)}">{shown}{html.escape(title)}</{tag}>'
        case Text(runs=runs, kind=kind):
            opening = '<p class="gp-note">' if kind == "note" else "<p>"
            return f"{opening}{_runs(runs)}</p>"
        case Items(items=items, kind=kind):
            opening, closing = TAGS[kind]
            return opening + "".join(f"<li>{_runs(item)}</li>" for item in items) + closing
        case Grid():
            return _grid(node)
        case Picture():
            return _picture(node, in_words)
        case Listing(caption=caption, source=source):
            return f'<p class="gp-note">{html.escape(caption)}</p><pre tabindex="0"><code>{html.escape(source)}</code></pre>'


def _runs(runs: Runs) -> str:
    return "".join(_run(run.text, run.href, run.title, run.is_marker, run.is_strong, run.is_break) for run in runs)


def _run(text: str, href: str, title: str, is_marker: bool, is_strong: bool, is_break: bool) -> str:
    if is_break:
        return "<br>"
    shown, anchor = html.escape(text), html.escape(href, quote=True)
    if is_marker:
        return f'&#8288;<a class="gp-mark" href="#{anchor}" title="{html.escape(title, quote=True)}">{shown}</a>'
    if href:
        return f'<a href="#{anchor}">{shown}</a>'
    return f"<strong>{shown}</strong>" if is_strong else shown


def _grid(grid: Grid) -> str:
    total = sum(grid.widths) or 1.0
    columns = "".join(f'<col style="width:{100 * width / total:.1f}%">' for width in grid.widths)
    numbered = f'<span class="gp-number">{html.escape(grid.label)}</span> ' if grid.label else ""
    caption = f"<caption>{numbered}{html.escape(grid.caption)}</caption>" if grid.caption else ""
    header = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in grid.header)
    rows = []
    for number, row in enumerate(grid.rows):
        anchor = grid.anchors[number] if grid.anchors else ""
        id_ = f' id="{html.escape(anchor, quote=True)}"' if anchor else ""
        rows.append(f"<tr{id_}>" + "".join(f"<td>{_runs(cell)}</td>" for cell in row) + "</tr>")
    narrow = ' class="gp-narrow"' if len(grid.header) < 3 else ""
    label = html.escape(grid.caption or grid.name, quote=True)
    return (
        f'<div class="gp-grid" tabindex="0" role="region" aria-label="{label}"><table{narrow}>{caption}'
        f"<colgroup>{columns}</colgroup><thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _picture(picture: Picture, in_words: str) -> str:
    """A diagram as an image: nothing in it can run; with the way to what it shows in words."""
    least, most = screen_widths(picture.svg)
    told = f"{picture.caption}. {picture.remark}" if picture.remark else picture.caption
    words = html.escape(picture.words, quote=True)
    link = f' <a href="#{words}">{html.escape(in_words)}</a>' if words else ""
    style = f"min-width:{least}px;max-width:min(100%,{most or 2000}px);width:100%"
    data = base64.b64encode(safe_svg(picture.svg, f"d-{picture.id}", picture.alt).encode()).decode()
    return (
        f'<div class="gp-drawing" tabindex="0" role="region" aria-label="{html.escape(picture.caption, quote=True)}">'
        f'<img alt="{html.escape(picture.alt, quote=True)}" style="{style}" '
        f'src="data:image/svg+xml;base64,{data}"></div>'
        f'<p class="gp-note"><span class="gp-number">{html.escape(picture.label)}</span> {html.escape(told)}{link}</p>'
    )
