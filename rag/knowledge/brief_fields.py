"""The fields of the Brief, the authority and ageing of documents, and what belongs in the ledger of constraints."""

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import model_validator

from rag.knowledge.condition import Condition
from rag.knowledge.countries import Countries
from rag.knowledge.facts import Lexicon
from rag.knowledge.human_languages import HumanLanguages
from rag.knowledge.lifecycle import Lifecycle, load_lifecycle
from rag.knowledge.patterns import Pattern, any_case
from rag.knowledge.places import Places
from rag.knowledge.stances import Stances, load_stances
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table
from rag.knowledge.work_signs import WorkSigns, load_work_signs

FieldType = Literal[
    "text", "enum", "number", "ratio", "percent", "duration", "money", "currency", "date", "flag", "list", "object"
]


class Default(KnowledgeRow):
    """A default that fits the case better than the general one."""

    condition: Condition
    value: Any
    reason: str


class BriefField(KnowledgeRow):
    """One leaf of the Brief."""

    path: str
    type: FieldType
    label: str
    unit: str = ""
    values: tuple[str, ...] = ()  # of an enum
    default: Any = None  # None: stays unknown; "+26w" for a date: so long after today
    reason: str = ""  # why that default
    effect: str = ""  # what changes if it is wrong
    when: tuple[Default, ...] = ()
    drives: tuple[str, ...] = ()
    stands_in: str = ""  # which figure of ours takes its place while nobody says it
    core: str = ""  # group of the mandatory core
    question: str = ""
    scale: bool = False  # a {day1, m6, m24} triple
    per_system: bool = False  # asked once per system; the value lives in the list of systems
    tolerance: float = 0.0  # relative; dates: days
    stricter: Literal["", "min", "max", "last"] = ""  # last: the later one in `values`
    whole: bool = False  # of a list: an answer names all of it, so it takes the place of what documents name
    least: float | None = None  # of its numbers, in its own unit
    most: float | None = None

    @model_validator(mode="after")
    def _default_is_explained(self) -> "BriefField":
        if self.default is not None and not (self.reason and self.effect):
            raise ValueError(f"{self.path}: a default needs its reason and its effect if wrong")
        return self

    def admits(self, number: float) -> bool:
        """Whether a number may be its value."""
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def allows(self, value: Any) -> bool:
        """Whether a value, or each number of one by horizon, is in the field's range."""
        numbers = value.values() if isinstance(value, dict) else (value,)
        return all(self.admits(one) for one in numbers if isinstance(one, int | float) and not isinstance(one, bool))


class CategoryWords(KnowledgeRow):
    """A category of constraints and its words."""

    category: str
    pattern: Pattern


class FeatureType(KnowledgeRow):
    """What a capability is, by its words."""

    type: str
    pattern: Pattern


class Categories(KnowledgeRow):
    """How a constraint is put into a category."""

    by_kind: dict[str, str]
    by_words: tuple[CategoryWords, ...]
    features: str
    otherwise: str


class AuthorityClass(KnowledgeRow):
    """How far papers of one kind are believed when they disagree with others."""

    id: str
    rank: int  # higher is believed first
    label: str


class Equivalent(KnowledgeRow):
    """Ways to say one thing, in several languages."""

    word: str
    pattern: Pattern


class Equivalents(KnowledgeTable):
    """`equivalents.yaml`."""

    equivalents: tuple[Equivalent, ...]


