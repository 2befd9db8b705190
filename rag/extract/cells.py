"""One table row → values by column: headers mapped to roles, units of headers applied, words of fixed meaning looked up.

It yields drafts with their kind; what a cell says in sentences is left to the rules.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.extract.amounts import parse_number
from rag.extract.fact import Modality, Time
from rag.extract.headers import HeaderReader
from rag.extract.money_units import MoneyUnit, MoneyUnits
from rag.extract.rules import Draft
from rag.extract.table_notes import NO_NOTES, TableNotes
from rag.extract.tagging import Tagger
from rag.extract.technologies import Mention, TechnologyMatcher
from rag.extract.worded_cells import WordedCells
from rag.knowledge.facts import Column, ExtractKnowledge

_INVENTORY_ROLES = ("technology", "owner", "contract_end", "rto", "users", "disposition", "hosting", "vendor", "cost")
_MEASURES = frozenset({"rto", "rpo", "availability", "retention", "cost", "budget", "users", "contract_end"})
_ANYTHING = re.compile(r"(?i)(?:name|components?|service|product name|software)")  # headers that need not mean systems
_OF_SYSTEMS = ("technology", "contract_end", "disposition", "vendor", "cost")  # what only systems have, not their pieces
_NOTE = re.compile(r"(?<=\w)\s*\([^()]*[,;/][^()]*\)")  # behind a name: what of it there is
_SEVERAL = re.compile(r"[,;/\n]|\s(?:and|und|et|y|e)\s")
_WORDED = frozenset({"disposition", "data_class", "hosting", "preference", "compliance"})
_ANY_TABLE = frozenset({"remark", "status", "team", "subject", "planned"})
_JUDGED = ("rating", "mitigation")  # how bad something is, and what is done about it
_OF_REGISTERS = frozenset({"risk", "finding", *_JUDGED})
_FEWEST = 3  # words of a cell that tells a risk
_TOPIC_ROLES = frozenset({"id", "priority", "requirement", "amount", "subject", "remark", "planned", "status"})
_TWO = 2
_LONGEST_TOPIC = 8  # words
_ID = re.compile(r"[A-Za-z]{0,6}[-. ]?\d+(?:[.-]\d+)*[a-z]?\.?")
_CONTRACT_ROLES = ("contract_end", "notice", "vendor")
_HEADER_CELLS = 4  # from which a row of nothing but names of columns is a header
_FIRST_COLUMN = 40  # characters within which a row names its product
_LONGEST_NAME = 60  # characters of a system's name
_LONGEST_RISK = 160  # characters of what a risk is called
_ENOUGH = 2  # columns that are known
_WHO = ("segment", "role")  # columns that say who
_LONGEST_ENDS = 120  # characters of a cell that names the ends of an interface
_SECONDS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}
_BARE = re.compile(r"\s*[<>≤≥~]?\s*(\d[\d.,' ]*)\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column's role, its text and the unit its header names."""

    column: Column | None
    header: str
    text: str
    unit: str  # duration word, currency or %, from the header
    money: MoneyUnit | None = None  # of bare figures, from the header


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its header explains it."""

    cells: tuple[Cell, ...]

    def text(self, role: str) -> str:
        """The text of the first cell with this role."""
        return next((cell.text for cell in self.cells if cell.column and cell.column.role == role), "")

    def texts(self, role: str) -> list[str]:
        """The texts of all cells with this role."""
        return [cell.text for cell in self.cells if cell.column and cell.column.role == role and cell.text]

    def has(self, role: str) -> bool:
        """Whether its table has a column with this role."""
        return any(cell.column and cell.column.role == role for cell in self.cells)

    @property
    def is_inventory(self) -> bool:
        """Whether its table lists systems: two of the columns of an inventory, or one beside a column that says "system"."""
        header = next((cell.header for cell in self.cells if cell.column and cell.column.role == "system"), "")
        roles = sum(self.has(role) for role in _INVENTORY_ROLES)
        if any(cell.column and cell.column.of_pieces for cell in self.cells) and not any(map(self.has, _OF_SYSTEMS)):
            return False
        return not self.has("requirement") and roles >= (2 if _ANYTHING.fullmatch(header.strip(" *:")) else 1)

    @property
    def is_register(self) -> bool:
        """Whether its table lists risks, or findings that are judged."""
        return self.has("risk") or (self.has("finding") and any(map(self.has, _JUDGED)))

    def without(self, roles: Container[str]) -> "Row":
        """The row as if its header did not know some roles."""
        if not any(cell.column is not None and cell.column.role in roles for cell in self.cells):
            return self
        known = (replace(cell, column=None) if cell.column and cell.column.role in roles else cell for cell in self.cells)
        return Row(tuple(known))

    @property
    def measures(self) -> bool:
        """Whether a column holds values that need no other column to be understood, as costs or recovery times do."""
        return any(cell.column is not None and cell.column.kind in _MEASURES for cell in self.cells)

    @property
    def topic(self) -> str:
        """`Response time: 2 s` of a row that names a topic and says what is wanted of it, or how it is; "" for others."""
        if any(cell.column is not None and cell.column.role not in _TOPIC_ROLES for cell in self.cells):
            return ""
        told = [cell.text for cell in self.cells if cell.text and not (cell.column and cell.column.role in ("id", "priority"))]
        if len(told) > 1 and _ID.fullmatch(told[0]):
            told = told[1:]
        if len(told) < _TWO or len(told[0].split()) > _LONGEST_TOPIC or re.search(r"\d{3}", told[0]):
            return ""
        return f"{told[0].rstrip(' :')}: {': '.join(told[1:])}"

    @property
    def number(self) -> str:
        """The number of a row of a list of requirements, or ""."""
        return next((cell.text for cell in self.cells[:1] if _ID.fullmatch(cell.text)), "")

    @property
    def known(self) -> int:
        """How many of its columns have a known role; those that many kinds of table have do not count."""
        return sum(cell.column is not None and cell.column.role not in _ANY_TABLE for cell in self.cells)


class RowReader:
    """Reads rows of inventories, recovery tables, interface lists and requirement catalogues."""

    def __init__(self, knowledge: ExtractKnowledge, tagger: Tagger) -> None:
        headers = knowledge.headers
        self._headers = HeaderReader(headers, MoneyUnits(knowledge.quantities))
        self._periods = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in headers.periods.items()}
        self._ahead = re.compile(headers.about["ahead"], re.IGNORECASE)
        self._today = re.compile(headers.about["today"], re.IGNORECASE)
        self._done = re.compile(headers.done, re.IGNORECASE)
        self._gone = re.compile(headers.gone, re.IGNORECASE)
        self._growth = re.compile(knowledge.cues.phrases["growth"], re.IGNORECASE)
        self._priorities = headers.priorities
        self._protocols = re.compile(knowledge.lexicon.protocols)
        self._ways = Ways(self._protocols, re.compile(headers.exchanges, re.IGNORECASE), re.compile(headers.party))
        self._nothing = re.compile(headers.nothing, re.IGNORECASE)
        self._empty = re.compile(headers.empty, re.IGNORECASE)
        self._totals = re.compile(headers.totals, re.IGNORECASE)
        self._worded = WordedCells(knowledge, tagger)
        self._technologies, self._amounts, self._moments = tagger.technologies, tagger.amounts, tagger.moments
        self._proposed = re.compile(knowledge.cues.phrases["proposed"], re.IGNORECASE)

    def read(self, header: Sequence[str], texts: Sequence[str]) -> Row | None:
        """The row under its header; None for totals and empty rows."""
        filled = [text for text in texts if text.strip()]
        if not filled or self._totals.fullmatch(filled[0].strip()):
            return None
        if len(filled) >= _HEADER_CELLS and all(self._headers.column(text) for text in filled):  # the header itself, as a row
            return None
        cells = []
        for index, text in enumerate(texts):
            name = header[index].strip() if index < len(header) else ""
            cells.append(
                Cell(
                    self._headers.column(name),
                    name,
                    "" if self._is_empty(self._headers.column(name), text.strip()) else text.strip(),
                    self._headers.unit(name),
                    self._headers.money(name),
                )
            )
        row = Row(tuple(cells))
        return row if row.is_register else row.without(_OF_REGISTERS)

    def is_settled(self, row: Row) -> bool:
        """Whether a row of a register says that it is over."""
        return row.is_register and any(self._done.fullmatch(cell.text.strip(" .")) for cell in row.cells)

    def _is_empty(self, column: Column | None, text: str) -> bool:
        """Whether a cell says nothing; that none may be lost is said."""
        is_none = column is not None and column.kind == "rpo" and self._nothing.fullmatch(text) is not None
        return self._empty.fullmatch(text) is not None and not is_none

    def exchanges(self, row: Row) -> Iterator[Draft]:
        """The other system of a row of which little else is known."""
        return _links(row, row.text("system"), self._technologies, self._ways, listed=False)

    def system_column(self, header: Sequence[str]) -> int | None:
        """The place of the column of systems in the table of an inventory."""
        cells = tuple(Cell(self._headers.column(name.strip()), name.strip(), "", "") for name in header)
        if not Row(cells).is_inventory:
            return None
        return next((at for at, cell in enumerate(cells) if cell.column and cell.column.role == "system"), None)

    def priority(self, row: Row) -> Modality | None:
        """What the priority column says."""
        word = self._priorities.get(row.text("priority").lower().strip(" .:"))
        return Modality(word) if word else None

    def drafts(
        self, row: Row, decimal: str, notes: TableNotes = NO_NOTES, *, month_first: bool, links: bool = False
    ) -> Iterator[Draft]:
        """What the cells with known roles say; `links`: the heading above says that it is a list of interfaces."""
        system = re.sub(r"<[^>]*>|[`*\\]|\]\([^)]*\)|\[", "", row.text("system")).strip()
        tier = row.text("tier")
        if _SEVERAL.search(system) or not re.match(r"[^\W_]", system):  # a list of systems is no system, nor is "(free)"
            system = ""
        subject = system or (
            f"tier {tier.lower().removeprefix('tier').strip()}" if re.fullmatch(r"(?i)(?:tier )?\w{1,2}", tier) else tier
        )
        yield from self._systems(row, system)
        yield from _links(row, system, self._technologies, self._ways, listed=links)
        yield from self._person(row)
        yield from self._feature(row)
        if row.is_register:
            yield from self._risk(row)
            if not row.text("system"):  # whose it is and when it is done is said of the answer to it
                return
        subject = subject or row.text("subject")
        if not subject and row.cells[0].column is None and len(row.cells[0].text) <= _LONGEST_NAME:
            subject = row.cells[0].text
        yield from self._milestone(row, subject, month_first=month_first)
        for cell in row.cells:
            kind = "" if cell.column is None else cell.column.kind or self._kind_of_amount(cell.column, row, notes)
            if not kind or not cell.text:
                continue
            for draft in self._cell(cell, row, decimal, notes, month_first=month_first):
                yield Draft(
                    **{
                        **draft_values(draft),
                        "subject": subject if draft.subject is None else draft.subject,
                        "kind": draft.kind or kind,
                    }
                )

    def _kind_of_amount(self, column: Column, row: Row, notes: TableNotes) -> str:
        """What a column says that is named after nothing but its currency: what is paid, or what may be spent."""
        if column.role != "amount":
            return ""
        if any(row.has(role) for role in _CONTRACT_ROLES):
            return "cost"
        said = " ".join(cell.text for cell in row.cells)
        return "cost" if notes.kind and self._today.search(said) else notes.kind

    def _milestone(self, row: Row, subject: str, *, month_first: bool) -> Iterator[Draft]:
        """When a step of a plan is to be done: by the last of its dates, if it is not done yet."""
        if not row.has("milestone") or any(self._done.fullmatch(cell.text.strip(" .")) for cell in row.cells):
            return
        dates = [value for text in row.texts("planned") if (value := self._moment(text, month_first=month_first))]
        if dates:
            yield Draft(dates[-1], "date", kind="deadline", slots={"what": "milestone"}, horizon=dates[-1], subject=subject)

    def standards(self, text: str) -> Iterator[Draft]:
        """The technology that a row of a list of standards prescribes."""
        mention = next(iter(self._technologies.find(text)), None)
        if mention is not None and mention.start <= _FIRST_COLUMN:
            technology = mention.technology
            slots = {"technology": technology.name, "technology_id": technology.id, "category": technology.category}
            time = Time.PLANNED if self._proposed.match(text) else Time.CURRENT
            yield Draft(
                "preferred",
                kind="preference",
                slots=slots,
                subject=technology.name,
                modality=Modality.SHOULD,
                time=time,
                factor=0.85,
            )

    def _systems(self, row: Row, system: str) -> Iterator[Draft]:
        version, vendor = _version(row.text("version")), row.text("vendor")
        mentions: list[Mention] = []
        for role in ("technology", "system"):
            for text in row.texts(role):
                mentions += self._technologies.find(text, listed=role == "technology")
        time = Time.PLANNED if self._proposed.match(next((cell.text for cell in row.cells if cell.text), "")) else None
        if any(self._gone.search(cell.text) for cell in row.cells):
            time = Time.HISTORIC
        versions = _versions_of(mentions, row.text("version"))
        for mention, own in zip(mentions, versions, strict=True):
            shown = mention.version or own or (version if _names_one(row, mention) else "")
            slots = {
                "version": shown,
                "category": mention.technology.category,
                "technology_id": mention.technology.id,
                "role": "inventory",
                "system": system,
            }
            yield Draft(mention.technology.name, slots=slots, kind="technology", subject=mention.technology.name, time=time)
        yield from self._beside(row)
        if system and len(system) <= _LONGEST_NAME and row.is_inventory:
            first = mentions[0] if mentions and not self._protocols.fullmatch(mentions[0].technology.name) else None
            slots = {
                "technology": first.technology.name if first else "",
                "technology_id": first.technology.id if first else "",
                "version": (first.version or (version if _names_one(row, first) else "")) if first else "",
                "release": version,
                "vendor": vendor,
                "category": first.technology.category if first else "",
                "tier": row.text("tier"),
            }
            yield Draft(system, slots=slots, kind="legacy_system", subject=system, time=time)

    def _beside(self, row: Row) -> Iterator[Draft]:
        """Technologies that are not the system's own: how it speaks, and who hosts it."""
        for role in ("protocol", "hosting"):
            for text in row.texts(role):
                for mention in self._technologies.find(text, listed=True):
                    one = mention.technology
                    if one.category == "format":
                        continue
                    slots = {"version": mention.version, "category": one.category, "technology_id": one.id, "role": role}
                    yield Draft(one.name, slots=slots, kind="technology", subject=one.name)

    def _person(self, row: Row) -> Iterator[Draft]:
        """A row of a team list is one person with a role."""
        if row.text("role") and row.text("system") and not row.has("headcount") and (row.has("skill") or row.has("gap")):
            yield Draft(1.0, "person", kind="team", slots={"role": row.text("role").lower()}, subject=row.text("role").lower())

    def _feature(self, row: Row) -> Iterator[Draft]:
        """A row that says who does what, and how important it is."""
        name, priority = row.text("requirement"), self.priority(row)
        if row.has("segment") and name and priority is not None:
            slots = {"binding": "feature", "feature": name[:160], "segment": row.text("segment").lower()}
            yield Draft(kind="constraint", slots=slots, subject="", modality=priority, hard=False)

    def _risk(self, row: Row) -> Iterator[Draft]:
        """What a row of a register tells, in more than a word or two."""
        told = next(iter(row.texts("risk") or row.texts("finding")), "")
        if len(told.split()) >= _FEWEST:
            yield Draft(told.lower()[:_LONGEST_RISK], kind="risk", subject="")

    def _cell(self, cell: Cell, row: Row, decimal: str, notes: TableNotes, *, month_first: bool) -> Iterator[Draft]:
        column = cell.column
        if column is None:
            return
        if column.unit == "money" or column.role == "amount":
            yield from self._money(cell, column, row, decimal, notes)
        elif column.unit in ("duration", "percent", "number", "rate"):
            yield from self._amount(cell, column, decimal)
        elif column.unit == "date":
            yield from self._date(cell, column, month_first=month_first)
        elif column.kind in _WORDED:
            yield from self._said(cell.text, column, row, self._moment(cell.text, month_first=month_first))
        elif column.kind == "window":
            times = next((m for m in self._moments.find(cell.text) if m.kind == "TIMES"), None)
            if times:
                start, end = str(times.value).split("-")
                yield Draft(times.value, "hh:mm", slots={"what": "maintenance", "from": start, "to": end, "days": ""})
        elif column.kind == "owner":
            if column.role == "owner" or row.text("system"):  # a list of teams says nothing of who owns what
                yield Draft(cell.text[:80])
        elif column.kind == "skill":
            for mention in self._technologies.find(cell.text):
                gap = column.role == "gap"
                yield Draft(mention.technology.name, slots={"gap": gap}, subject=mention.technology.name, polarity=not gap)

    def _said(self, text: str, column: Column, row: Row, moment: str) -> Iterator[Draft]:
        """Cells whose words have a fixed meaning; `moment`: the date in it."""
        if column.role == "remark":
            yield from self._worded.remark(text, moment) if row.text("system") or row.text("subject") else ()
            yield from self._size(text) if row.text("system") else ()
        elif column.kind == "disposition":
            yield from self._worded.disposition(text, moment)
        elif column.kind == "data_class":
            yield from self._worded.data_class(text)
        elif column.kind == "hosting":
            yield from self._worded.hosting(text)
        elif column.kind == "preference":
            yield from self._worded.status(text, [*row.texts("technology"), *row.texts("system")])
        else:
            yield from self._worded.scope(text, [one.text for one in row.cells])

    def _rate(self, cell: Cell) -> Iterator[Draft]:
        """How many of something come in the time that the header names: "Orders a day"."""
        bare = _BARE.fullmatch(cell.text)
        per = next((name for name in _SECONDS if (words := self._periods.get(name)) and words.search(cell.header)), "")
        if bare is None or not per:
            return
        amount = parse_number(bare.group(1).strip(), "")
        time = Time.PLANNED if self._ahead.search(cell.header) else None
        what = cell.header.split()[0].lower()
        slots = {"what": what, "amount": amount, "per": per, "peak": False}
        yield Draft(round(amount / _SECONDS[per], 6), "1/s", slots=slots, subject=what, time=time)

    def _size(self, text: str) -> Iterator[Draft]:
        """How much a system holds, where a remark starts with it: "890 GB of scans"."""
        first = next(iter(self._amounts.find(text, "")), None)
        if first is None or first.kind != "SIZE" or text[: first.start].strip(" ~") or self._growth.search(text):
            return
        yield Draft(first.value, first.unit, first.low, first.high, kind="data_volume", slots={"what": "data"})

    def _date(self, cell: Cell, column: Column, *, month_first: bool) -> Iterator[Draft]:
        value = self._moment(cell.text, month_first=month_first)
        if not value and re.fullmatch(r"20\d\d", cell.text):
            value = f"{cell.text}-12-31"
        if value:
            support = re.search(r"(?i)support|eol|end of life", cell.header) is not None
            what = "milestone" if column.kind != "contract_end" else "support" if support else "contract"
            yield Draft(value, "date", slots={"what": what}, horizon=value)

    def _moment(self, text: str, *, month_first: bool) -> str:
        return next((str(m.value) for m in self._moments.find(text, month_first=month_first) if m.kind == "DATE"), "")

    def _amount(self, cell: Cell, column: Column, decimal: str) -> Iterator[Draft]:
        if column.unit == "rate":
            yield from self._rate(cell)
            return
        text = cell.text
        if _BARE.fullmatch(text) and (cell.unit or column.unit == "duration"):
            text = f"{text.strip()} {cell.unit or column.bare}"
        if column.kind == "rpo" and self._nothing.fullmatch(text.strip()):
            yield Draft(0.0, "s", slots={"role": "target"})
            return
        wanted = {"duration": "DUR", "percent": "PCT", "number": "NUM"}[column.unit]
        mark = "" if column.unit == "number" else decimal  # nobody counts people in thousandths
        entity = next((e for e in self._amounts.find(text, mark) if e.kind == wanted), None)
        if entity is None:
            return
        slots: dict[str, Any] = {}
        value, unit = entity.value, entity.unit
        if column.kind in ("rto", "rpo", "availability"):
            slots["role"] = "target"
        if column.kind == "availability" and not 90 <= entity.number <= 100:
            return
        if column.kind == "retention":
            value, unit, slots = round(entity.number / 31557600, 3), "years", {"mode": "keep", "what": ""}
        if column.role == "notice":
            slots = {"what": "notice"}
        if column.kind == "users":
            slots, unit = {"segment": "users", "measure": "total"}, "users"
        if column.kind == "team":
            unit = "people"
        yield Draft(value, unit, entity.low, entity.high, slots=slots)

    def _money(self, cell: Cell, column: Column, row: Row, decimal: str, notes: TableNotes) -> Iterator[Draft]:
        """An amount with its currency, or a bare figure whose currency the header or the title says."""
        entity = next((one for one in self._amounts.find(cell.text, decimal) if one.kind == "MONEY"), None)
        bare = _BARE.fullmatch(cell.text)
        unit = cell.money or notes.money
        if entity is not None:
            value, currency, low, high = entity.number, entity.unit, entity.low, entity.high
        elif bare is not None and unit is not None:
            mark = decimal if unit.factor != 1 else ""  # three digits after a mark are thousands: no money has three decimals
            value, currency = round(parse_number(bare.group(1).strip(), mark) * unit.factor, 2), unit.currency
            low = high = None
        else:
            return
        if value <= 0:
            return
        around = f"{cell.header} {row.cells[0].text}"
        said = (name for text in (around, notes.text) for name, pattern in self._periods.items() if pattern.search(text))
        slots = {"currency": currency, "period": next(said, "total"), "cap": column.kind == "budget" or notes.kind == "budget"}
        yield Draft(value, currency, low, high, slots=slots)


