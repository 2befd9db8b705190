"""The proposal as PDF/UA-1: tagged, with outline, contents, repeated table heads, alternative texts and internal links."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import typst

from rag.errors import ExportError
from rag.export.fonts import fonts
from rag.export.logo import HEIGHT_MM, WIDTH_MM, size_in
from rag.export.nodes import Grid, Heading, Items, Layout, Node, Picture, Run, Runs, Text
from rag.export.svg import print_width, safe_svg, to_png

TEMPLATE = Path(__file__).resolve().parent / "templates" / "proposal.typ"
MISSING_GLYPH = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
UNMAPPED = "missing codepoints"  # letters of joined or reordered script in a drawing: typst keeps the glyph and loses the text
UNCASED = ("Lo", "Mn", "Mc")  # categories of letters and signs of scripts without capitals, which are those
MOST_SCRIPTS = 6  # tries to print without one more script
TWO_COLUMNS = 6  # things to tick from which they stand in two columns
LINE = 55  # characters of a line there
MARK = 8  # characters of a number or mark
BRIEF, FEW = 48, 3  # most characters and columns of an entry of an index that is set in lines
TALL_ROW = 900  # characters in a row from which it may break over pages
PAGE_WIDTH, PAGE_HEIGHT = 168.0, 226.0  # mm that a drawing may take


def to_pdf(layout: Layout) -> bytes:
    """The bytes of the file; characters that no font can print stand as question marks.

    What typst refuses as PDF/UA-1 for its letters alone is an ordinary PDF.

    Raises:
        ExportError: typst refuses the document.
    """
    text, in_pixels = _data(layout), False
    for _ in range(MOST_SCRIPTS):
        try:
            return _compile(text)
        except typst.TypstError as error:
            missing = MISSING_GLYPH.search(str(error))
            if missing is not None:
                text = _without(text, missing[1])
            elif UNMAPPED in str(error) and not in_pixels:
                text, in_pixels = _data(layout, in_pixels=True), True
            elif UNMAPPED in str(error):
                break
            else:
                raise ExportError(f"The PDF could not be drawn: {error}. The other formats are not affected.") from error
    return _compile(text, "1.7")


def _data(layout: Layout, *, in_pixels: bool = False) -> str:
    """What the template draws, as JSON; `in_pixels`: drawings with letters of scripts without capitals as pixels."""
    day = date.fromisoformat(layout.as_of)
    contents = next((node for node in layout.nodes if isinstance(node, Heading) and node.anchor != "s-summary"), None)
    printed = list(_with_notes(layout.nodes))
    has_contents = layout.has_contents
    nodes = [_node(node, note, is_first=has_contents and node is contents, in_pixels=in_pixels) for node, note in printed]
    letters = (n for n, (node, _) in enumerate(printed) if isinstance(node, Heading) and node.number.isalpha())
    appendix = next(letters, len(nodes))  # in two columns of small type, from here to the end
    data = {
        "title": layout.title,
        "company": layout.company,
        "product": layout.product,
        "date": layout.date,
        "version": layout.version,
        "status": layout.status,
        "reason": layout.status_reason,
        "labels": dict(layout.labels),
        "logo": list(layout.logo),
        "logo-width": size_in(layout.logo, WIDTH_MM, HEIGHT_MM)[0] if layout.logo else 0,
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "nodes": nodes[:appendix],
        "appendix": nodes[appendix:],
    }
    return json.dumps(data, ensure_ascii=False)


def _compile(data: str, standard: Literal["ua-1", "1.7"] = "ua-1") -> bytes:
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=fonts(),
        pdf_standards=standard,
        timestamp=0,
    )


def _without(text: str, missing: str) -> str:
    """The text with every character of the scripts that no font here can print as a question mark."""
    scripts = {_script(character) for character in missing if not character.isascii()}
    return "".join("?" if not character.isascii() and _script(character) in scripts else character for character in text)


def _script(character: str) -> str:
    """“CJK”, “ARABIC”: the first word of a character's name, or its category."""
    return unicodedata.name(character, unicodedata.category(character)).split(" ", 1)[0].split("-", 1)[0]


