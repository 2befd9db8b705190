"""A file that machines read, or code → its lines as they are, with the elements that they make."""

from dataclasses import replace

from rag.ingest.structured.read import read_elements
from rag.ingest.text import read_lines
from rag.ingest.writer import Reading


def read_structured(name: str, content: bytes) -> Reading:
    """The file's lines, and its elements where the format is known.

    Raises:
        UnreadableDocument: the bytes are not text.
        DocumentTooLarge: it is over the limit for text.
    """
    reading = read_lines(content)
    page = reading.pages[0]
    return replace(reading, pages=(replace(page, elements=read_elements(name, page.text)),))
