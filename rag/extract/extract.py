"""A document's pages → its facts: every block read by rules, every row by its header, every fact with an exact quotation.

Blocks in quarantine are never read.
"""

import re
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from rag.errors import KnowledgeError
from rag.extract import quantity_readers as quantities
from rag.extract.amounts import decimal_mark, month_first
from rag.extract.cells import Row, RowReader
from rag.extract.clauses import Clause, Context, CueReader, split_clauses
from rag.extract.correspondents import CorrespondentFinder
from rag.extract.fact import Fact, FactState, Modality, Time
from rag.extract.house_rules import RULE as HOUSE_RULE
from rag.extract.house_rules import HouseRuleReader
from rag.extract.listed import list_marks, marked, parts
from rag.extract.load_rows import load_sentences
from rag.extract.mentions import MentionReader
from rag.extract.names import NameFinder
from rag.extract.normalise import normalise, squeeze
from rag.extract.outside_mail import OUTSIDE, SENDER, is_from_outside
from rag.extract.own_systems import OwnNames, OwnSystemFinder
from rag.extract.paper_status import PaperStatus
from rag.extract.placing import MAX_QUOTE, Place, fact_at, quotation, row_quotation, shorten, span_of, told_apart
from rag.extract.requirement_marks import RequirementMarks
from rag.extract.requirement_rows import RequirementRows, Wanted
from rag.extract.rules import Draft, Match, RuleSet
from rag.extract.schemas import is_data_dictionary, lays_out_data
from rag.extract.service_hours import ServiceHours
from rag.extract.stances import StanceReader
from rag.extract.standing import SHORT_ITEM, Standing, Title, explained, is_item, label_of, lead_of
from rag.extract.statement_readers import StatementReaders
from rag.extract.structured import StructuredReader
from rag.extract.subjects import SubjectFinder, binding
from rag.extract.table_notes import NoteReader, NoteWords, TableNotes
from rag.extract.tagging import Tagger, Writing
from rag.extract.tried import dated, trial_drafts
from rag.extract.work_signs import WorkSignReader
from rag.ingest.document import Block, BlockKind, Document, Page
from rag.knowledge.facts import ExtractKnowledge, FactRule, load_extract_knowledge

_BOUND_KINDS = frozenset({"rto", "rpo", "availability", "latency", "throughput", "concurrency"})  # their value needs a subject
_MEASURED = frozenset(
    {*_BOUND_KINDS, "freshness", "retention", "residency", "window", "deadline", "cost", "budget"}
)  # what a must on them asks for is a constraint, whoever or whatever is its subject
_ONCE_A_PAGE = frozenset(
    {"technology", "legacy_system", "makeshift", "compliance", "data_class", "skill", "practice", "standard"}
)
_NOT_OF_DICTIONARIES = frozenset({"constraint", "disposition", "exclusion", "risk", "objective", "preference", "users"})
_LETTERS = ("other", "mail", "law")
_OPENING = 900  # characters of a letter in which who writes to whom stands
_ROW_CONFIDENCE = 0.85
_FILE_CONFIDENCE = 0.9  # of files that machines read
_CELLS = " | "
_SYSTEM, _NAMES = "system", frozenset(("name", "nom", "nombre", "nome", "bezeichnung"))  # headers
_CELL_STOP = ": "  # between the cells of a row that is read as a sentence
_TELL_OF_A_HOUSE = ("team", "technology")  # in a mail from outside it is another house
_OF_TODAY = frozenset(
    {"technology", "legacy_system", "makeshift", "skill", "practice", "disposition"}
)  # kinds that end with a trial
_HEARD_CONFIDENCE = 0.4  # of what is read by words alone
_TRIED_CONFIDENCE = 0.75
_RULE_CONFIDENCE = 0.9  # of a sentence whose signs leave no doubt
_BINDING = frozenset(
    {"constraint", "compliance", "residency", "retention", "hosting", "deadline", "contract_end", "quota", "disposition"}
    | {"preference", "window", "budget", "freshness", *_BOUND_KINDS}
)  # what they say is shown as binding, in their own words
_LONGEST_ROW = 600  # characters of a row that are read as a sentence
_LONGEST_LEAD = 12  # words of a line before a list that is its title
_WITH_SUBJECT = 3  # cells from which the first names what the row is about
_NAME_CELL = r"[^\W\d][\w .&()/-]{2,40}"
_RATE_CELL = re.compile(r"\d\s[\w -]{3,40}(?:\s(?:per|pro|par|por|a|al)\s|/)\w|\d\s?[KMGTP]B\b")  # a load, however short
_SPOKEN_ROLES = ("requirement", "subject", "risk", "finding", "rating", "mitigation")  # of columns whose cells may be sentences
_SENTENCE_CELL = 25  # characters from which a cell is read as sentences


