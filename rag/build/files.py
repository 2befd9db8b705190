"""Proposal files and the originals they cite, checked against each other without any record."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from rag.build.reading import read_documents
from rag.errors import UsageError
from rag.ingest.document import Document
from rag.ingest.expand import expand
from rag.ingest.workers import Readers, find_sources
from rag.knowledge.knowledge import Knowledge
from rag.propose.proposal import Proposal
from rag.propose.verify import VerifyReport, verify
from rag.settings import Settings


def load_proposal(path: Path) -> Proposal:
    """The proposal in a JSON file or in an evidence pack.

    Raises:
        UsageError: the file is neither.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as pack:
                name = next((name for name in pack.namelist() if name.endswith("proposal.json")), "")
                if not name:
                    raise UsageError(f"{path} holds no proposal.json. Give a proposal's JSON file or its evidence pack.")
                content = pack.read(name)
        else:
            content = path.read_bytes()
        return Proposal.model_validate_json(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValidationError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} is not a proposal that this version wrote.") from error


def verify_files(path: Path, documents: Path, settings: Settings) -> VerifyReport:
    """Re-check a proposal file against the original documents in a folder, without any record."""
    sources, _ = find_sources([documents])
    if not sources:
        raise UsageError(f"{documents}: there are no files here to check against.")
    timeout_s, memory_mb = settings.read_timeout_s, settings.read_memory_mb
    with (
        TemporaryDirectory(prefix="groundplan-") as folder,
        expand(sources, Path(folder), timeout_s=timeout_s, memory_mb=memory_mb) as expanded,
        Readers(settings.workers, memory_mb) as readers,
    ):
        reading = read_documents(settings, readers, expanded.sources)
        pages = {
            (document.sha256, index): page.text
            for document in reading
            if isinstance(document, Document)
            for index, page in enumerate(document.pages)
        }
    return verify(load_proposal(path), lambda sha256, index: pages.get((sha256, index)), Knowledge().advise)
