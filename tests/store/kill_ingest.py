"""Processes that take files in and kill themselves at a chosen point.

`python -m tests.store.kill_ingest` reads for each of them a line of JSON, `[DATA, FILES, POINT, N, OUT]`, starts it as a copy
of itself, which has everything loaded, and says its id, and its exit status when it has ended.

The process writes each name to OUT as it is reported. Points: `file` (an original was kept), `row` (inside the transaction),
`delete` (after it), `commit` (before the first vector), `vector` (after N batches of vectors), `mark` (before they are marked),
`never`.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from rag.extract.fact import Fact
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Vectors
from rag.index.hashing import HashingEmbedder
from rag.ingest.document import Document
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.progress import IngestProgress
from rag.store.record import Record
from tests.store.parts import musts, steps


class Bomb:
    """Kills this process, as `kill -9` does, at the `count`-th time that its point is reached."""

    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._count = count

    def reach(self, point: str) -> None:
        """Say that a point is reached."""
        if point == self._point:
            self._count -= 1
            if self._count == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Vectoring:
    """The real vector index, with the bomb around it."""

    def __init__(self, index: ChromaIndex, bomb: Bomb) -> None:
        self._index = index
        self._bomb = bomb
        self.ids = index.ids
        self.drop = index.drop
        self.compact = index.compact
        self.drop_other_fingerprints = index.drop_other_fingerprints

    def add(self, collection: str, ids: Sequence[str], vectors: Vectors) -> None:
        """See `VectorStore`."""
        self._bomb.reach("commit")
        self._index.add(collection, ids, vectors)
        self._bomb.reach("vector")

    def delete(self, collection: str, ids: Collection[str]) -> None:
        """See `VectorStore`."""
        self._bomb.reach("delete")
        self._index.delete(collection, ids)


def take_in(data_dir: Path, folder: Path, point: str, count: int, out: Path) -> None:
    """Take in the files of `folder`, by name."""
    bomb = Bomb(point, count)

    def extract(document: Document, document_id: str) -> tuple[Fact, ...]:
        bomb.reach("file")
        return musts(document, document_id)

    @event.listens_for(Engine, "before_cursor_execute")
    def before(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO chunks"):
            bomb.reach("row")
        if statement.startswith("UPDATE contents SET status") and "IN" in statement:
            bomb.reach("mark")

    embedder = HashingEmbedder()
    sources = [Source(path.name, path) for path in sorted(folder.iterdir())]
    reported: set[int] = set()

    def tell(progress: IngestProgress) -> None:
        for number in range(progress.done):
            if number not in reported:
                reported.add(number)
                told.write(f"{sources[number].name}\n")
                told.flush()

    with (
        out.open("w", encoding="utf-8") as told,
        Record.open(data_dir) as record,
        closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as index,
    ):
        workspace = record.create_workspace("default")
        Intake(record, Vectoring(index, bomb), embedder, steps(extract), batch=8).ingest(workspace.id, sources, tell)


def main() -> None:
    """Start one process after another."""
    for line in sys.stdin:
        data_dir, folder, point, count, out = json.loads(line)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                take_in(Path(data_dir), Path(folder), point, count, Path(out))
                status = 0
            except Exception:  # noqa: BLE001 - it is told, and the copy must not go on as its original
                traceback.print_exc()
            os._exit(status)
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
