"""The proposal as one HTML file: no script, nothing loaded from anywhere, readable on a phone, in the dark and on paper."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rag.export.nodes import Grid, Layout, Node, Picture
from rag.export.svg import safe_svg, screen_widths

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
FACES = {"Source Serif 4": "source-serif-4-latin-wght-normal.woff2", "Source Sans 3": "source-sans-3-latin-wght-normal.woff2"}


def to_html(layout: Layout) -> str:
    """The text of the file; everything but the sanitised drawings is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("proposal.html.j2")
    nodes = [_node(node) for node in layout.nodes]
    return template.render(layout=layout, headings=layout.headings(), nodes=nodes, faces=_faces(), logo=_logo(layout))


def _faces() -> list[dict[str, str | Markup]]:
    """The project's own fonts, put into the file; the style sheet names others that stand in where they are missing."""
    found: list[dict[str, str | Markup]] = []
    for family, name in FACES.items():
        path = FONTS / name
        if path.is_file():
            data = b64encode(path.read_bytes()).decode("ascii")
            found.append({"family": family, "data": Markup("data:font/woff2;base64," + data)})  # noqa: S704 - letters and digits
    return found


def _logo(layout: Layout) -> Markup:
    """The picture as it stands in the file; "" for none."""
    data = b64encode(layout.logo).decode("ascii")
    return Markup("data:image/png;base64," + data) if data else Markup()  # noqa: S704 - letters and digits


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(node).__name__.lower(), "value": node}
    if isinstance(node, Grid):
        total = sum(node.widths) or 1.0
        found["shares"] = [round(100 * width / total, 1) for width in node.widths]
    if isinstance(node, Picture):
        found["svg"] = Markup(safe_svg(node.svg, f"d-{node.id}", node.alt))  # noqa: S704 - sanitised one line above
        found["least"], found["most"] = screen_widths(node.svg)
    return found
