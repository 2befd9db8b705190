"""DOCX → one page in the order of the document's body: headings, paragraphs, lists, tables, headers, notes, comments."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from rag.errors import UnreadableDocument
from rag.ingest.document import NO_TEXT
from rag.ingest.flow import PLAIN, Flow, FlowRow, ParagraphStyle, named_style
from rag.ingest.grid import Join
from rag.ingest.html import read_html
from rag.ingest.layout import scan_remarks
from rag.ingest.limits import open_package
from rag.ingest.numbering import Numbering
from rag.ingest.picture import add_pictures
from rag.ingest.scan import Scanner
from rag.ingest.writer import Reading, squeeze

TINY_HALF_POINTS = 4  # font sizes up to 2 pt cannot be read
TEMPLATE_STAMP = (2013, "python-docx")  # of that library's empty template, which many programs write with
PICTURE = "picture"  # the place of what OCR reads where nothing else is
MAX_TABLES = 5  # tables in tables that are read as such
MAX_BASES = 10  # styles that a style is based on, one after the other
MAX_DEPTH = 30  # of tables in tables and content controls
DAMAGED = "The Word file is damaged and cannot be opened. Open it in Word or LibreOffice and save it again."
_W_VAL = qn("w:val")
_FALLBACK = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same content again, for older programs
)
_SKIPPED = {_FALLBACK, *(qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText"))}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_CONTAINERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")}
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WINGDINGS = {"fc": "✓", "fe": "☒", "fd": "☒", "fb": "✗", "a8": "☐", "6f": "☐", "e0": "→", "df": "←", "f3": "↔"}
_WINGDINGS_2 = {"50": "✓", "52": "☑", "51": "☒", "4f": "✗", "54": "☒", "a3": "☐", "2a": "☐"}
_SYMBOLS = {  # font and code → sign
    **{("Wingdings", code): sign for code, sign in _WINGDINGS.items()},
    **{("Wingdings 2", code): sign for code, sign in _WINGDINGS_2.items()},
    **{("Symbol", code): sign for code, sign in {"b3": "≥", "a3": "≤", "b1": "±", "ae": "→", "ab": "↔", "d6": "√"}.items()},
}
_CALLS = {
    qn("w:footnoteReference"): "footnote",
    qn("w:endnoteReference"): "endnote",
    qn("w:commentReference"): "comment",
}
_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read_word(content: bytes, scanner: Scanner | None = None) -> Reading:
    """A DOCX file; one that holds pictures only is read by `scanner`.

    Raises:
        UnreadableDocument: the package or its main part is damaged.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    open_package(content).close()
    try:
        document = docx.Document(io.BytesIO(content))
        walk = _Walk(document)
        walk.run()
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml's and zipfile's errors on damaged files
        raise UnreadableDocument(DAMAGED) from error
    title, dated = _properties(document)
    needs_ocr = not walk.flow.writer.blocks and walk.has_pictures
    scan = (
        None if scanner is None or not needs_ocr else add_pictures(walk.flow.writer, _pictures(document), PICTURE, (), scanner)
    )
    page = walk.flow.writer.page(needs_ocr=needs_ocr, scan=scan)
    remarks = [f"it holds only pictures: {NO_TEXT}"] if page.needs_ocr else scan_remarks([page], "its pictures")
    return Reading((page,), title=title or walk.flow.title, dated=dated, warnings=(*walk.warnings, *remarks))


def _pictures(document: Any) -> Iterator[bytes]:
    """The picture files in the body, in order; one that is only linked, or damaged, loses only itself."""
    for blip in document.element.body.iter(qn("a:blip")):
        with suppress(Exception):  # python-docx raises KeyError and more
            yield document.part.related_parts[blip.get(qn("r:embed"))].blob


def _properties(document: Any) -> tuple[str, str]:
    """Title and ISO date of the last change; damaged properties lose only the properties."""
    try:
        if not any(str(part.partname) == "/docProps/core.xml" for part in document.part.package.iter_parts()):
            return "", ""  # the library would make some up, dated today
        properties = document.core_properties
        title = squeeze(properties.title or "")
        stamp = properties.modified or properties.created
        known = stamp is not None and stamp.year > 1990 and (stamp.year, properties.author) != TEMPLATE_STAMP
        return title, stamp.date().isoformat() if known else ""
    except Exception:  # noqa: BLE001 - damaged dates and parts raise ValueError, KeyError, AttributeError and lxml's errors
        return "", ""


