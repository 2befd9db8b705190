"""A file that machines read, or code → its lines as they are, with the elements that they make; notes in YAML and JSON."""

from dataclasses import replace

from rag.ingest.outline import read_outline
from rag.ingest.prose_json import read_prose_json
from rag.ingest.structured.read import format_of, read_elements
from rag.ingest.text import read_lines
from rag.ingest.writer import Reading

_NOTES = (".yaml", ".yml")
_EXPORTS = (".json", ".jsonl", ".ndjson")
_MOST_LINES = 300  # of notes: what is longer was written by a machine, or for one


def read_structured(name: str, content: bytes) -> Reading:
    """The file's lines, and its elements where the format is known; YAML and JSON in no known format are read as notes.

    Raises:
        UnreadableDocument: the bytes are not text.
        DocumentTooLarge: it is over the limit for text.
    """
    reading = read_lines(content)
    page = reading.pages[0]
    is_short = page.text.count("\n") < _MOST_LINES
    if is_short and name.lower().endswith(_NOTES) and format_of(name, page.text) is None:
        return read_outline(page.text)
    if name.lower().endswith(_EXPORTS) and format_of(name, page.text) is None and (told := read_prose_json(name, page.text)):
        return told
    return replace(reading, pages=(replace(page, elements=read_elements(name, page.text)),))
