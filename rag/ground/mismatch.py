"""One thing that a sentence says and its quotations do not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What kind of thing it is, and what to tell people."""

    kind: (
        str  # number, money, percent, duration, size, date, time, version, unit, bound, negation, modality, … or a check's name
    )
    what: str  # for people: "the quotation does not say “8 h”"
