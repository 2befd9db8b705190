"""HTML → one page of the text a reader sees, in document order; what the page hides is set aside, deletions are resolved."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rag.ingest.document import BlockKind, Quarantine
from rag.ingest.encoding import decode_text
from rag.ingest.grid import lay_out, spread
from rag.ingest.limits import MAX_TEXT_BYTES, check_size
from rag.ingest.writer import HeadingTrail, PageWriter, Reading, squeeze

DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "head",
    "select",
    "button",
    "nav",
    "del",
}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt"),
    *(
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
    ),
    *("li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
MAX_AROUND = 100  # elements around a table that are looked at
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|font-size\s*:\s*(?:0(?:\.\d+)?|1)(?:px|pt)?\s*(?:;|$|!)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = r"(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]*\))"
_WHITE_TEXT = re.compile(rf"(?:^|;)\s*color\s*:\s*{_WHITE}\s*(?:;|$|!)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color|-image)?\s*:", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_LIMIT = 200_000
_SELECTOR = re.compile(r"^[\w\s.#>-]{1,80}$")


def read_html(content: bytes) -> Reading:
    """An HTML file; scripts, styles and navigation are left out."""
    check_size(len(content), MAX_TEXT_BYTES)
    text, _ = decode_text(content, declared=True)
    tree = LexborHTMLParser(text)
    heading = tree.css_first("title")
    title = squeeze(heading.text()) if heading is not None else ""
    root = tree.body or tree.root
    walk = _Walk(_hidden_by_style(tree))
    if root is not None:
        walk.run(root)
    return Reading((walk.writer.page(),), title=title)


def _hidden_by_style(tree: LexborHTMLParser) -> set[int]:
    """Nodes that a rule of the page's own style sheet hides."""
    css = _COMMENT.sub("", " ".join(node.text() for node in tree.css("style")))[:_CSS_LIMIT]
    hidden: set[int] = set()
    for selectors, body in _RULE.findall(_AT_BLOCK.sub("", css)):
        if _hides(body):
            for selector in selectors.split(","):
                if _SELECTOR.match(selector.strip()):
                    hidden.update(node.mem_id for node in tree.css(selector.strip()))
    return hidden


def _hides(style: str) -> bool:
    return bool(_HIDING_STYLE.search(style)) or (bool(_WHITE_TEXT.search(style)) and not _BACKGROUND.search(style))


