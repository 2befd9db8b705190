"""How numbers, units, money and dates are written, in five languages."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

LowerCase = Annotated[str, StringConstraints(pattern=r"^[^A-ZÄÖÜÉ]+$")]  # looked up in small letters


class Multiplier(KnowledgeRow):
    """A word that multiplies the number before it."""

    factor: float
    words: tuple[str, ...]
    attached: tuple[str, ...] = ()  # letters that count only right after the digits


class DurationUnit(KnowledgeRow):
    """A unit of time."""

    seconds: float
    words: tuple[str, ...]  # regular expressions
    short: tuple[str, ...] = ()  # symbols, letter case included
    business: bool = False  # counts working time only


class DurationPhrase(KnowledgeRow):
    """A span of time in words."""

    pattern: Pattern
    seconds: float


class ServiceWords(KnowledgeRow):
    """Words for the hours of a week in which something is promised; all are regular expressions."""

    days: dict[int, str]  # day of the week, 1 for Monday
    joint: str  # between two days, and between two times of day
    every_day: str
    work_days: str
    before_noon: str  # behind an hour
    after_noon: str
    apart: Pattern  # the hours are those in which it is not promised
    these_hours: Pattern  # the hours that were named before


class Quantities(KnowledgeTable):
    """All of them."""

    multipliers: tuple[Multiplier, ...]
    number_words: dict[str, dict[LowerCase, float]]  # language → word → number
    compounds: dict[str, tuple[str, ...]]  # language → how a ten and a unit are one number: "{ten}-{unit}"
    durations: tuple[DurationUnit, ...]
    phrases: tuple[DurationPhrase, ...]
    sizes: dict[str, float]  # unit → bytes
    currencies: dict[str, str]  # written → ISO 4217
    currency_scales: dict[str, float]  # ways to write a currency that count thousands or millions → factor
    scales: dict[str, float]  # words of a title over figures → factor
    decimal_languages: dict[str, Pattern]  # decimal mark → common words of the languages that write it
    months: dict[int, tuple[str, ...]] = Field(min_length=12)
    ordinals: dict[int, tuple[str, ...]]  # of quarters and halves of a year
    half_words: Pattern
    mid_cues: Pattern
    weekdays: Pattern
    noons: dict[str, str]  # word → hh:mm
    service_hours: ServiceWords
    year_cues: Pattern
    end_cues: Pattern
    start_cues: Pattern
    quarter_words: Pattern
    at_most: Pattern
    at_least: Pattern
    about: Pattern


def load_quantities(folder: Path = TABLES) -> Quantities:
    """The table under `folder`.

    Raises:
        KnowledgeError: it is missing or faulty.
    """
    return read_table("quantities", Quantities, folder)
