"""What stands on a sheet of an XLSX file beside its cells: comments, text boxes, titles of charts.

In: the file's package and the sheet's part. Out: (cell or "text box", text). A part that is damaged loses only itself.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

from rag.ingest.drawings import parsed_part, read_chart, written_paragraphs
from rag.ingest.limits import PART_ERRORS
from rag.ingest.writer import squeeze

_PLACEHOLDER = re.compile(r"^\[[^\]]{3,40}\]\s*(?:\S.*?)https?://\S+\s*\S+:\s*", re.DOTALL)  # what old programs see of a thread


def sheet_notes(package: zipfile.ZipFile, sheet: str) -> list[tuple[str, str]]:
    """The comments by their cells, then the texts that lie over them."""
    notes: dict[tuple[str, str], None] = {}
    related = sorted(_related(package, sheet), key=lambda one: one[0] == "drawing")
    has_threads = any(kind == "threadedComment" for kind, _ in related)
    for kind, part in related:
        if kind == "threadedComment" or (kind == "comments" and not has_threads):
            notes |= dict.fromkeys(_comments(_root(package, part)))
        elif kind == "drawing":
            notes |= dict.fromkeys(("text box", text) for text in _boxes(_root(package, part)))
            for inner, chart in _related(package, part):
                if inner == "chart":
                    with suppress(etree.XMLSyntaxError, *PART_ERRORS):
                        title = read_chart(package.read(chart)).title
                        notes |= {("chart", title): None} if title else {}
    return list(notes)


def _related(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Kind and name of the parts that a part refers to."""
    folder, name = posixpath.split(part)
    root = _root(package, f"{folder}/_rels/{name}.rels")
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            yield (
                relation.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
            )


def _root(package: zipfile.ZipFile, part: str) -> Any:
    """The root of a part; None when it is missing or damaged."""
    with suppress(etree.XMLSyntaxError, *PART_ERRORS):
        return parsed_part(package.read(part))
    return None


def _comments(root: Any) -> Iterator[tuple[str, str]]:
    for comment in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
        words = (run.text or "" for run in comment.iter("{*}t", "{*}text") if not len(run))
        text = squeeze(_PLACEHOLDER.sub("", "".join(words)))
        if text:
            yield f"{comment.get('ref', '')} comment", text


def _boxes(root: Any) -> Iterator[str]:
    for box in root.iter("{*}txBody") if root is not None else ():
        if text := "\n".join(written_paragraphs(box)):
            yield text