class _Walk:
    """One pass over the tree; iterative, since hostile files nest deeper than Python recurses."""

    def __init__(self, hidden: set[int]) -> None:
        self.writer = PageWriter()
        self._hidden_ids = hidden
        self._trail = HeadingTrail()
        self._text: list[str] = []
        self._item = 0  # depth of <li> around the current place
        self._hidden = 0  # depth of hidden elements
        self._dark = 0  # depth of elements with a background of their own: white text may be seen there
        self._covered: set[int] = set()  # <tr> already written as rows

    def run(self, root: LexborNode) -> None:
        """Write the blocks of `root`."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                continue
            if node.is_text_node:
                self._text.append(node.text_content or "")
                continue
            tag = node.tag
            if not node.is_element_node or tag in DROPPED:
                continue
            self._enter(node)
            if tag == "pre":
                self._flush(BlockKind.CODE, node.text())
            elif tag == "table" and (rows := self._data_rows(node)):
                self._table(rows)
            else:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
                continue
            self._leave(node)

    def _enter(self, node: LexborNode) -> None:
        tag, style = node.tag, (node.attributes.get("style") or "")
        if tag in BLOCKS:
            self._flush()
        elif tag == "br":
            self._text.append("\n")
        if self._conceals(node, style):
            self._flush()
            self._hidden += 1
        self._dark += bool(_BACKGROUND.search(style) or node.attributes.get("bgcolor"))
        self._item += tag == "li"

    def _leave(self, node: LexborNode) -> None:
        tag, style = node.tag, (node.attributes.get("style") or "")
        if tag in HEADINGS:
            self._heading(HEADINGS[tag])
        elif tag in BLOCKS:
            self._flush()
        self._dark -= bool(_BACKGROUND.search(style) or node.attributes.get("bgcolor"))
        if self._conceals(node, style):
            self._flush()
            self._hidden -= 1
        self._item -= tag == "li"

    def _conceals(self, node: LexborNode, style: str) -> bool:
        if node.mem_id in self._hidden_ids or "hidden" in node.attributes or _HIDING_STYLE.search(style):
            return True
        color = node.attributes.get("color") or ""
        white = bool(_WHITE_TEXT.search(style)) or bool(re.fullmatch(_WHITE, color, re.IGNORECASE))
        return white and not self._dark and not _BACKGROUND.search(style)

    def _heading(self, level: int) -> None:
        text = self._take()
        if not text:
            return
        path = self._trail.path_above(level)
        if self._hidden:
            self.writer.add(BlockKind.HEADING, text, self._trail.paragraph(), path, level=level, quarantine=Quarantine.HIDDEN)
            return
        self._trail.enter(level, text)
        self.writer.add(BlockKind.HEADING, text, self._trail.section, path, level=level)

    def _flush(self, kind: BlockKind | None = None, text: str | None = None) -> None:
        text = self._take() if text is None else text.strip("\n")
        if not text.strip():
            return
        kind = kind or (BlockKind.LIST_ITEM if self._item else BlockKind.PARAGRAPH)
        quarantine = Quarantine.HIDDEN if self._hidden else None
        self.writer.add(kind, text, self._trail.paragraph(), self._trail.path, quarantine=quarantine)

    def _take(self) -> str:
        lines = [squeeze(line) for line in re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", self._collapse()).split("\n")]
        self._text.clear()
        return "\n".join(line for line in lines if line)

    def _collapse(self) -> str:
        """The collected text with source line breaks as spaces; only <br> breaks a line."""
        return "".join(part if part == "\n" else part.replace("\n", " ") for part in self._text)

    def _data_rows(self, table: LexborNode) -> list[list[LexborNode]]:
        """Rows of a table of data; none for a table that only lays the page out, which is then read as running text."""
        if any(node.mem_id != table.mem_id for node in table.css("table")):
            return []
        if _is_inside_table(table) and any(True for _ in table.css("h1, h2, h3, h4, h5, h6")):
            return []
        rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in table.css("tr")]
        return rows if any(len(row) > 1 for row in rows) else []

    def _table(self, rows: list[list[LexborNode]]) -> None:
        place = self._trail.table()
        texts = [[self._cell_texts(cell) for cell in row] for row in rows]
        spans = [
            (
                [(shown, _span(cell, "colspan"), _span(cell, "rowspan")) for cell, (shown, _) in zip(row, found, strict=True)],
                all(cell.tag == "th" for cell in row) or any(cell.parent and _is_head(cell.parent) for cell in row),
            )
            for row, found in zip(rows, texts, strict=True)
        ]
        grid = lay_out(list(spread(spans)))
        for number, cells in enumerate(grid.rows):
            row, where = rows[number], f"{place} row {number + 1}"
            hidden = self._hidden or any(
                self._conceals(node, node.attributes.get("style") or "") for cell in row for node in (cell, cell.parent or cell)
            )
            quarantine = Quarantine.HIDDEN if hidden else None
            self.writer.add_row(cells, where, self._trail.path, grid.header_of(number), quarantine)
            unseen = [concealed for _, concealed in texts[number]]
            self.writer.add_row(unseen, where, self._trail.path, quarantine=Quarantine.HIDDEN)

    def _cell_texts(self, cell: LexborNode) -> tuple[str, str]:
        """The text of a cell that is seen, and what it hides."""
        parts: tuple[list[str], list[str]] = ([], [])
        stack: list[tuple[LexborNode, bool]] = [(child, False) for child in reversed(list(cell.iter(include_text=True)))]
        while stack:
            node, hidden = stack.pop()
            if node.is_text_node:
                parts[hidden].append(node.text_content or "")
            elif node.is_element_node and node.tag not in DROPPED:
                hidden = hidden or self._conceals(node, node.attributes.get("style") or "")
                if node.tag in BLOCKS or node.tag == "br":
                    parts[hidden].append(" ")
                stack.extend((child, hidden) for child in reversed(list(node.iter(include_text=True))))
        return squeeze("".join(parts[0])), squeeze("".join(parts[1]))


def _span(cell: LexborNode, name: str) -> int:
    """The columns or rows that a cell takes up."""
    value = cell.attributes.get(name) or "1"
    return max(1, int(value)) if value.isdecimal() and len(value) < 6 else 1


def _is_inside_table(node: LexborNode) -> bool:
    """Whether a table lays out what is around a node; looked for as deep as people nest."""
    around = node.parent
    for _ in range(MAX_AROUND):
        if around is None or around.tag == "table":
            break
        around = around.parent
    return around is not None and around.tag == "table"


def _is_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"