@cache
def own_extractor() -> "FactExtractor":
    """The extractor of our own tables, compiled once in some seconds: they are part of the program."""
    return FactExtractor(load_extract_knowledge())


class FactExtractor:
    """Compiled knowledge; reads any number of documents, in any number of threads."""

    def __init__(self, knowledge: ExtractKnowledge) -> None:
        self._tagger = Tagger(knowledge)
        self._cues = CueReader(knowledge.cues, knowledge.tried)
        self._rules = RuleSet(knowledge.rules)
        self._subjects = SubjectFinder(knowledge)
        self._structured = StructuredReader(knowledge.structured, knowledge.products, knowledge.gazetteer)
        self._rows = RowReader(knowledge, self._tagger)
        self._marks = RequirementMarks(knowledge.headers)
        self._wanted = RequirementRows(knowledge.headers)
        self._standing = Standing(self._cues, self._marks)
        self._note_words = NoteWords(knowledge)
        self._stances = StanceReader(knowledge.stances, knowledge.countries)
        self._work_signs = WorkSignReader(knowledge.work_signs, self._cues.abbreviations)
        self._mentions = MentionReader(knowledge.mentions, self._cues.abbreviations)
        self._house_rules = HouseRuleReader(knowledge.house_rules)
        self._names = NameFinder(knowledge.lexicon.names, knowledge.gazetteer, knowledge.countries)
        self._correspondents = CorrespondentFinder(knowledge.lexicon.names)
        self._own = OwnSystemFinder(knowledge.own_systems, knowledge.gazetteer, self._tagger.knows)
        self._readers: Mapping[str, Callable[[Match], Iterator[Draft]]] = {
            **quantities.READERS,
            "availability": partial(quantities.availability, hours=ServiceHours(knowledge.quantities)),
            **StatementReaders(knowledge.lexicon, knowledge.rules.fields, knowledge.own_systems).table(),
        }
        unknown = sorted({rule.reader for rule in knowledge.rules.rules} - set(self._readers))
        if unknown:
            raise KnowledgeError(f"fact_rules.yaml: no reader is called {', '.join(unknown)}.")

    def extract(self, document: Document, document_id: str) -> tuple[Fact, ...]:
        """All facts of `document`, in reading order; the same document gives the same facts."""
        texts = [page.text for page in document.pages]
        named = list(self._names.find(document))
        organisations = [str(one.draft.value) for one in named if one.draft.slots["name"] == "legal_name"]
        explains = is_data_dictionary(document, self._cues)  # its names are those of columns and codes
        own = OwnNames() if explains else self._own.find(document, self._listed_systems(document), organisations)
        writing = Writing(decimal_mark(texts), month_first(texts), own)
        status = PaperStatus(document, self._cues)
        standing = _standing_of(document, self._cues)
        facts: dict[str, Fact] = {}
        for index, page in enumerate(document.pages):
            seen: set[tuple[object, ...]] = set()
            for read in self._page(document, document_id, page, index, writing, standing):
                fact = status.apply(read, page)
                key = _repetition(fact)
                if key not in seen and not (explains and fact.kind in _NOT_OF_DICTIONARIES):
                    seen.add(key)
                    facts.setdefault(fact.id, fact)
        for found in named:
            place = Place(document, document_id, document.pages[found.page_index], found.page_index, found.block)
            fact = self._row_fact(place, found.draft, shorten(place.page.text, (found.start, found.end)), found.rule)
            facts.setdefault(fact.id, fact)
        for found in self._correspondents.find(document):
            place = Place(document, document_id, document.pages[found.page_index], found.page_index, found.block)
            span = shorten(place.page.text, (found.start, found.end))
            fact = fact_at(place, found.draft, found.rule, _HEARD_CONFIDENCE, span)
            facts.setdefault(fact.id, fact.model_copy(update={"state": FactState.HEARD}))
        for sign in self._work_signs.read(document):
            page = document.pages[sign.page_index]
            place = Place(document, document_id, page, sign.page_index, page.blocks[sign.block])
            slots = {"sentences": sign.sentences, "signs": ", ".join(sign.signs), "words": sign.words}
            draft = Draft(sign.kind, kind="work_sign", slots=slots)
            fact = fact_at(place, draft, "S-work", _HEARD_CONFIDENCE, shorten(page.text, (sign.start, sign.end)))
            facts.setdefault(fact.id, fact.model_copy(update={"state": FactState.HEARD}))
        for said in self._mentions.read(document):
            page = document.pages[said.page_index]
            place = Place(document, document_id, page, said.page_index, page.blocks[said.block])
            draft = Draft(said.topic, kind="mention", slots={"topic": said.topic})
            fact = fact_at(place, draft, "S-mention", _HEARD_CONFIDENCE, shorten(page.text, (said.start, said.end)))
            facts.setdefault(fact.id, fact.model_copy(update={"state": FactState.HEARD}))
        outside = {SENDER: OUTSIDE} if is_from_outside(document) else {}
        return tuple(
            fact.model_copy(update={"slots": {**fact.slots, **outside}}) if outside and fact.kind in _TELL_OF_A_HOUSE else fact
            for fact in status.gone(facts.values())
        )

    def _listed_systems(self, document: Document) -> Iterator[str]:
        """The cells of the columns that name systems."""
        columns: dict[tuple[str, ...], int | None] = {}
        for page in document.pages:
            for block in page.blocks:
                if block.kind is BlockKind.TABLE_ROW and block.quarantine is None and self._is_read(block.header):
                    header = self._header(block)
                    at = columns.setdefault(header, self._rows.system_column(header))
                    if at is not None and at < len(block.cells):
                        start, end = block.cells[at]
                        yield squeeze(page.text[start:end])

    def _page(
        self, document: Document, document_id: str, page: Page, index: int, writing: Writing, doc_type: str
    ) -> Iterator[Fact]:
        for finding in self._structured.read(page):
            block_there = page.block_at(finding.start)
            if block_there is not None and block_there.quarantine is None:
                place = Place(document, document_id, page, index, block_there)
                yield self._row_fact(place, finding.draft, shorten(page.text, (finding.start, finding.end)), finding.rule)
        lead: Title | None = None
        above = ""  # the line before a list
        over = ""  # the line before a table
        binding_list: Title | None = None
        notes = NoteReader(self._note_words)
        heads = {block.header for block in page.blocks if block.header}
        blocks = deque(page.blocks)
        while blocks:
            block = blocks.popleft()
            if block.quarantine is not None or block.kind is BlockKind.CODE or block.end - block.start < 3:
                continue
            if listed := self._listed(page, block, is_bound=bool(binding_list or lead)):
                blocks.extendleft(reversed(listed))
                continue
            place = Place(document, document_id, page, index, block)
            if block.kind is BlockKind.TABLE_ROW:
                lead, binding_list, over = None, None, over or above
                above = ""
                yield from self._row(place, writing, notes.of(block), over, heads)
                continue
            over = ""
            notes.hear(block, page.text)
            item = page.text[block.start : block.end]
            context = self._standing.of(block, doc_type, item, lead, binding_list)
            if is_item(block, item):
                context = replace(context, is_item=True, lead=above, label=label_of(item))
            else:
                above = item if item.rstrip().endswith(":") and len(item.split()) <= _LONGEST_LEAD else ""
            text = normalise(page.text, block.start, block.end)
            tagged = self._tagger.tag(text.text, self._tagger.writing(text.text, writing), heading=context.is_heading)
            clauses = list(split_clauses(tagged, context, self._cues))
            clauses = [self._standing.marked(clause) for clause in (explained(clauses) if is_item(block, item) else clauses)]
            if block.kind is not BlockKind.LIST_ITEM:
                lead = lead_of(clauses, tagged)
            if not (binding_list and is_item(block, item)):
                binding_list = self._standing.title(text.text)
            told: set[tuple[int, int]] = set()
            for clause in clauses:
                for match, draft in self._drafts(clause):
                    fact = self._fact(place, clause, match.rule, draft, match.place(), quotation(text, clause, match))
                    told |= {clause.sentence} if fact.kind in _BINDING else set()
                    yield fact
            yield from self._laid_down(place, clauses, told, partial(span_of, text, tagged))
            yield from self._given_up(place, clauses, partial(span_of, text, tagged))
            yield from self._heard(place, clauses, partial(span_of, text, tagged))

    def _listed(self, page: Page, block: Block, *, is_bound: bool) -> list[Block]:
        """The lead and the items of a paragraph that is a list of what is asked for, refused or wished; else none."""
        if block.kind is not BlockKind.PARAGRAPH:
            return []
        text = page.text[block.start : block.end]
        marks = list_marks(text, self._cues.ordinals)
        if not marks:
            item = marked(block, text) if is_bound else None
            return [item] if item is not None else []
        lead = text[: marks[0].start()].strip()
        return list(parts(block, text, marks)) if (self._standing.introduces(lead) if lead else is_bound) else []

    def claim(
        self,
        document: Document,
        document_id: str,
        page_index: int,
        span: tuple[int, int],
        rules: RuleSet,
        name: str,
        value: str,
    ) -> Fact | None:
        """The fact that a stretch of a page states, read as all facts are; a suggestion, and never hard.

        Args:
            document: as it was read.
            document_id: its id in the record.
            page_index: position of the page, from 0.
            span: the stretch, offsets of the page's text.
            rules: the rules, each with the id `M-` and a name.
            name: of the one that it is said to be.
            value: its value as written; "" where the kind has none.

        Returns:
            None where the stretch is in quarantine, or states nothing of the kind or nothing of the value.
        """
        page = document.pages[page_index]
        block = page.block_at(span[0])
        if block is None or block.quarantine is not None or span[1] > block.end:
            return None
        texts = [one.text for one in document.pages]
        text = normalise(page.text, block.start, block.end)
        writing = self._tagger.writing(text.text, Writing(decimal_mark(texts), month_first(texts)))
        tagged = self._tagger.tag(text.text, writing)
        context = Context(block.heading_path, document.doc_type, locator=block.locator)
        place = Place(document, document_id, page, page_index, block)
        for clause in split_clauses(tagged, context, self._cues):
            for match in rules.matches(clause):
                at = text.original(tagged.to_plain(clause.start + match.place()))
                if match.rule.id != f"M-{name}" or not span[0] <= at < span[1] or not _names(match, value):
                    continue
                for draft in self._readers[match.rule.reader](match):
                    if _in_range(match.rule, draft):
                        fact = self._fact(place, clause, match.rule, replace(draft, hard=False), match.place(), span)
                        return fact.model_copy(update={"state": FactState.SUGGESTED})
        return None

    def _row(
        self, place: Place, writing: Writing, notes: TableNotes, over: str, heads: Container[tuple[str, ...]]
    ) -> Iterator[Fact]:
        page, block = place.page, place.block
        if not self._is_read(block.header):
            return
        spans = block.cells or ((block.start, block.end),)
        texts = [squeeze(page.text[start:end]) for start, end in spans]
        if not block.header and tuple(texts) in heads:
            return
        row = self._rows.read(self._header(block), texts)
        if row is None or self._rows.is_settled(row):
            return
        whole = row_quotation(page, block)
        context = Context(
            block.heading_path,
            place.document.doc_type,
            locator=block.locator,
            system="" if row.has("segment") or row.has("role") else row.text("system"),
            priority=self._rows.priority(row),
            header=block.header,
            over=over,
        )
        lists_links = any(map(self._cues.phrases["links_heading"].search, block.heading_path[-1:]))
        has_values = (
            row.known >= 2
            or (lists_links and any(map(row.has, ("system", "interface", "source"))))
            or row.measures
            or bool(notes.kind and notes.money and row.has("amount"))
        )
        if has_values:
            time = Time.PLANNED if self._cues.phrases["planned_row"].match(" ".join(texts).lstrip()) else None
            for draft in self._rows.drafts(row, writing.decimal, notes, month_first=writing.month_first, links=lists_links):
                yield self._row_fact(place, replace(draft, time=draft.time or time), whole)
        else:
            yield from (self._row_fact(place, draft, whole) for draft in self._rows.exchanges(row))
        if _lists_standards(place, self._cues):
            for draft in self._rows.standards(" ".join(texts)):
                yield self._row_fact(place, draft, whole)
        wanted = self._wanted.read(row)
        context = self._asked(context, block, row) if wanted is None else _wanted_in(context, wanted)
        is_told = wanted is None
        for fact in self._told(place, row, texts, context, whole, writing, has_values=has_values):
            is_told = is_told or fact.kind == "constraint"
            yield fact
        if wanted is not None and not is_told and (asked := wanted.draft()):
            yield self._requirement(place, asked, whole)

    def _told(
        self,
        place: Place,
        row: Row,
        texts: Sequence[str],
        context: Context,
        whole: tuple[int, int],
        writing: Writing,
        *,
        has_values: bool,
    ) -> Iterator[Fact]:
        """What the cells of a row say in sentences."""
        page, block = place.page, place.block
        spans = block.cells or ((block.start, block.end),)
        if row.known < 2 or (row.topic and not has_values):
            if has_values and not row.topic:
                return
            text = load_sentences(block.header, texts, self._cues.phrases, partial(self._number, writing)) or row.topic
            text = text or _CELL_STOP.join(filter(None, texts))[:_LONGEST_ROW]
            about = texts[0] if len(texts) >= _WITH_SUBJECT and re.fullmatch(_NAME_CELL, texts[0]) else ""
            yield from self._sentences(place, text, replace(context, system=about), whole, writing)
            return
        trials = list(self._row_trials(place, texts, context, whole, writing))
        is_over = bool(trials)
        yield from trials
        for cell, span in zip(row.cells, spans, strict=True):
            free = cell.column is None or cell.column.role in _SPOKEN_ROLES
            remark = cell.column is not None and cell.column.role == "remark" and " " in cell.text
            if remark or (free and ((len(cell.text) >= _SENTENCE_CELL and " " in cell.text) or _RATE_CELL.search(cell.text))):
                text = f"{cell.header}: {cell.text}" if cell.header and cell.column is None else cell.text
                quote = whole if block.end - block.start <= MAX_QUOTE else shorten(page.text, span)
                at = replace(context, column="remark") if remark and context.system else context
                told = self._sentences(place, text, at, quote, writing)
                yield from map(_as_it_was, told) if is_over else told

    def _requirement(self, place: Place, draft: Draft, quote: tuple[int, int]) -> Fact:
        """What a row of a table of requirements asks for; its priority makes it hard."""
        fact = self._row_fact(place, draft, quote)
        return fact.model_copy(update={"hard": bool(draft.hard)})

    def _header(self, block: Block) -> tuple[str, ...]:
        """The header of a row; below a heading that says systems, a name is that of one."""
        lists = any(map(self._cues.phrases["systems_heading"].search, block.heading_path[-1:]))
        return tuple(_SYSTEM if lists and one.strip().lower() in _NAMES else one for one in block.header)

    def _row_trials(
        self, place: Place, texts: Sequence[str], context: Context, quote: tuple[int, int], writing: Writing
    ) -> Iterator[Fact]:
        """What the cells of a row tell together as tried and given up."""
        text = _CELL_STOP.join(filter(None, texts))[:_LONGEST_ROW]
        if self._cues.trials.may_tell(text):
            clauses = list(split_clauses(self._tagger.tag(text, writing), context, self._cues))
            yield from self._given_up(place, clauses, lambda _low, _high: quote)

    def _is_read(self, header: tuple[str, ...]) -> bool:
        return not lays_out_data(header, self._cues)

    def _number(self, writing: Writing, text: str) -> float:
        """A written number, 0 where it is none."""
        return next((one.number for one in self._tagger.tag(text, writing).entities if one.kind == "NUM"), 0.0)

    def _asked(self, context: Context, block: Block, row: Row) -> Context:
        """A row of a numbered list of requirements is one, whether or not it has a verb."""
        titles = (*block.heading_path, *block.header)
        asks = row.has("requirement") or self._marks.asked_under(block.heading_path)
        if context.priority is not None or row.has("priority") or not (row.number and row.topic and asks):
            return context
        return replace(context, priority=Modality.MUST, binds="bound" if self._marks.binds(*titles) else "", is_listed=True)

    def _sentences(self, place: Place, text: str, context: Context, quote: tuple[int, int], writing: Writing) -> Iterator[Fact]:
        tagged = self._tagger.tag(text, writing)
        clauses = list(split_clauses(tagged, context, self._cues))
        told: set[tuple[int, int]] = set()
        for clause in clauses:
            for match, draft in self._drafts(clause):
                told |= {clause.sentence} if match.rule.kind in _BINDING else set()
                yield self._fact(place, clause, match.rule, draft, match.place(), quote)
        yield from self._laid_down(place, clauses, told, lambda _low, _high: quote)
        yield from self._given_up(place, clauses, lambda _low, _high: quote)
        yield from self._heard(place, clauses, lambda _low, _high: quote)

    def _laid_down(
        self,
        place: Place,
        clauses: Sequence[Clause],
        told: Container[tuple[int, int]],
        span: Callable[[int, int], tuple[int, int]],
    ) -> Iterator[Fact]:
        """The sentences that bind by their signs, without those from which what binds was read already."""
        for clause in _sentences_of(clauses):
            draft = self._house_rules.read(clause) if clause.sentence not in told else None
            if draft is not None:
                quote = shorten(place.page.text, span(*clause.sentence))
                yield fact_at(place, draft, HOUSE_RULE, _RULE_CONFIDENCE * draft.factor, quote)

    def _given_up(self, place: Place, clauses: Sequence[Clause], span: Callable[[int, int], tuple[int, int]]) -> Iterator[Fact]:
        """What the sentences of some clauses tell as tried and given up."""
        for draft, start, end in trial_drafts(clauses):
            quote = span(start, end)
            said = dated(draft, place.page.text[slice(*quote)])
            yield fact_at(place, said, f"S-{draft.kind}", _TRIED_CONFIDENCE, quote)

    def _heard(self, place: Place, clauses: Sequence[Clause], span: Callable[[int, int], tuple[int, int]]) -> Iterator[Fact]:
        """The stands that the sentences of some clauses take, to be held against those of other papers."""
        before = ""
        spans = list(dict.fromkeys(clause.sentence for clause in clauses if not clause.context.is_heading))
        if spans and _CELLS in clauses[0].tagged.text:  # a row that came as a line: its cells go together
            spans = [(spans[0][0], spans[-1][1])]
        for low, high in spans:
            whole = replace(clauses[0], start=low, end=high, sentence=(low, high))
            for topic, draft in self._stances.read(whole, before):
                draft = replace(draft, modality=whole.modality, time=whole.time)
                fact = fact_at(place, draft, f"S-{topic}", _HEARD_CONFIDENCE, span(low, high))
                yield fact.model_copy(update={"state": FactState.HEARD})
            before = whole.readable

    def _drafts(self, clause: Clause) -> Iterator[tuple[Match, Draft]]:
        if clause.context.is_heading and "⟦TECH" not in clause.text:
            return
        asked: list[Match] = []
        is_measured = False
        told: dict[str, str] = {}  # kind → the rule that was first to read it
        for match in self._rules.matches(clause):
            rule = match.rule
            if clause.context.is_heading and rule.kind != "technology":
                continue
            time = clause.time_at(match.place())
            if rule.time and time.value not in rule.time:
                continue
            if rule.alone and told.get(rule.kind, rule.id) != rule.id:
                continue
            if rule.reader == "constraint":  # after all that tells what the clause is on
                asked.append(match)
                continue
            for draft in self._readers[rule.reader](match):
                if _in_range(rule, draft):
                    told.setdefault(rule.kind, rule.id)
                    is_measured = is_measured or (rule.kind in _MEASURED and _may_bind(draft, draft.time or time))
                    yield match, draft
        if clause.modal is None and set(told) == ({"retention"} if clause.context.binds == "agreed" else {"data_volume"}):
            return  # the value is all that it tells
        for match in asked:
            drafts = list(self._readers[match.rule.reader](match))
            yield from ((match, draft) for draft in drafts)
            binds = clause.modality in (Modality.MUST, Modality.MUST_NOT) and len(clause.text.split()) > SHORT_ITEM
            if binds and is_measured and not drafts:
                yield match, Draft(subject="", hard=False, slots={"binding": "measured"}, factor=0.7)

    def _fact(self, place: Place, clause: Clause, rule: FactRule, draft: Draft, offset: int, quote: tuple[int, int]) -> Fact:
        kind = draft.kind or rule.kind
        subject, named = (draft.subject, True) if draft.subject is not None else self._subjects.of(clause, offset)
        modality = draft.modality or clause.modality
        time = draft.time or clause.time_at(offset)
        binds = modality in (Modality.MUST, Modality.MUST_NOT) and time not in (Time.HISTORIC, Time.HYPOTHETICAL)
        hard = draft.hard if draft.hard is not None else rule.hard == "modality" and binds and binding(clause) == "bound"
        is_rejected, is_proposed = clause.turns_down(offset), clause.says("proposal_of_one") is not None
        if kind in _OF_TODAY and (is_rejected or is_proposed):
            time = Time.HYPOTHETICAL if is_rejected else Time.PLANNED
        if is_rejected or is_proposed or draft.slots.get("role") in ("actual", "supplier"):
            hard = False
        confidence = rule.confidence * draft.factor
        if kind in _BOUND_KINDS and not named:
            confidence -= 0.15
        if clause.is_hedged and not hard:
            confidence = min(confidence, 0.6)
        if re.search(r"\b(?:MUST|SHALL|REQUIRED)\b", clause.text):
            confidence += 0.05
        slots = {
            **{
                key: value
                for key, value in rule.slots.items()
                if key not in ("value", "gap", "unit", "second", "ours", "denied", "happens", "joining", "coded", "whole")
            },
            **draft.slots,
        }
        completed = replace(
            draft,
            kind=kind,
            subject=subject,
            modality=modality,
            time=time,
            hard=bool(hard and binds),
            slots=slots,
            unit=draft.unit or str(rule.slots.get("unit", "")),
        )
        return fact_at(place, completed, rule.id, max(0.2, min(0.95, confidence)), quote)

    def _row_fact(self, place: Place, draft: Draft, quote: tuple[int, int], rule: str = "") -> Fact:
        completed = replace(draft, modality=draft.modality or Modality.IS, time=draft.time or Time.CURRENT, hard=False)
        return fact_at(
            place, completed, rule or f"B4-{draft.kind}", (_FILE_CONFIDENCE if rule else _ROW_CONFIDENCE) * draft.factor, quote
        )


