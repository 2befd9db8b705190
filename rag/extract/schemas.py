"""Tables and papers that explain how data is laid out: their rows name columns and codes, and state nothing of the company."""

from collections.abc import Sequence

from rag.extract.clauses import CueReader
from rag.ingest.document import BlockKind, Document

_FIRST = 3  # headings in which a paper says what it is


def lays_out_data(header: Sequence[str], cues: CueReader) -> bool:
    """Whether a header is that of a table of columns, of parameters, or of the tables of a database."""
    names = [name.strip(" *_:`") for name in header]
    if not names:
        return False

    def has(phrase: str) -> bool:
        return any(cues.phrases[phrase].search(name) for name in names)

    first = names[0]
    if cues.phrases["schema_field"].search(first):
        return has("schema_type") or has("schema_kept")
    if cues.phrases["schema_table"].search(first):
        return has("schema_rows")
    return cues.phrases["schema_name"].search(first) is not None and has("schema_type") and has("schema_kept")


def is_data_dictionary(document: Document, cues: CueReader) -> bool:
    """Whether a paper calls itself a code book or a dictionary of data, in its name, its title or its first headings."""
    page = document.pages[0] if document.pages else None
    headings = [block for block in page.blocks if block.kind is BlockKind.HEADING][:_FIRST] if page else []
    titles = [document.name.replace("_", " ").replace("-", " "), document.title]
    titles += [page.text[block.start : block.end] for block in headings if page]
    return any(cues.phrases["data_dictionary"].search(title) for title in titles)
