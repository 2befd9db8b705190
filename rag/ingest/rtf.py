"""RTF → one page in the order of the document's body, as the Word reader gives it."""

from bisect import bisect_right
from collections.abc import Sequence

from rag.ingest.flow import Flow, FlowRow
from rag.ingest.limits import MAX_UNPACKED_BYTES, check_size
from rag.ingest.rtf_parse import MAX_GROUPS, parse_rtf
from rag.ingest.rtf_story import Part, RtfDocument, RtfParagraph, RtfRow, RtfTable, Story
from rag.ingest.writer import Reading, squeeze

MAX_SPAN = 60  # columns that one cell may stand for
NEAR = 60  # twips (1 mm); edges of cells that differ by less are one


def read_rtf(content: bytes) -> Reading:
    """An RTF file.

    Raises:
        DocumentTooLarge: it is over the limit.
    """
    check_size(len(content), MAX_UNPACKED_BYTES)
    document = parse_rtf(content)
    flow = Flow()
    _write_margins(flow, document, Part.HEADER)
    for story in document.stories.get(Part.BODY, []):
        for item in story.items:
            if isinstance(item, RtfParagraph):
                flow.paragraph(item.seen, item.concealed, item.style)
            else:
                _write_table(flow, item)
    for part in (Part.FOOTNOTE, Part.ENDNOTE, Part.COMMENT):
        for number, story in enumerate(document.stories.get(part, []), start=1):
            paragraphs = _paragraphs(story)
            flow.note("\n".join(p.seen.strip() for p in paragraphs if p.seen.strip()), f"{part.value} {number}")
            flow.note("\n".join(p.concealed for p in paragraphs if p.concealed.strip()), f"{part.value} {number}", hidden=True)
    _write_margins(flow, document, Part.FOOTER)
    warnings = []
    if document.objects:
        warnings.append(f"{document.objects} embedded objects (charts, sheets, formulas) were not read")
    if document.is_too_deep:
        warnings.append(f"text in more than {MAX_GROUPS} groups inside each other was not read")
    page = flow.writer.page(needs_ocr=not flow.writer.blocks and document.has_pictures)
    return Reading((page,), title=squeeze(document.title) or flow.title, dated=document.dated, warnings=tuple(warnings))


def _write_margins(flow: Flow, document: RtfDocument, part: Part) -> None:
    """Headers or footers of all sections, each text once."""
    found: set[str] = set()
    for story in document.stories.get(part, []):
        for paragraph in _paragraphs(story):
            for text, hidden in ((paragraph.seen.strip(), False), (paragraph.concealed.strip(), True)):
                if text and text not in found:
                    found.add(text)
                    flow.note(text, part.value, hidden=hidden)


def _paragraphs(story: Story) -> list[RtfParagraph]:
    """All paragraphs of a story, those in tables, too."""
    found: list[RtfParagraph] = []
    for item in story.items:
        if isinstance(item, RtfParagraph):
            found.append(item)
        else:
            found += [paragraph for row in item.rows for cell in row.cells for paragraph in cell]
    return found


def _write_table(flow: Flow, table: RtfTable) -> None:
    if max(len(row.cells) for row in table.rows) == 1:  # a frame around text, not a table
        flow.frame()
        for row in table.rows:
            for paragraph in row.cells[0]:
                flow.paragraph(paragraph.seen, paragraph.concealed, paragraph.style)
        return
    widest = max(table.rows, key=lambda row: len(row.cells))
    edges = widest.edges if len(widest.edges) == len(widest.cells) and list(widest.edges) == sorted(widest.edges) else ()
    flow.table(_flow_row(row, edges, len(widest.cells)) for row in table.rows)


def _flow_row(row: RtfRow, edges: Sequence[int], columns: int) -> FlowRow:
    """The texts of a row; a merged cell stands for all columns up to its right edge, as the widest row has them."""
    spans = [1] * len(row.cells)
    if edges and len(row.cells) < columns and len(row.edges) == len(row.cells):
        reached = [bisect_right(edges, edge + NEAR) for edge in row.edges]
        spans = [min(max(end - start, 1), MAX_SPAN) for start, end in zip([0, *reached], reached, strict=False)]
    cells: list[str] = []
    hidden: list[str] = []
    for paragraphs, span in zip(row.cells, spans, strict=True):
        cells += [" ".join(p.seen for p in paragraphs if p.seen)] + [""] * (span - 1)
        hidden.append(" ".join(p.concealed for p in paragraphs if p.concealed))
    return FlowRow(cells, hidden, row.is_header)