def _wanted_in(context: Context, wanted: Wanted) -> Context:
    """Where a row of a table of requirements stands: it is asked for as much as the table says."""
    binds = "bound" if wanted.modality in (Modality.MUST, Modality.MUST_NOT) else ""
    return replace(context, priority=wanted.modality, binds=binds)


def _sentences_of(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Each sentence as one clause, as its first clause stands."""
    seen: set[tuple[int, int]] = set()
    for clause in clauses:
        if clause.sentence not in seen:
            seen.add(clause.sentence)
            yield replace(clause, start=clause.sentence[0], end=clause.sentence[1])


def _as_it_was(fact: Fact) -> Fact:
    """A fact of a row that tells of a trial: what was used in it is not there any more."""
    return fact.model_copy(update={"time": Time.HISTORIC}) if fact.kind in _OF_TODAY else fact


def _lists_standards(place: Place, cues: CueReader) -> bool:
    """Whether the row stands in a company's list of standards."""
    listed = cues.phrases["standards_list"]
    over = (*place.block.heading_path[-2:], *place.block.header[:1])
    return place.document.doc_type in ("standard", "policy") and any(listed.search(text) for text in over)


def _standing_of(document: Document, cues: CueReader) -> str:
    """The type of a document as what it says binds: a letter in which an authority writes to those it licenses is law."""
    if document.doc_type not in _LETTERS or not document.pages:
        return document.doc_type
    return "law" if cues.phrases["authority_letter"].search(document.pages[0].text[:_OPENING]) else document.doc_type


def _may_bind(draft: Draft, time: Time) -> bool:
    """Whether a value may be one that is asked for: of now or later, and not what is measured or promised by a supplier."""
    return time in (Time.CURRENT, Time.PLANNED) and draft.slots.get("role") not in ("actual", "supplier")


def _in_range(rule: FactRule, draft: Draft) -> bool:
    if rule.min is None and rule.max is None:
        return True
    value = draft.slots.get("amount", draft.value)
    if not isinstance(value, int | float):
        return True
    if draft.unit == "years":
        value *= 31557600
    if draft.unit == "ms":
        value /= 1000
    return (rule.min is None or value >= rule.min) and (rule.max is None or value <= rule.max)


def _names(match: Match, value: str) -> bool:
    """Whether the token that a match reads is the value as written; a kind without a token has none."""
    entity = match.token("value") or match.token("place")
    if entity is None:
        return True
    wanted, written = squeeze(value).casefold(), entity.text.casefold()
    return bool(wanted) and (wanted in written or written in wanted)


def _repetition(fact: Fact) -> tuple[object, ...]:
    """What makes two facts of a page the same; mentions are kept once a page, values and risks once a quotation."""
    if fact.kind == "risk":  # one sentence that says twice what hurts is one risk
        return fact.kind, fact.time, fact.citation.end
    base = (
        fact.kind,
        str(fact.value),
        fact.subject,
        fact.time,
        fact.polarity,
        fact.slots.get("topic", told_apart(fact.kind, fact.slots)),
        fact.slots.get("version", ""),
        fact.slots.get("system", ""),
        fact.slots.get("in_scope"),
    )
    return (
        base
        if fact.kind in _ONCE_A_PAGE and fact.slots.get("binding") != "procedure"
        else (*base, fact.unit, fact.citation.start)
    )
