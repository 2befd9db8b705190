"""Sources that hold others → their parts, as sources of their own: "offers.zip/2026/offer.pdf", "minutes.eml/agenda.docx".

An archive gives way to what is in it; a mail stays, followed by its attachments. Each container is unpacked in a worker
process, one level at a time, so that one that crashes or runs out of time costs what is in it and nothing else. Nothing is
lost without a word: what does not come out is a failure under the name that it would have had.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.errors import DocumentTooLarge, IngestError
from rag.ingest.child import Child
from rag.ingest.container import Container, container_of
from rag.ingest.document import FailedDocument
from rag.ingest.eml import HEAD_BYTES
from rag.ingest.limits import MAX_PARTS, MAX_PARTS_BYTES, MAX_RATIO, SMALL_PARTS_BYTES
from rag.ingest.unpack import Allowance, Unpacked
from rag.ingest.workers import Source

OWN_TIME = 0.8  # share of the time limit after which a worker stops by itself and keeps what it has
UNPACK = "rag.ingest.unpack:unpack"


@dataclass(frozen=True, slots=True)
class Expanded:
    """What came of a list of sources."""

    sources: tuple[Source, ...] = ()  # in order, parts in the place of their container; only readable inside the `with`
    failed: tuple[FailedDocument, ...] = ()


@contextmanager
def expand(
    sources: Sequence[Source],
    folder: Path,
    *,
    timeout_s: float,
    memory_mb: int,
    report: Callable[[str], None] = lambda _name: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Expanded]:
    """`sources` with their containers opened, for as long as the `with` lasts.

    Args:
        sources: files; those that hold no others stay as they are.
        folder: where the parts may lie meanwhile; made when needed.
        timeout_s: longest time to unpack one container.
        memory_mb: memory that unpacking one may use.
        report: told the name of each container before it is opened.
        should_stop: asked before each; after a stop, what is not opened yet stays as it is.
    """
    own = folder / uuid.uuid4().hex
    with Child(UNPACK, memory_mb=memory_mb) as child:
        work = _Expansion(child, own, timeout_s, report, should_stop)
        try:
            for source in sources:
                work.open(source)
            child.close()  # not needed while the parts are read
            yield Expanded(tuple(work.sources), tuple(work.failed))
        finally:
            shutil.rmtree(own, ignore_errors=True)


def remove_stale(folder: Path) -> None:
    """Delete what a process that was killed left in the folder of `expand`; nobody may be working in it."""
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class _Tree:
    """What may still come out of one source that was given."""

    parts: int
    size: int  # bytes


@dataclass(slots=True)
class _Expansion:
    """One call of `expand`."""

    child: Child
    folder: Path
    timeout_s: float
    report: Callable[[str], None]
    should_stop: Callable[[], bool]
    sources: list[Source] = field(default_factory=list)
    failed: list[FailedDocument] = field(default_factory=list)
    _opened: int = 0

    def open(self, source: Source) -> None:
        """Add a source that was given, or what is in it."""
        try:
            with source.path.open("rb") as file:
                container = container_of(source.name, file.read(HEAD_BYTES))
            size = source.path.stat().st_size
        except OSError:  # whoever reads it says so
            container, size = None, 0
        allowed = min(MAX_PARTS_BYTES, max(SMALL_PARTS_BYTES, MAX_RATIO * size))
        self._add(source, container, _Tree(MAX_PARTS, allowed), 1)

    def _add(self, source: Source, container: Container | None, tree: _Tree, depth: int) -> None:
        """Add a source, or what is in it; containers nest no deeper than a worker allows."""
        if container is None or self.should_stop():
            self.sources.append(source)
            return
        self.report(source.name)
        found = self._unpack(source, container, tree, depth)
        if container.is_mail or not found.is_container:
            self.sources.append(source)
        self.failed += [replace(one, name="/".join(filter(None, (source.name, one.name)))) for one in found.failed]
        tree.parts -= len(found.parts)
        tree.size -= sum(part.size for part in found.parts)
        for part in found.parts:
            self._add(Source(f"{source.name}/{part.name}", Path(part.path)), part.container, tree, depth + 1)

    def _unpack(self, source: Source, container: Container, tree: _Tree, depth: int) -> Unpacked:
        self._opened += 1
        allowance = Allowance(tree.parts, tree.size, self.timeout_s * OWN_TIME, depth)
        into = self.folder / f"{self._opened:05}"
        try:
            found: Unpacked = self.child.run(self.timeout_s, source.name, str(source.path), container, str(into), allowance)
        except IngestError as error:
            if container.is_mail and not isinstance(error, DocumentTooLarge):
                return Unpacked()  # reading the mail itself fails likewise, and says so
            name = "attachments" if container.is_mail else ""
            return Unpacked(True, (), (FailedDocument(name, error.code, str(error)),))
        return found
