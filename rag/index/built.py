"""Which model made the vectors of a folder, by the settings that open it again.

Written once all vectors are made; when the settings name another model then, the earlier one can still answer meanwhile.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "built-by.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What made all vectors of a folder."""

    fingerprint: str
    embedder: str  # the settings of these names
    embedding_precision: str
    embedding_languages: str


def read_built(folder: Path) -> Built | None:
    """What made the vectors in a folder; None when that was never noted, or the note is of another version."""
    try:
        return Built(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_built(folder: Path, built: Built) -> None:
    """Note what made all vectors in a folder."""
    path = folder / _FILE
    path.with_suffix(".new").write_text(json.dumps(asdict(built), indent=2) + "\n", encoding="utf-8")
    path.with_suffix(".new").replace(path)
