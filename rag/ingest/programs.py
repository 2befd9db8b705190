"""Programs of this machine that reading may use, when they are installed."""

from dataclasses import dataclass, field

from rag.ingest.legacy import Office
from rag.ingest.ocr import Ocr


@dataclass(frozen=True, slots=True)
class Programs:
    """Outside programs that reading may use; by default none."""

    ocr: Ocr = field(default_factory=Ocr)
    office: Office = field(default_factory=Office)


NO_PROGRAMS = Programs()