def _names_one(row: Row, mention: Mention) -> bool:
    """Whether the row's version is the version of this technology: the only one named, or the system itself."""
    cell = row.text("technology") or row.text("system")
    return len(cell) <= len(mention.written) + 3 or mention.written.casefold() in row.text("system").casefold()


def _versions_of(mentions: Sequence[Mention], text: str) -> list[str]:
    """As many versions as technologies, "20 / 4.26", in the same order."""
    parts = [part.strip() for part in re.split(r"[/,;]", text)]
    fits = len(mentions) == len(parts) > 1 and all(re.match(r"v?\d", part) for part in parts)
    return [_version(part) for part in parts] if fits else [""] * len(mentions)


def _version(text: str) -> str:
    """The version in a cell, without operators and remarks."""
    match = re.search(r"\d[\w.]*(?: (?:R2|SP ?\d+|EHP ?\d+|LTS))*", text)
    return match.group() if match else ""


def draft_values(draft: Draft) -> Mapping[str, Any]:
    """The fields of a draft by name."""
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Ways:
    """How a row tells that its system exchanges data with others where no column is for that."""

    protocols: re.Pattern[str]
    exchanges: re.Pattern[str]  # words for a way of exchange, in a cell that is free
    name: re.Pattern[str]  # of another party, as nobody writes a plain noun; letter case counts

    def party(self, row: Row) -> str:
        """The name in the first cell of a row, where its column only says who."""
        first = row.cells[0]
        is_who = first.column is None or first.column.role in _WHO
        return first.text if is_who and self.name.fullmatch(first.text) else ""

    def carries(self, row: Row) -> str:
        """The way of exchange that a free cell beside the system of a row tells; "" where none does."""
        if not row.has("system") or row.has("protocol"):
            return ""
        own = next(cell for cell in row.cells if cell.column is not None and cell.column.role == "system")
        if own.column is not None and own.column.of_pieces and not self.name.fullmatch(own.text):
            return ""
        free = (cell.text for cell in row.cells if cell.column is None or cell.column.role == "remark")
        found = next(filter(None, map(self.exchanges.search, free)), None)
        return found.group() if found else ""


