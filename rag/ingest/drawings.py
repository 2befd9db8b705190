"""Charts and SmartArt of Office files → rows and texts: both lie in parts of their own, beside the slide, page or sheet.

In: a part's XML. Out: what a person reads on the drawing. Entities stay unresolved, nothing is fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from rag.ingest.document import BlockKind
from rag.ingest.writer import PageWriter, squeeze

MAX_POINTS = 500  # of one series
MAX_SERIES = 60
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
_ORDER = ("cat", "xVal")  # what the values of a series belong to


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as the table behind it."""

    title: str
    rows: tuple[tuple[str, ...], ...]  # the names of the series first; each row starts with what its values belong to


def parsed_part(xml: bytes) -> Any:
    """The root of a part.

    Raises:
        etree.XMLSyntaxError: it is damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    return etree.fromstring(xml, parser)


def read_chart(xml: bytes) -> Chart:
    """A chart with the values that its program stored; without rows when it stored none.

    Raises:
        etree.XMLSyntaxError: it is damaged.
    """
    root = parsed_part(xml)
    title = root.find(f"{_CHART}chart/{_CHART}title")
    series = list(root.iter(f"{_CHART}ser"))[:MAX_SERIES]
    names = [" ".join(_values(one.find(f"{_CHART}tx")).values()) for one in series]
    columns = [_values(one.find(f"{_CHART}val"), one.find(f"{_CHART}yVal")) for one in series]
    labels: dict[int, str] = {}
    for one in reversed(series):
        labels |= _values(*(one.find(_CHART + name) for name in _ORDER))
    points = sorted({index for column in columns for index in column})
    rows = [(labels.get(index, ""), *(column.get(index, "") for column in columns)) for index in points]
    return Chart(_written(title) if title is not None else "", (("", *names), *rows) if rows else ())


def add_chart(writer: PageWriter, xml: bytes, place: str, path: tuple[str, ...]) -> None:
    """Write a chart at `place`: its title, then its table.

    Raises:
        etree.XMLSyntaxError: it is damaged.
    """
    chart = read_chart(xml)
    writer.add(BlockKind.PARAGRAPH, chart.title, place, path)
    for number, row in enumerate(chart.rows):
        writer.add_row(row, f"{place} row {number + 1}", path, chart.rows[0] if number else ())


def diagram_texts(xml: bytes) -> Iterator[str]:
    """The texts of a SmartArt drawing, in the order of its outline.

    Raises:
        etree.XMLSyntaxError: it is damaged.
    """
    for point in parsed_part(xml).iter(_POINT):
        if point.get("type", "node") in ("node", "asst") and (text := _written(point)):
            yield text


def written_paragraphs(element: Any) -> Iterator[str]:
    """The paragraphs of a drawing's text."""
    for paragraph in element.iter(_PARAGRAPH):
        if text := squeeze("".join(run.text or "" for run in paragraph.iter(_TEXT))):
            yield text


def _written(element: Any) -> str:
    return " ".join(written_paragraphs(element))


def _values(*sources: Any) -> dict[int, str]:
    """The stored values of the first source that is there, by their number."""
    source = next((one for one in sources if one is not None), None)
    if source is None:
        return {}
    style = squeeze(source.findtext(f".//{_CHART}formatCode") or "")
    found: dict[int, str] = {}
    for point in source.iter(f"{_CHART}pt"):
        index, value = point.get("idx", ""), squeeze(point.findtext(f"{_CHART}v") or "")
        if index.isdecimal() and value and len(found) < MAX_POINTS:
            found[int(index)] = _shown(value, style)
    direct = squeeze(source.findtext(f"{_CHART}v") or "")
    return found or ({0: direct} if direct else {})


def _shown(value: str, style: str) -> str:
    """A number without the noise of its binary form; a share of 1 as the percentage that the chart shows."""
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number * 100:.10g}%" if style.split(";")[0].endswith("%") else f"{number:.12g}"
