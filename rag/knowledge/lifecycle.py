"""When vendors stop supporting what companies run: one row per product version, each with its source and snapshot date."""

import re
from datetime import date
from pathlib import Path

from rag.knowledge.tables import TABLES, KnowledgeRow, read_rows


class SupportDates(KnowledgeRow):
    """Support of one version of one product."""

    product: str  # canonical name of the gazetteer
    version: str = ""  # as documents write it, without "version"; "": every version
    support_end: date | None = None  # end of ordinary support; None: no date announced
    extended_end: date | None = None  # end of paid or security-only support
    note: str = ""
    source: str
    snapshot: date


class Lifecycle(KnowledgeRow):
    """All rows."""

    rows: tuple[SupportDates, ...]

    def find(self, product: str, version: str) -> SupportDates | None:
        """The row that covers `version` of `product`: the one that shares the longest leading part of the version."""
        wanted = _parts(version)
        best: tuple[int, SupportDates] | None = None
        for row in self.rows:
            if row.product != product:
                continue
            have = _parts(row.version)
            if have != wanted[: len(have)]:
                continue
            if best is None or len(have) > best[0]:
                best = (len(have), row)
        return best[1] if best else None

    def is_over(self, product: str, as_of: str) -> bool:
        """Whether every version of `product` that the table knows has lost all support before the ISO date `as_of`."""
        ends = [
            max(filter(None, (row.support_end, row.extended_end)), default=None) for row in self.rows if row.product == product
        ]
        return bool(ends) and all(end is not None and end.isoformat() < as_of for end in ends)


def _parts(version: str) -> list[str]:
    """`2012 R2` → 2012, r2; `12.2.1` → 12, 2, 1; `19c` → 19; `6.0 EHP 7` → 6, 0, ehp7."""
    text = re.sub(r"\b(ehp|sp|r)\s+(\d)", r"\1\2", version.lower())
    parts = re.findall(r"[a-z]+\d+|\d+", text)
    return [re.sub(r"^v(?=\d)", "", part) for part in parts]


def load_lifecycle(folder: Path = TABLES) -> Lifecycle:
    """The lifecycle table under `folder`.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return Lifecycle(rows=read_rows("lifecycle", SupportDates, folder))