def _links(row: Row, system: str, technologies: TechnologyMatcher, ways: "Ways", *, listed: bool) -> Iterator[Draft]:
    """Each system at either end of a row of a list of interfaces; a cell may name several."""
    partner, source = row.text("interface"), row.text("source")
    first = row.cells[0]
    if listed and not partner and not source and first.column is not None and first.column.role == "technology":
        partner = first.text  # “with”: with what, and here with whom
    protocols, way = ways.protocols, row.text("protocol")
    if not partner and not source and not row.has("technology") and (way or listed):
        partner = system or ways.party(row)  # a list of the systems that something speaks with
    is_sure = listed or row.known >= _ENOUGH
    if not partner and not source and (by_way := ways.carries(row)):
        partner, way, is_sure = system, way or by_way, True
    if not partner and not (source and way):
        return
    cells = (_NOTE.sub("", cell) for cell in (partner, source) if len(cell) <= _LONGEST_ENDS)
    for end in (part.strip() for cell in cells for part in _SEVERAL.split(cell)):
        is_name = re.search(r"[^\W\d_]", end) and len(end) <= _LONGEST_NAME  # "from 2014" is a year
        if is_name and is_sure and (end[0].isupper() or end == partner) and not protocols.fullmatch(end):
            mention = next(iter(technologies.find(end)), None)
            name = mention.technology.name if mention else end
            slots = {
                "system": name,
                "protocol": way,
                "frequency": row.text("frequency").lower(),
                "direction": row.text("direction").lower(),
            }
            yield Draft(name, slots=slots, kind="integration", subject=system or name)
