"""Steps for tests: the real reader and splitter in this process, and an extractor that makes a fact of each "must" sentence."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from rag.errors import IngestError
from rag.extract.fact import Fact
from rag.ground.citation import Citation
from rag.ingest.chunk import split_document
from rag.ingest.document import Document, FailedDocument
from rag.ingest.reader import read_document
from rag.ingest.tokens import approximate_count
from rag.ingest.workers import Source
from rag.store.steps import Extract, Read, Steps

_MUST = re.compile(r"[^.\n]*\bmust\b[^.\n]*\.")


def read_here(sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
    """Read in this process, as the workers do in theirs."""
    for source in sources:
        try:
            yield read_document(source.name, source.path.read_bytes())
        except IngestError as error:
            yield FailedDocument(source.name, error.code, str(error))


def musts(document: Document, document_id: str) -> tuple[Fact, ...]:
    """A constraint for each sentence with "must"."""
    found: list[Fact] = []
    for index, page in enumerate(document.pages):
        for match in _MUST.finditer(page.text):
            block = page.block_at(match.start())
            quote = match.group().strip()
            citation = Citation(
                document_id=document_id,
                document=document.name,
                sha256=document.sha256,
                page=page.number,
                page_index=index,
                locator=block.locator if block else "",
                quote=quote,
            )
            key = f"{quote}{document.sha256}{index}{match.start()}"
            found.append(
                Fact(
                    id=hashlib.sha256(key.encode()).hexdigest()[:24],
                    kind="constraint",
                    statement=quote,
                    citation=citation,
                    rule="test",
                )
            )
    return tuple(found)


def steps(extract: Extract = musts, chunker: str = "1", extractor: str = "1", read: Read = read_here) -> Steps:
    """The steps, with a part of the test's own where it wants one."""
    return Steps(read, lambda document: split_document(document, approximate_count), extract, chunker, extractor)