def _with_notes(nodes: Sequence[Node]) -> Iterator[tuple[Node, Runs]]:
    """Every node with the note that goes with it: what is said of a picture moves with the picture."""
    following = [*nodes[1:], None]
    taken = False
    for node, after in zip(nodes, following, strict=True):
        if taken:
            taken = False
            continue
        taken = isinstance(node, Picture) and isinstance(after, Text) and after.kind == "note"
        yield node, after.runs if taken and isinstance(after, Text) else ()


def _node(node: Node, note: Runs, *, is_first: bool, in_pixels: bool) -> dict[str, Any]:
    match node:
        case Heading(level=level, number=number, title=title, anchor=anchor, badge=badge):
            found = {"level": level, "number": number, "title": title, "anchor": anchor, "badge": badge}
            return {"kind": "heading", **found, "contents": is_first}
        case Text(runs=runs, kind=kind):
            return {"kind": "text", "runs": _runs(runs), "note": kind == "note"}
        case Items(items=items, kind=kind):
            return {"kind": "items", "items": [_runs(item) for item in items], "form": kind, "halves": _halves(items, kind)}
        case Grid():
            return _grid(node)
        case Picture():
            return _picture(node, note, in_pixels=in_pixels)
        case _:
            return {"kind": "listing", "language": node.language, "source": node.source}


def _picture(node: Picture, note: Runs, *, in_pixels: bool) -> dict[str, Any]:
    is_drawn = in_pixels and any(unicodedata.category(character) in UNCASED for character in node.svg)
    return {
        "kind": "picture",
        "alt": node.alt,
        "caption": node.caption,
        "label": node.label,
        "format": "png" if is_drawn else "svg",
        "drawing": list(to_png(node.svg)) if is_drawn else safe_svg(node.svg, f"d-{node.id}", node.alt),
        "width": round(100 * print_width(node.svg, PAGE_WIDTH, PAGE_HEIGHT) / PAGE_WIDTH, 1),
        "words": node.words,
        "remark": node.remark,
        "note": _runs(note),
    }


def _grid(grid: Grid) -> dict[str, Any]:
    longest = max((sum(len(run.text) for cell in row for run in cell) for row in grid.rows), default=0)
    return {
        "kind": "grid",
        "caption": grid.caption,
        "number": grid.number,
        "label": grid.label,
        "header": list(grid.header),
        "rows": [[_runs(cell) for cell in row] for row in grid.rows],
        "widths": list(grid.widths),
        "anchors": list(grid.anchors),
        "breakable": longest > TALL_ROW,
        "short": _is_short(grid),
        "brief": _brief(grid),
    }


def _halves(items: tuple[tuple[Run, ...], ...], kind: str) -> int:
    """How many of the things to tick stand in the left of two columns, so that both are as long; 0 for one column."""
    if kind != "check" or len(items) < TWO_COLUMNS:
        return 0
    lengths = [max(LINE, sum(len(run.text) for run in item)) for item in items]
    half, done = sum(lengths) / 2, 0.0
    for number, length in enumerate(lengths):
        if done + length / 2 >= half:
            return max(1, number)
        done += length
    return len(items) // 2


def _is_short(grid: Grid) -> bool:
    """Whether the first column holds numbers and marks, which need nothing between them and what they name."""
    return all(sum(len(run.text) for run in row[0]) <= MARK for row in grid.rows)


def _brief(grid: Grid) -> list[bool]:
    """Of each entry of an index, whether it is so short that it can follow others in the line."""
    lengths = (sum(len(run.text) for cell in row for run in cell) for row in grid.rows)
    is_list = grid.number == 0 and len(grid.header) <= FEW and _is_short(grid)
    return [is_list and length <= BRIEF for length in lengths]


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [
        {"text": run.text, "href": run.href, "mark": run.is_marker, "strong": run.is_strong, "break": run.is_break}
        for run in runs
    ]
