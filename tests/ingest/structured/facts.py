"""Short forms of elements, to compare them with."""

from rag.ingest.document import Page
from rag.ingest.element import Element, ElementKind
from rag.ingest.reader import read_document
from rag.ingest.secrets import SECRET


def page_of(name: str, text: str) -> Page:
    """The page of a file of that name and text, as the product reads it."""
    return read_document(name, text.encode()).pages[0]


def glosses(page: Page, kind: ElementKind | None = None) -> list[str]:
    """What its elements say, in order; of one kind, if one is given."""
    return [element.gloss for element in _of(page, kind)]


def quotes(page: Page, kind: ElementKind | None = None) -> list[str]:
    """The lines that its elements are cited by."""
    return [page.text[element.start : element.end] for element in _of(page, kind)]


def _of(page: Page, kind: ElementKind | None) -> list[Element]:
    """The elements of a format: those of the secrets that were blacked out stand beside them."""
    return [element for element in page.elements if kind in (None, element.kind) and element.type != SECRET]
