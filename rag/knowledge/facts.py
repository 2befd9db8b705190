"""The knowledge of extraction: fact rules, cue words, lexicon, table headers, and everything the extractor needs in one value.

A rule is one regular expression over text in which entities are tokens, and the name of the reader that fills the slots.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationInfo, model_validator

from rag.knowledge.countries import Countries, load_countries
from rag.knowledge.gazetteer import Gazetteer, load_gazetteer
from rag.knowledge.house_rules import HouseRules, load_house_rules
from rag.knowledge.mentions import Mentions, load_mentions
from rag.knowledge.own_systems import OwnSystems
from rag.knowledge.patterns import OURS, Pattern, any_case, is_ours, unfold
from rag.knowledge.quantities import Quantities, load_quantities
from rag.knowledge.stances import Stances, load_stances
from rag.knowledge.structured import ProductNames, StructuredRules
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table
from rag.knowledge.tried import TriedCues, load_tried
from rag.knowledge.work_signs import WorkSigns, load_work_signs

_PLACEHOLDER = re.compile(r"\{(?:~(?P<gap>\d+)|(?P<token>[A-Z]+)(?::(?P<name>\w+))?|(?P<list>[a-z_]+))\}")


def expand(pattern: str, lists: Mapping[str, str]) -> str:
    """`pattern` with its placeholders as regular expressions: {~4} gaps, {DUR:name} tokens, {name} lists."""

    def part(match: re.Match[str]) -> str:
        if match["gap"]:
            return rf"[^\w⟦]*(?:[\w⟦]\S*\s+[^\w⟦]*){{0,{match['gap']}}}?"
        if match["token"]:
            token = rf"⟦{match['token']}\d+⟧"
            return rf"(?P<{match['name']}>{token})" if match["name"] else token
        return _PLACEHOLDER.sub(part, lists[match["list"]])  # a list may name another one

    return _PLACEHOLDER.sub(part, unfold(pattern))


class Example(KnowledgeRow):
    """A sentence that a rule must read, and the value it must give (None: any)."""

    text: str
    value: Any = None


class FactRule(KnowledgeRow):
    """One rule."""

    id: str
    kind: str
    pattern: str  # over tagged text, with placeholders
    reader: str  # names the function that fills the slots
    words: tuple[str, ...] = ()  # at least one of these is in the clause; empty: decided by the tokens of the pattern
    heading: Pattern = ""  # matches one of the headings above
    column: str = ""  # role of the column of a list of systems in whose cells alone it counts
    needs: str = ""  # also matches the clause
    unless: str = ""  # does not match the clause
    category: tuple[str, ...] = ()  # gazetteer categories that count
    time: tuple[str, ...] = ()  # times that count; empty: all
    alone: bool = False  # only where no rule before it has read a fact of its kind in the clause
    slots: dict[str, Any] = {}  # fixed slots
    hard: Literal["never", "modality", "reader"] = "never"  # modality: a must that binds; reader: the reader decides
    confidence: float = 0.75
    min: float | None = None  # smallest value that counts
    max: float | None = None
    languages: tuple[str, ...] = ("en", "de", "fr", "es", "pt")
    reads: Example
    leaves: str  # a sentence it must leave alone


class FactRules(KnowledgeTable):
    """All rules."""

    lists: dict[str, str]
    fields: dict[str, Pattern]  # what people know or do not know that is no product → how it is written
    rules: tuple[FactRule, ...]

    @model_validator(mode="after")
    def _all_compile(self, info: ValidationInfo) -> "FactRules":
        for rule in () if is_ours(info) else self.rules:
            for name in ("pattern", "needs", "unless"):
                try:
                    any_case(self.expand(getattr(rule, name)))
                except (re.error, KeyError) as error:
                    raise ValueError(f"{rule.id}, {name}: {error}") from error
        return self

    def expand(self, pattern: str) -> str:
        """`pattern` with its placeholders as regular expressions."""
        return expand(pattern, {**self.lists, "fields": "|".join(self.fields.values())})


class Modalities(KnowledgeRow):
    """How bindingness is worded, strongest first."""

    must_not: Pattern
    must: Pattern
    should_not: Pattern
    should: Pattern
    may: Pattern


class Indicatives(KnowledgeRow):
    """Rules in the plain present, without a word for must, one language each."""

    must_not: tuple[Pattern, ...]
    must: tuple[Pattern, ...]


class Times(KnowledgeRow):
    """How time is worded."""

    historic: Pattern
    hypothetical: Pattern
    planned: Pattern
    soft_example: Pattern  # only what follows is an example
    own_example: Pattern  # words that make such an example a real one
    replaced_by: Pattern  # after it stands what is current


class Cues(KnowledgeTable):
    """Words that decide modality, time, negation, doubt, and whom a must binds."""

    abbreviations: tuple[str, ...]
    clause_breaks: Pattern
    modality: Modalities
    firm: tuple[Pattern, ...]  # idioms that bind without a word for must, one language each
    ordinals: tuple[tuple[str, ...], ...]  # that count items within a paragraph, each row from the first
    indicative: Indicatives  # rules told in the plain present
    time: Times
    hedges: Pattern
    negation: Pattern
    bound: Pattern
    actors: Pattern
    papers: Pattern  # with these anywhere, the sentence is about bidding or paperwork
    office_verbs: Pattern  # after the must: work of people in an office
    conditional: Pattern
    upcoming: Pattern
    weak_must: Pattern  # a must of everyday speech
    capabilities: Pattern
    capability_actors: Pattern
    passive: Pattern
    procedure_headings: Pattern
    questions: Pattern
    phrases: dict[str, Pattern]  # what the readers listen for
    roles: dict[str, Pattern]  # role of a technology → words before it
    roles_behind: dict[str, Pattern]  # the same → words from its name on, where those before it tell none
    frequencies: dict[str, Pattern]
    beats: dict[int, Pattern]
    periods: dict[str, tuple[str, ...]]  # unit of time → its names
    windows: dict[str, tuple[str, ...]]  # what a window is for → its names, in small letters
    days: dict[str, Pattern]  # day or rhythm of a window → its names


class NamedPattern(KnowledgeRow):
    """A regime."""

    name: str
    pattern: Pattern


class DataClass(KnowledgeRow):
    """A class of data and its words; stricter classes come first."""

    name: str
    pattern: Pattern


class Consistency(KnowledgeRow):
    """A kind of truth that the system keeps, and its words."""

    kind: str
    pattern: Pattern


class Flag(KnowledgeRow):
    """Something that the system has to do, and words that point to it."""

    field: str  # of the Brief, yes or no
    least: int  # statements that have to hold such words
    pattern: Pattern


class Industry(KnowledgeRow):
    """A sector and its words."""

    industry: str
    pattern: Pattern


class Objective(KnowledgeRow):
    """A primary objective and its words."""

    objective: str
    pattern: Pattern


class HostingWord(KnowledgeRow):
    """A place to run and its words."""

    value: str
    pattern: Pattern


class Names(KnowledgeRow):
    """How organisations and products are named, and the words that tell whose name it is. Letter case counts in names."""

    legal_forms: Pattern
    behind_comma: Pattern  # of them, those that may stand behind a comma
    joints: Pattern  # small words within a name
    public: Pattern  # public bodies, hospitals, universities …; `{word}` stands for a capitalised word
    leading: Pattern  # capitalised words before a name that are no part of it
    provider_after: Pattern
    provider_before: Pattern
    customer_after: Pattern
    customer_before: Pattern
    elsewhere: Pattern  # before a name that has nothing to do with the company
    own: Pattern  # before the name of whose paper it is
    correspondents: Pattern  # what begins the line of a letter's sender or recipient
    no_house: Pattern  # a label of a mail domain that does not tell whose it is
    provider_header: Pattern  # header of a column of vendors
    project: Pattern  # with the group `name`
    product: Pattern
    plain_product: Pattern
    built: Pattern  # near a product: that it is to be built or replaced


class Lexicon(KnowledgeTable):
    """Words with a fixed meaning."""

    regimes: tuple[NamedPattern, ...]
    places: dict[str, Pattern]  # ISO code → names
    data_classes: tuple[DataClass, ...]
    consistency: tuple[Consistency, ...]
    whole: Pattern  # of a statement that is all or nothing: then its own words tell which kind, once said
    whole_of: tuple[Consistency, ...]
    flags: tuple[Flag, ...] = ()
    industries: tuple[Industry, ...]
    objectives: tuple[Objective, ...]
    hosting: tuple[HostingWord, ...]
    protocols: Pattern
    media: tuple[NamedPattern, ...]  # sorts of what today's work is kept in where no program was made for it
    names: Names


class Column(KnowledgeRow):
    """A column role of inventories and requirement tables."""

    role: str
    pattern: Pattern  # matches the whole header
    kind: str = ""  # fact kind of the cell; "" where the role only serves the others
    unit: Literal["", "duration", "percent", "date", "number", "money", "rate", "text"] = ""
    bare: str = ""  # unit of a bare number when the header names none: h, min, users …
    of_pieces: bool = False  # the header may name pieces of one program as well as systems


class HeadWord(KnowledgeRow):
    """Words by which a header is known that is in no list."""

    role: str
    pattern: Pattern


class TableHeaders(KnowledgeTable):
    """Header synonyms, and the words of cells with a fixed meaning."""

    columns: tuple[Column, ...]
    heads: tuple[HeadWord, ...]
    periods: dict[str, Pattern]  # year, month → words of a header or title
    about: dict[str, Pattern]  # cost, budget → words of a title over amounts; today → of a row of what is paid now
    done: Pattern  # a step of a plan is past
    exchanges: Pattern  # a way of exchange, in a free cell beside a system
    party: Pattern  # the name of another party, written as no plain noun is; letter case counts
    gone: Pattern  # a remark that says the thing of the row is no longer there
    units: dict[str, str]  # unit in a header, "RTO (h)" → duration text
    dispositions: dict[str, str]  # tolerate, invest, migrate … → keep, replace, retire
    dispositions_alone: dict[str, str]  # the same, of cells that say nothing else
    statuses: dict[str, str]  # of a product in a list of standards → value of a preference
    scopes: dict[str, bool]  # whether a law counts
    hosting: tuple[HostingWord, ...]  # where a system runs, in a cell that says only that
    priorities: dict[str, str]  # MoSCoW and synonyms → modality
    ratings: tuple[str, ...]  # of the priorities, those that only a column of priorities means so
    marked: Pattern  # a cell of a column whose header is a priority: so it is
    unmarked: Pattern  # so it is not
    not_wanted: Pattern  # a priority that says that it is not asked for now
    task_headers: Pattern  # of lists of what people do
    fits: dict[str, Pattern]  # standard, gap, custom → how a cell says that of a requirement
    requirement_numbers: Pattern  # that say by their letters, in capitals, that it is one; before its words
    requirement_headings: Pattern  # over lists and tables of requirements
    mandatory: Pattern  # in a title: what stands below it binds
    empty: Pattern  # not applicable
    nothing: Pattern  # that none may be lost
    totals: Pattern  # rows to skip


class ExtractKnowledge(KnowledgeRow):
    """Everything extraction knows."""

    rules: FactRules
    cues: Cues
    lexicon: Lexicon
    headers: TableHeaders
    quantities: Quantities
    gazetteer: Gazetteer
    structured: StructuredRules
    products: ProductNames
    own_systems: OwnSystems
    countries: Countries
    stances: Stances
    work_signs: WorkSigns
    tried: TriedCues
    mentions: Mentions
    house_rules: HouseRules


def load_extract_knowledge(folder: Path = TABLES) -> ExtractKnowledge:
    """The tables of extraction under `folder`.

    Raises:
        KnowledgeError: one is missing or faulty; the message names it.
    """
    tables = {
        "rules": read_table("fact_rules", FactRules, folder),
        "cues": read_table("cues", Cues, folder),
        "lexicon": read_table("lexicon", Lexicon, folder),
        "headers": read_table("table_headers", TableHeaders, folder),
        "quantities": load_quantities(folder),
        "gazetteer": load_gazetteer(folder),
        "structured": read_table("structured_rules", StructuredRules, folder),
        "products": read_table("product_names", ProductNames, folder),
        "own_systems": read_table("own_systems", OwnSystems, folder),
        "countries": load_countries(folder),
        "stances": load_stances(folder),
        "work_signs": load_work_signs(folder),
        "tried": load_tried(folder),
        "mentions": load_mentions(folder),
        "house_rules": load_house_rules(folder),
    }
    return ExtractKnowledge.model_validate(tables, context=OURS if folder == TABLES else None)