class Comparison(KnowledgeRow):
    """What tells whether two statements speak of the same thing."""

    general: str  # words that say nothing about what a statement is about
    cases: Pattern  # groups `noun` and `case`, or `noun2` and `case2`: a plant, month, tier, stage …
    supposed: Pattern  # what is only supposed
    now: Pattern  # of today
    plan: Pattern  # of what is planned or expected
    copies: Pattern  # what is kept on the side of something
    keeps: Pattern  # where data rest or run
    opening: Pattern  # group `name`: the system with which a statement begins
    usual: Pattern  # a load on ordinary days
    highest: Pattern  # a load at its highest
    part_budget: Pattern  # money for a part of the whole, or for a part of its time
    purpose: Pattern  # group `what`: what money is for
    trial: Pattern  # a smaller scope, not another opinion about the whole
    of_others: Pattern  # a law that others are under
    denied_part: Pattern  # a law that does not reach a part
    rhythm: Pattern  # which of several copies is kept
    some_data: Pattern  # words for data
    spell: Pattern  # availability over another time than the calendar's
    named: Pattern  # its groups: what a target is for, by the grammar of the sentence
    team: Pattern  # groups `which` and `where`: which team a statement on people is about
    device_rhythm: Pattern  # a device that sends by itself
    team_part: Pattern  # a number of people of one team among several
    people: Pattern  # a word for people of any role
    decides: Pattern  # that something is decided, and no wish
    ends: Pattern  # that something comes to its end, and does not begin
    counted: Pattern  # that a load was seen, and not asked for
    measured: Pattern  # that a service level was measured, and not promised
    moment: Pattern  # group `moment`: the time or day with which a point of a record of events begins
    of_year: Pattern  # group `year`: a statement about one year
    equivalents: tuple[Equivalent, ...] = ()  # of `equivalents.yaml`
    places: dict[str, str] = {}  # code → how the place is written, of the lexicon; letter case counts

    @cached_property
    def place(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The places, compiled."""
        return tuple((code, re.compile(rf"(?<!\w)(?:{written})(?!\w)")) for code, written in self.places.items())

    @cached_property
    def known_stems(self) -> dict[str, frozenset[str]]:
        """Text → what it is about; filled by who compares texts, which compares each with many."""
        return {}

    @cached_property
    def equivalent(self) -> re.Pattern[str] | None:
        """All equivalents, a group named after the word for each; None where there are none."""
        found = "|".join(f"(?P<{row.word}>{row.pattern})" for row in self.equivalents)
        return any_case(rf"(?<!\w)(?:{found})(?!\w)") if found else None

    @cached_property
    def general_words(self) -> frozenset[str]:
        """The words of `general`."""
        return frozenset(self.general.split())


class BusinessQualifiers(KnowledgeRow):
    """Words, before or after one for customers, that make a company of them; parts of a regular expression."""

    before: str
    after: str

    def qualify(self, name: str, text: str) -> bool:
        """Whether one of them stands beside `name` in a text."""
        name = re.escape(name)
        return bool(re.search(rf"\b(?:{self.before})[ -]+{name}\b|\b{name}\s+(?:{self.after})\b", text, re.IGNORECASE))


class SharedMoney(KnowledgeRow):
    """A word or sign for money that several countries have."""

    taken_for: str  # the currency that it is read as by itself, ISO 4217
    words: str  # pattern
    unless: str  # pattern of what says whose it is
    local: dict[str, str]  # ISO 3166-1 → ISO 4217


class Products(KnowledgeRow):
    """How people name the product that covers what they need."""

    least: float  # share of the need from which one is taken
    lead: Pattern  # with which they begin
    covers: Pattern  # what it does with the need, right behind its name
    no_name: Pattern  # words that stand where a name would
    either: Pattern  # behind a name that is only one of several
    counted: Pattern  # groups `part` and `whole`: how many of how many points it covers


class Told(KnowledgeRow):
    """What statements of one kind are told apart by on their way to a field."""

    requests: Pattern  # what a rate counts that is a request each
    acts: Pattern  # each asks for much more than one request; counted by the second or minute they say what has to be carried
    events: Pattern
    builders: Pattern  # roles of those who build
    part_of_firm: Pattern  # beside how many “we” are: a part of the firm, and not all of it
    practices: dict[str, str]  # name of a practice → path; one that is not here is the field of its name in `ops`
    entails: dict[str, str]  # path of a practice → path of another that there is wherever there is the first
    shown_by: dict[str, str]  # technology in use → path of the practice that it shows


class BriefFields(KnowledgeTable):
    """The table of fields."""

    fields: tuple[BriefField, ...]
    groups: dict[str, str]  # of the mandatory core, in the order in which they are asked, with the field to ask for
    segment_kinds: dict[str, str]  # word for users → kind of segment
    business_qualifiers: BusinessQualifiers
    feature_types: tuple[FeatureType, ...]
    editions: Pattern  # behind a product's version: one whose support ends at a time of its own
    run_categories: tuple[str, ...]  # gazetteer categories of what a company builds with
    named_categories: tuple[str, ...]  # gazetteer categories of what a program is written in, and keeps its data in
    run_roles: tuple[str, ...]  # roles of a technology that say that it runs or is built with today
    system_categories: tuple[str, ...]  # gazetteer categories that are systems
    authority: dict[str, int]  # type of document → rank
    authority_classes: tuple[AuthorityClass, ...]  # highest first
    staleness: dict[str, float]
    flat_staleness: dict[str, float]
    undated_months: float
    old_months: float
    ledger_kinds: tuple[str, ...]
    categories: Categories
    shared_money: tuple[SharedMoney, ...]
    told: Told
    products: Products
    comparison: Comparison
    places: Places = Places(version="", source="", within={}, own=())  # of `places.yaml`
    countries: dict[str, str] = {}  # code → how it is shown, of `countries.yaml`
    filled_by: dict[str, tuple[str, ...]]  # kind of fact, name or any → paths
    parts: dict[str, str]  # first word of a path → part of the Brief

    @model_validator(mode="after")
    def _paths_are_known(self) -> "BriefFields":
        unknown = {path for paths in self.filled_by.values() for path in paths} - {field.path for field in self.fields}
        homeless = {field.path for field in self.fields} - {f.path for f in self.fields if f.path.split(".")[0] in self.parts}
        if unknown or homeless:
            raise ValueError(f"filled_by has no field {sorted(unknown)}; parts leave out {sorted(homeless)}")
        return self

    @cached_property
    def by_path(self) -> dict[str, BriefField]:
        """Path → field."""
        return {field.path: field for field in self.fields}

    @cached_property
    def kinds_of(self) -> dict[str, tuple[str, ...]]:
        """Path → the kinds of fact that can fill it."""
        found: dict[str, list[str]] = {}
        for kind, paths in self.filled_by.items():
            for path in paths:
                found.setdefault(path, []).append(kind)
        return {path: tuple(kinds) for path, kinds in found.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Path → label for a person."""
        return {field.path: field.label for field in self.fields}

    def authority_of(self, doc_type: str) -> str:
        """The class that a type of document belongs to."""
        rank = self.authority.get(doc_type, self.authority["other"])
        return next(one.id for one in self.authority_classes if one.rank == rank)

    def rank(self, doc_type: str, authority: str = "") -> int:
        """The rank of a document by its type, or by the class that a person gave it."""
        given = next((one.rank for one in self.authority_classes if one.id == authority), None)
        return self.authority.get(doc_type, self.authority["other"]) if given is None else given

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The field to ask for in each group of the mandatory core."""
        return tuple(self.groups.values())


class BriefKnowledge(KnowledgeRow):
    """Everything that reconciling knows."""

    fields: BriefFields
    lifecycle: Lifecycle
    lexicon: Lexicon
    stances: Stances
    work_signs: WorkSigns
    languages: HumanLanguages


def load_brief_knowledge(folder: Path = TABLES) -> BriefKnowledge:
    """The tables of the Brief under `folder`.

    Raises:
        KnowledgeError: one is missing or faulty.
    """
    fields = read_table("brief_fields", BriefFields, folder)
    equivalents = read_table("equivalents", Equivalents, folder).equivalents
    lexicon = read_table("lexicon", Lexicon, folder)
    comparison = fields.comparison.model_copy(update={"equivalents": equivalents, "places": lexicon.places})
    read = {
        "comparison": comparison,
        "places": read_table("places", Places, folder),
        "countries": shown_countries(folder),
    }
    return BriefKnowledge(
        fields=fields.model_copy(update=read),
        lifecycle=load_lifecycle(folder),
        lexicon=lexicon,
        stances=load_stances(folder),
        work_signs=load_work_signs(folder),
        languages=read_table("human_languages", HumanLanguages, folder),
    )


def shown_countries(folder: Path = TABLES) -> dict[str, str]:
    """Code → name of every country and part of one.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    countries = read_table("countries", Countries, folder)
    return {code: countries.shown(code) for code in (*countries.names, *countries.parts)}