class _Walk:
    """One pass over the body."""

    def __init__(self, document: Any) -> None:
        self.flow = Flow()
        self.warnings: list[str] = []
        self._document = document
        self._styles = _style_table(document)
        self._numbers = _style_numbers(document)
        self._numbering = Numbering(_numbering_root(document))
        self._marks: dict[tuple[str, str], tuple[int, str]] = {}  # kind and id of a note → its printed number, and its place
        self.has_pictures = False

    def run(self) -> None:
        """Write the whole document."""
        body = self._document.element.body
        self.has_pictures = next(body.iter(qn("w:drawing"), qn("w:pict")), None) is not None
        self._optional(lambda: self._margins("header"), "page headers")
        self._blocks(body, 0)
        self._optional(self._alternative_parts, "embedded parts")
        self._optional(self._notes, "notes and comments")
        self._optional(lambda: self._margins("footer"), "page footers")

    def _optional(self, step: Callable[[], None], what: str) -> None:
        """Run `step`; when its part of the file is damaged, only that part is lost."""
        try:
            step()
        except Exception:  # noqa: BLE001 - damaged parts raise KeyError, ValueError, AttributeError and lxml's errors
            self.warnings.append(f"the {what} are damaged and were not read")

    def _blocks(self, parent: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag in _CONTAINERS:
                self._blocks(element, depth + 1)

    def _paragraph(self, element: Any) -> None:
        seen, concealed = _texts(element)
        style = self._styles.get(_style_id(element), PLAIN)
        level = _outline_level(element) or style.level
        number = self._number(element) if seen.strip() else ""
        shown = replace(style, level=level, is_list=_is_numbered(element) or style.is_list)
        self._mark(element, self.flow.paragraph(seen, concealed, shown, number))
        for box in element.iter(qn("w:txbxContent")):
            if not any(ancestor.tag in _SKIPPED for ancestor in box.iterancestors()):
                self._blocks(box, MAX_DEPTH - 2)

    def _number(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph, by its own list or that of its style."""
        style = _style_id(paragraph)
        key, level = _list_of(paragraph)
        styled, styled_level = self._numbers.get(style, ("", None))
        return self._numbering.number(key or styled, level if level is not None else styled_level, style)

    def _mark(self, element: Any, place: str) -> None:
        """Remember where notes and comments are called; the number of a note is that of its call."""
        for mark in element.iter(*_CALLS):
            kind = _CALLS[mark.tag]
            number = 1 + sum(known == kind for known, _ in self._marks)
            self._marks.setdefault((kind, mark.get(qn("w:id"), "")), (number, place))

    def _table(self, element: Any) -> None:
        rows = list(_rows(element))
        if rows and max(len(row) for row, _ in rows) == 1:  # a frame around text, not a table
            self.flow.frame()
            for row, _ in rows:
                self._blocks(row[0][0], MAX_DEPTH - 4)
            return
        is_deep = sum(1 for _ in element.iterancestors(qn("w:tbl"))) >= MAX_TABLES
        self.flow.table(_flow_row(row, is_header, is_whole=is_deep) for row, is_header in rows)
        for inner in (
            () if is_deep else [table for row, _ in rows for cell, _ in row for table in cell.iterchildren(qn("w:tbl"))]
        ):
            self._table(inner)

    def _margins(self, which: str) -> None:
        """Headers or footers of all sections, each text once."""
        seen: set[str] = set()
        for section in self._document.sections:
            part = getattr(section, which)
            if part.is_linked_to_previous:
                continue
            for element in part._element.iter(qn("w:p")):
                text = _texts(element)[0].strip()
                if text and text not in seen:
                    seen.add(text)
                    self.flow.note(text, f"page {which}")

    def _notes(self) -> None:
        for relation in self._document.part.rels.values():
            kind = _NOTE_PARTS.get(str(relation.reltype).rsplit("/", 1)[-1])
            if kind is None or relation.is_external:
                continue
            root = parse_xml(relation.target_part.blob)
            for note in root.iterchildren():
                text = "\n".join(part for p in note.iter(qn("w:p")) if (part := _texts(p)[0].strip()))
                number, place = self._marks.get((kind, note.get(qn("w:id"), "")), (0, ""))
                where = f"{place}, {kind}" if place and kind == "comment" else f"{kind} {number or ''}".strip()
                self.flow.note(text, where)

    def _alternative_parts(self) -> None:
        """Parts in another format that Word would merge when it opens the file."""
        for chunk in self._document.element.body.iter(qn("w:altChunk")):
            part = self._document.part.rels[chunk.get(qn("r:id"))].target_part
            if "html" in part.content_type:
                inner = read_html(part.blob).pages[0]
                for block in inner.blocks:
                    text = inner.text[block.start : block.end]
                    self.flow.writer.add(
                        block.kind, text, block.locator, block.heading_path, level=block.level, quarantine=block.quarantine
                    )
            else:
                self.warnings.append(f"an embedded part of type {part.content_type} was not read")


def _style_table(document: Any) -> dict[str, ParagraphStyle]:
    """Style id → heading level, list or title, following what a style is based on."""
    raw = {element.get(qn("w:styleId"), ""): element for element in document.styles.element.iterchildren(qn("w:style"))}

    def resolve(style_id: str, depth: int = 0) -> ParagraphStyle:
        element = raw.get(style_id)
        if element is None or depth > 10:
            return PLAIN
        name_element = element.find(qn("w:name"))
        name = (name_element.get(_W_VAL) or "") if name_element is not None else ""
        own = named_style(name, _outline_level(element), _is_numbered(element))
        based = element.find(qn("w:basedOn"))
        if own == PLAIN and based is not None:
            return resolve(based.get(_W_VAL) or "", depth + 1)
        return own

    return {style_id: resolve(style_id) for style_id in raw}


def _list_of(element: Any) -> tuple[str, int | None]:
    """The list that a paragraph or style is in, "" for none of its own, and the level that it says."""
    numbers = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    key = numbers.find(qn("w:numId")) if numbers is not None else None
    level = numbers.find(qn("w:ilvl")) if numbers is not None else None
    value = level.get(_W_VAL, "") if level is not None else ""
    return (key.get(_W_VAL, "") if key is not None else ""), (int(value) if value.isdecimal() and len(value) < 3 else None)


def _style_numbers(document: Any) -> dict[str, tuple[str, int | None]]:
    """Style id → the list that it, or what it is based on, puts its paragraphs in."""
    raw = {element.get(qn("w:styleId"), ""): element for element in document.styles.element.iterchildren(qn("w:style"))}
    found: dict[str, tuple[str, int | None]] = {}
    for style_id in raw:
        element, level = raw.get(style_id), None
        for _ in range(MAX_BASES):
            if element is None:
                break
            key, own = _list_of(element)
            level = own if level is None else level
            if key:
                found[style_id] = (key, level)
                break
            based = element.find(qn("w:basedOn"))
            element = raw.get(based.get(_W_VAL, "")) if based is not None else None
    return found


def _numbering_root(document: Any) -> Any:
    """The numbering part's root; None when there is none, or it is damaged."""
    for relation in document.part.rels.values():
        if str(relation.reltype).endswith("/numbering") and not relation.is_external:
            with suppress(Exception):  # lxml's errors and more on a damaged part: it loses only the numbers
                return parse_xml(relation.target_part.blob)
    return None


def _style_id(paragraph: Any) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return (found.get(_W_VAL) or "") if found is not None else ""


def _outline_level(element: Any) -> int:
    """Heading level 1…6 from an outline level of 0…8; 9 is body text."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = found.get(_W_VAL) if found is not None else None
    return min(int(value) + 1, 6) if value is not None and value.isdigit() and int(value) < 9 else 0


def _is_numbered(element: Any) -> bool:
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return found is not None and found.get(_W_VAL) != "0"


def _texts(paragraph: Any) -> tuple[str, str]:
    """The text of a paragraph that is seen, and the text that its formatting hides; deleted text is neither."""
    parts: tuple[list[str], list[str]] = ([], [])
    for element in _inline(paragraph):
        run = element.getparent()
        text = _BREAKS.get(element.tag) or element.text or _symbol(element)
        parts[_conceals(run)].append(text)
    return "".join(parts[0]), "".join(parts[1])


def _symbol(element: Any) -> str:
    """The sign of a symbol font that says something: a tick, a cross, a box, an arrow."""
    font, code = element.get(qn("w:font"), ""), element.get(qn("w:char"), "")[-2:].lower()
    return _SYMBOLS.get((font, code), "") if element.tag == qn("w:sym") else ""


def _inline(parent: Any) -> Iterator[Any]:
    """Text, tab and break elements of a paragraph, not those of boxes anchored in it."""
    for element in parent.iterchildren():
        tag = element.tag
        if tag == qn("w:t") or tag == qn("w:sym") or tag in _BREAKS:
            if element.getparent().tag == qn("w:r"):
                yield element
        elif tag == _FORMULA_TEXT:
            yield element
        elif tag not in _SKIPPED and tag not in (qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"), qn("w:drawing"), qn("w:pict")):
            yield from _inline(element)


def _conceals(run: Any) -> bool:
    """Whether a run is hidden, white on no shading, or too small to read."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    for name in ("w:vanish", "w:webHidden"):
        flag = properties.find(qn(name))
        if flag is not None and flag.get(_W_VAL, "1") not in ("0", "false", "off"):
            return True
    size = properties.find(qn("w:sz"))
    if size is not None and (size.get(_W_VAL) or "").isdigit() and int(size.get(_W_VAL)) <= TINY_HALF_POINTS:
        return True
    color = properties.find(qn("w:color"))
    if color is None or (color.get(_W_VAL) or "").upper() != "FFFFFF":
        return False
    return not any(
        _is_shaded(ancestor) for ancestor in (run, *run.iterancestors(qn("w:p"), qn("w:tc"), qn("w:tr"), qn("w:tbl")))
    )


def _is_shaded(element: Any) -> bool:
    """Whether an element has a dark background of its own or from a table style, so that white text on it can be read."""
    for name in ("w:rPr", "w:pPr", "w:tcPr", "w:tblPr"):
        properties = element.find(qn(name))
        if properties is None:
            continue
        shade = properties.find(qn("w:shd"))
        if shade is not None and (shade.get(qn("w:fill")) or "auto").lower() not in ("auto", "ffffff"):
            return True
        if properties.find(qn("w:highlight")) is not None or properties.find(qn("w:tblStyle")) is not None:
            return True
    return False


def _rows(table: Any) -> Iterator[tuple[list[tuple[Any, int]], bool]]:
    """Each row's cells with the columns they span, and whether the row repeats as a header."""
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue
        cells: list[tuple[Any, int]] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            value = (span.get(_W_VAL) or "1") if span is not None else "1"
            cells.append((cell, min(int(value), 60) if value.isdigit() and int(value) else 1))
        if cells:
            yield cells, row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def _flow_row(row: list[tuple[Any, int]], is_header: bool, *, is_whole: bool) -> FlowRow:
    """The texts of a row; those of tables in its cells, too, when it is to be `is_whole`."""
    cells: list[str] = []
    hidden: list[str] = []
    joins: list[Join] = []
    for cell, span in row:
        seen, concealed = _cell_texts(cell, is_whole=is_whole)
        cells += [seen] + [""] * (span - 1)
        hidden.append(concealed)
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        is_covered = merge is not None and merge.get(_W_VAL, "continue") == "continue" and not seen
        joins += [Join.ABOVE if is_covered else Join.OWN] + [Join.LEFT] * (span - 1)
    return FlowRow(cells, hidden, is_header, joins)


def _cell_texts(cell: Any, *, is_whole: bool) -> tuple[str, str]:
    seen: list[str] = []
    hidden: list[str] = []
    for paragraph in cell.iter(qn("w:p")):
        if not is_whole and next(paragraph.iterancestors(qn("w:tc"))) is not cell:
            continue
        shown, concealed = _texts(paragraph)
        seen.append(shown)
        hidden.append(concealed)
    return " ".join(filter(None, seen)), " ".join(filter(None, hidden))
