"""Diagrams written as code inside a Markdown file → elements of its page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from rag.ingest.element import Element
from rag.ingest.structured.graphs import read_d2, read_dot
from rag.ingest.structured.lines import in_order
from rag.ingest.structured.mermaid import read_mermaid
from rag.ingest.structured.plantuml import read_plantuml
from rag.ingest.structured.structurizr import read_structurizr

MAX_ELEMENTS = 20_000  # of one page
_READERS: Mapping[str, Callable[[str, str], Iterator[Element]]] = {
    "mermaid": read_mermaid,
    **dict.fromkeys(("plantuml", "puml", "uml", "c4plantuml"), read_plantuml),
    "structurizr": read_structurizr,
    **dict.fromkeys(("dot", "graphviz"), read_dot),
    "d2": read_d2,
}

Fence = tuple[str, int, int]  # language, start and end of what stands between the fences


def fenced_elements(text: str, fences: Sequence[Fence]) -> tuple[Element, ...]:
    """The elements of the diagrams between fences of a page's `text`, at their places in it."""
    return in_order(list(islice(_elements(text, fences), MAX_ELEMENTS)))


def _elements(text: str, fences: Sequence[Fence]) -> Iterator[Element]:
    for language, start, end in fences:
        reader = _READERS.get(language.lower())
        if reader is not None:
            for element in reader("", text[start:end]):
                yield replace(element, start=element.start + start, end=element.end + start)
