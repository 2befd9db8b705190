"""What became of a cited document since: it is in use, was replaced, was set aside, or was deleted."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a document."""

    IN_USE = "in use"
    REPLACED = "replaced"
    SET_ASIDE = "set aside"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a quotation stands now."""

    fate: Fate
    version: int = 0  # REPLACED: of the document that counts now, from 1
    place: str = ""  # REPLACED: where the quotation stands in that version; "" when it does not

    @property
    def is_stale(self) -> bool:
        """Whether the cited version counts no longer."""
        return self.fate is not Fate.IN_USE

    @property
    def still_stands(self) -> bool:
        """Whether the document that counts now says the same."""
        return not self.is_stale or bool(self.place)

    @property
    def said(self) -> str:
        """In words; "" while the document is in use."""
        match self.fate:
            case Fate.IN_USE:
                return ""
            case Fate.REPLACED:
                found = f"still stands there: {self.place}" if self.place else "is no longer there"
                return f"replaced by version {self.version}; the quotation {found}"
            case Fate.SET_ASIDE:
                return "the document was set aside"
            case Fate.DELETED:
                return "the document was deleted"


IN_USE = Standing(Fate.IN_USE)
