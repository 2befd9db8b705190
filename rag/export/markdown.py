"""The proposal as one Markdown file; diagrams stay Mermaid code, markers lead to the indexes at the end."""

import re
from collections.abc import Iterable, Iterator

from rag.export.nodes import Grid, Heading, Items, Layout, Listing, Node, Picture, Run, Text

BULLETS = {"bullet": "-", "ordered": "1.", "check": "- [ ]"}


def to_markdown(layout: Layout) -> str:
    """The text of the file."""
    parts = [f"# {escape(layout.title)}", _facts(layout)]
    for node in layout.nodes:
        parts.extend(_node(node, layout.labels["In words"]))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is: no markup, link or HTML of a document takes effect."""
    text = " ".join(text.split())
    text = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(
        r"^(#+ |[-+] |\d+[.)] )",
        lambda match: f"\\{match[0]}" if match[0][0] in "#-+" else match[0].replace(".", "\\.").replace(")", "\\)"),
        text,
    )


def _facts(layout: Layout) -> str:
    rows = (
        (layout.labels["Company"], layout.company),
        (layout.labels["Date"], layout.date),
        (layout.labels["Version"], str(layout.version)),
        (layout.labels["Status"], f"{layout.status}: {layout.status_reason}" if layout.status_reason else layout.status),
    )
    return "\n".join([f"**{name}** {escape(value)}  " for name, value in rows])


def _node(node: Node, say: str) -> Iterator[str]:
    match node:
        case Heading(level=level, number=number, title=title, anchor=anchor, badge=badge):
            label = " ".join(part for part in (number, escape(title)) if part)
            yield f'<a id="{anchor}"></a>'
            yield f"{'#' * (level + 1)} {label}{f' ({badge})' if badge else ''}"
        case Text(runs=runs, kind=kind):
            yield f"> {_runs(runs)}" if kind == "note" else _runs(runs)
        case Items(items=items, kind=kind):
            yield "\n".join(f"{BULLETS[kind]} {_runs(item)}" for item in items)
        case Grid():
            yield from _grid(node)
        case Picture(caption=caption, alt=alt, source=source, label=label, words=words):
            if source:
                yield f"```mermaid\n{source}\n```"
            yield f"*{label}: {escape(caption)}.* {escape(alt)}{f' [{say}](#{words})' if words else ''}"
        case Listing(language=language, caption=caption, source=source):
            yield f"```{language}\n{source.replace('```', '` ` `')}\n```"
            yield f"*{escape(caption)}*"


def _grid(grid: Grid) -> Iterator[str]:
    if grid.caption:
        yield f"**{f'{grid.label}: ' if grid.label else ''}{escape(grid.caption)}**"
    lines = [_line(escape(name) for name in grid.header), _line("---" for _ in grid.header)]
    for number, row in enumerate(grid.rows):
        cells = [_runs(cell) for cell in row]
        anchor = grid.anchors[number] if grid.anchors else ""
        if anchor:
            cells[0] = f'<a id="{anchor}"></a>{cells[0]}'
        lines.append(_line(cells))
    yield "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.is_break:
        return "<br>"
    text = " " if run.text == " " else escape(run.text)
    if run.is_marker:
        return f" <sup>[{text}](#{run.href})</sup>"
    if run.href:
        return f"[{text}](#{run.href})"
    return f"**{text}**" if run.is_strong else text
