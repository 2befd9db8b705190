"""Mermaid text: the common look, boxes, arrows and labels that nothing written in a document can break out of."""

import re
import textwrap
from collections.abc import Iterable, Sequence

import mmdr

from rag.propose.parts import Flow, Node

MOST_IN_ROW = 5
MARGIN = 24.0  # pixels beside a flowchart
MOST_LINE = 26  # characters of a line in a box
STYLES = """  classDef person fill:#fbf3e6,stroke:#9a6b1f,color:#221c12
  classDef system fill:#1f3a4d,stroke:#1f3a4d,color:#ffffff
  classDef app fill:#e3edf3,stroke:#1f3a4d,color:#14242f
  classDef edge fill:#e3edf3,stroke:#1f3a4d,color:#14242f
  classDef store fill:#eef3e8,stroke:#55713a,color:#1d2a12
  classDef queue fill:#f3ecf5,stroke:#6e4a7e,color:#2a1831
  classDef external fill:#ffffff,stroke:#6b6b6b,color:#222222
  classDef legacy fill:#e6e6e4,stroke:#77776f,color:#222222"""
FONT = "Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
THEME = (
    "%%{init: {'theme': 'base', 'flowchart': {'wrappingWidth': 300}, 'themeVariables': {"
    f"'fontFamily': '{FONT}', "
    "'fontSize': '22px', 'lineColor': '#5d6970', 'primaryTextColor': '#1c2428', "
    "'edgeLabelBackground': '#ffffff', 'clusterBkg': '#f7f8f8', 'clusterBorder': '#b9c2c7'}}}%%"
)
ROOM = "#nbsp;#nbsp;"  # beside each line of a box: the font of the reader may be wider than the one that was measured
SHAPES = {"store": ('[("', '")]'), "queue": ('[["', '"]]'), "person": ('(["', '"])'), "external": ('["', '"]')}


class InvalidDiagram(ValueError):
    """A generated diagram does not parse; the composer is at fault."""


def draw(source: str) -> str:
    """The diagram as SVG.

    Raises:
        InvalidDiagram: the source does not parse.
    """
    backend = "mermaid-rs-renderer" if source.startswith("gantt") else "merman"
    try:
        svg = str(mmdr.render(source, backend=backend).svg())
    except ValueError as error:
        raise InvalidDiagram(f"{error}\n{source}") from error
    svg = svg.replace("opacity:0.5;background-color:#ffffff;fill:#ffffff;", "background-color:#ffffff;fill:#ffffff;")
    svg = re.sub(r' filter="url\(#[^)]*\)"', "", svg)  # shadows: a reader without the filter would not draw the box at all
    if "sequenceDiagram" in source:
        return _to_the_end(svg)
    return _wider(svg) if "flowchart" in source else svg


def _wider(svg: str) -> str:
    """A flowchart with room at its sides: labels at the edge are as wide as the reader's font makes them."""
    box = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        return svg
    wide = f'viewBox="{float(box[1]) - MARGIN:g} {box[2]} {float(box[3]) + 2 * MARGIN:g} {box[4]}"'
    return svg.replace(box[0], wide, 1)


def _to_the_end(svg: str) -> str:
    """A sequence in its full height: without the boxes repeated below, the renderer cuts it off before its lifelines end."""
    end = max((float(y) for y in re.findall(r'\by2="([\d.]+)"', svg)), default=0.0)
    box = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) [\d.]+"', svg)
    if box is None or not end:
        return svg
    return svg.replace(box[0], f'viewBox="{box[1]} {box[2]} {box[3]} {end - float(box[2]) + 10:g}"', 1)


def flowchart(lines: Iterable[str], direction: str = "TB") -> str:
    """A flowchart in the common look."""
    return "\n".join([THEME, f"flowchart {direction}", STYLES, *lines])


def box(node: Node) -> str:
    """A node as a line of a flowchart."""
    opening, closing = SHAPES.get(node.kind, ('["', '"]'))
    lines = [line for text in (node.name, node.detail) for line in textwrap.wrap(" ".join(text.split()), MOST_LINE)]
    label = "<br/>".join(f"{ROOM}{escape(line)}{ROOM}" for line in lines)
    return f"  {node.id}{opening}{label}{closing}:::{node.kind}"


def arrow(flow: Flow) -> str:
    """A flow as a line of a flowchart; later ones are dotted."""
    line = "-.->" if flow.is_async else "-->"
    label = f'|"{escape(flow.label)}"|' if flow.label else ""
    return f"  {flow.source} {line}{label} {flow.target}"


def framed(id_: str, title: str, lines: Sequence[str], style: str = "") -> list[str]:
    """Lines of a flowchart in a frame with a title; nothing where there is nothing to frame."""
    if not lines:
        return []
    drawn = [f'  subgraph {id_}["{escape(title)}"]', *(f"  {line}" for line in lines), "  end"]
    return [*drawn, f"  style {id_} {style}"] if style else drawn


def stacked(ids: Sequence[str], most: int = MOST_IN_ROW) -> list[str]:
    """Invisible links that put boxes into rows of a readable width."""
    return [f"  {first} ~~~ {below}" for first, below in zip(ids, ids[most:], strict=False)]


def escape(text: str) -> str:
    """Text that Mermaid shows as it is inside a quoted label."""
    for character, code in (("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;"), ("%%", "% %")):
        text = text.replace(character, code)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Text for the places of a Gantt chart or a sequence that know no quotes."""
    return re.sub(r"\s+", " ", re.sub(r"[:;#,%{}<>\"`]", " ", text)).strip() or "–"
