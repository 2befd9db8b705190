"""Blocks → clauses: sentences split where meaning turns, each with its modality, time, negation and doubt.

A clause keeps offsets into the tagged text of its block, from which its place in the page can be found again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rag.extract.entities import Entity, Tagged
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.trials import Trial, TrialFinder
from rag.knowledge.facts import Cues
from rag.knowledge.tried import TriedCues

_SENTENCE_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|\s[•▪◦●■►]\s|\s\|\s")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_NUMBER_OF_ITEM = re.compile(
    r"\W*(?:[A-Z]{1,6}[-. ]?\d{1,4}|\d{1,3})(?:[.-]\d{1,3})*[a-z]?"
)  # “R-03.”, “1.”: a sentence follows
_MOST_HEADINGS = 4096  # about which is remembered what they say
_NEXT = 80  # characters of the sentence after it that may say what became of it
_NEGATION_REACH = 5  # words that a negation governs
_TOKEN = re.compile(r"⟦[A-Z]+\d+⟧")
_IF = re.compile(r"if\b", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:would|could|might)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a clause stands."""

    headings: tuple[str, ...] = ()
    doc_type: str = "other"
    is_heading: bool = False
    column: str = ""  # a table cell: the role of its column
    priority: Modality | None = None  # what the priority column of a catalogue, or the sentence before a list, says
    binds: str = ""  # the sentence before a list: whom it binds
    is_listed: bool = False  # an item of a numbered list of requirements
    system: str = ""  # a table row: the system it is about
    header: tuple[str, ...] = ()  # a table row: that of its table
    locator: str = ""
    is_item: bool = False  # of a list
    over: str = ""  # a table row: the line before its table that ends in a colon
    lead: str = ""  # an item of a list: the line before it that ends in a colon
    label: str = ""  # an item of a list: its first words where they stand alone, "Cloud. …"


def _at_words(pattern: str) -> Guarded:
    """A pattern whose ways all begin with a word; tried only where words begin, a fifth of the places, it is quicker."""
    return Guarded(rf"(?<!\w)(?:{pattern})")


class CueReader:
    """The compiled cue words."""

    def __init__(self, cues: Cues, tried: TriedCues) -> None:
        self.trials = TrialFinder(tried)
        self.abbreviations = frozenset(cues.abbreviations)
        self.breaks = Guarded(cues.clause_breaks)
        self.ordinals = cues.ordinals
        self.modality = [
            (modality, _at_words(getattr(cues.modality, modality.value)))
            for modality in (Modality.MUST_NOT, Modality.MUST, Modality.SHOULD_NOT, Modality.SHOULD)
        ]
        self.firm = [_at_words(pattern) for pattern in cues.firm]
        self.indicative = [
            (modality, Guarded(pattern))
            for modality in (Modality.MUST_NOT, Modality.MUST)
            for pattern in getattr(cues.indicative, modality.value)
        ]
        self.may = Guarded(cues.modality.may, 0)
        self.historic = _at_words(cues.time.historic)
        self.hypothetical = _at_words(cues.time.hypothetical)
        self.planned = _at_words(cues.time.planned)
        self.soft_example = Guarded(cues.time.soft_example)
        self.own_example = Guarded(cues.time.own_example)
        self.replaced_by = Guarded(cues.time.replaced_by)
        self.hedges = _at_words(cues.hedges)
        self.negation = Guarded(cues.negation)
        self.questions = Guarded(cues.questions, 0)
        self.bound = Guarded(cues.bound)
        self.papers = Guarded(cues.papers)
        self.office_verbs = Guarded(cues.office_verbs)
        self.conditional = Guarded(cues.conditional)
        self.upcoming = Guarded(cues.upcoming)
        self.weak_must = Guarded(cues.weak_must)
        self.actors = Guarded(cues.actors)
        self.capabilities = Guarded(cues.capabilities)
        self.capability_actors = Guarded(cues.capability_actors)
        self.passive = Guarded(cues.passive)
        self.phrases = {name: Guarded(pattern) for name, pattern in cues.phrases.items()}
        self.roles = {name: Guarded(pattern) for name, pattern in cues.roles.items()}
        self.roles_behind = {name: Guarded(pattern) for name, pattern in cues.roles_behind.items()}
        self.frequencies = {name: Guarded(pattern) for name, pattern in cues.frequencies.items()}
        self.beats = [(seconds, Guarded(pattern)) for seconds, pattern in cues.beats.items()]
        self.days = {name: Guarded(pattern) for name, pattern in cues.days.items()}
        self.windows = {name: kind for kind, names in cues.windows.items() for name in names}
        self.periods = {name: unit for unit, names in cues.periods.items() for name in names}
        self._procedure = _HeadingCue(Guarded(cues.procedure_headings))
        self._past = _HeadingCue(self.phrases["past_heading"])
        self._supposed = _HeadingCue(self.phrases["supposed_heading"])

    def is_procedure(self, headings: tuple[str, ...]) -> bool:
        """Whether one of the headings says that what stands below is how people work, and not what the system does."""
        return any(map(self._procedure.holds, headings))

    def is_past(self, headings: tuple[str, ...]) -> bool:
        """Whether one of the headings says that what stands below is over, or was taken back."""
        return any(map(self._past.holds, headings))

    def is_supposed(self, headings: tuple[str, ...]) -> bool:
        """Whether one of the headings says that what stands below was only thought of: alternatives, ideas for later."""
        return any(map(self._supposed.holds, headings))


class _HeadingCue:
    """What headings say of all that stands below them, remembered for the latest of them."""

    def __init__(self, cue: Guarded) -> None:
        self._cue, self._known = cue, dict[str, bool]()

    def holds(self, heading: str) -> bool:
        """Whether the cue stands in the heading."""
        if heading not in self._known:
            if len(self._known) > _MOST_HEADINGS:
                self._known.clear()
            self._known[heading] = self._cue.search(heading) is not None
        return self._known[heading]


@dataclass(frozen=True)
class Clause:
    """One clause."""

    tagged: Tagged
    start: int  # in tagged.text
    end: int
    sentence: tuple[int, int]  # in tagged.text
    context: Context
    cues: CueReader = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The tagged text of the clause."""
        return self.tagged.text[self.start : self.end]

    @cached_property
    def readable(self) -> str:
        """The clause with its entities written out."""
        return self.plain(self.start, self.end)

    @property
    def sentence_text(self) -> str:
        """The tagged text of its whole sentence."""
        return self.tagged.text[self.sentence[0] : self.sentence[1]]

    def plain(self, start: int, end: int) -> str:
        """Tagged text between two offsets with its entities written out."""
        return _TOKEN.sub(lambda token: self.tagged.at(token.group()).text, self.tagged.text[start:end]).strip()

    @cached_property
    def _binding(self) -> tuple[Modality, re.Match[str]] | None:
        """The first words that bind, and how."""
        for modality, pattern in self.cues.modality:
            if match := pattern.search(self.text):
                return modality, match
        if self.firm is not None:
            return Modality.MUST, self.firm
        if self.indicative is not None:
            return self.indicative
        if self.context.doc_type == "contract" and (match := self.says("contract_duty")):
            return Modality.MUST, match
        return None

    @cached_property
    def firm(self) -> re.Match[str] | None:
        """An idiom that binds without a word for must."""
        return next(filter(None, (pattern.search(self.text) for pattern in self.cues.firm)), None)

    @cached_property
    def indicative(self) -> tuple[Modality, re.Match[str]] | None:
        """A rule told in the plain present: what nobody does, what happens only so, what is whole or not at all."""
        found = ((modality, pattern.search(self.text)) for modality, pattern in self.cues.indicative)
        return next(((modality, match) for modality, match in found if match is not None), None)

    @property
    def tells_rule(self) -> bool:
        """Whether it binds by such a rule alone."""
        return self.indicative is not None and self._binding is self.indicative

    @property
    def modal(self) -> re.Match[str] | None:
        """The words that bind."""
        return self._binding[1] if self._binding else None

    @cached_property
    def modality(self) -> Modality:
        """How binding it is."""
        if self._binding:
            return self._binding[0]
        if self.context.priority is not None:
            return self.context.priority
        return Modality.MAY if self.cues.may.search(self.text) else Modality.IS

    @cached_property
    def time(self) -> Time:
        """When the clause as a whole holds."""
        return self.time_at(0)

    def time_at(self, offset: int) -> Time:
        """When what stands at `offset` holds: an example after `such as` is one, what stands before it is not."""
        if (
            self.is_question
            or self.is_turned_down
            or self._is_supposed
            or any(self._makes_up(cue, offset) for cue in self._suppositions)
        ):
            return Time.HYPOTHETICAL
        if self.trial is not None and self.trial.in_use and self.trial.holds(self.tagged.text, self.start + offset):
            return Time.HISTORIC
        return self._stands

    @cached_property
    def trial(self) -> Trial | None:
        """What its sentence tells as tried and given up."""
        above = (self.context.lead, self.context.over, *self.context.headings)
        stands = self.context.is_item or bool(self.context.header)
        rejected = stands and self.cues.trials.lists_rejected(above)
        is_listed = rejected or (stands and self.cues.trials.lists(above))
        return self.cues.trials.find(self.tagged, self.sentence, listed=is_listed, rejected=rejected)

    def turns_down(self, offset: int) -> bool:
        """Whether its sentence says of what stands at `offset` that it was turned down before it was in use."""
        return self.trial is not None and not self.trial.in_use and self.trial.holds(self.tagged.text, self.start + offset)

    @cached_property
    def is_question(self) -> bool:
        """Whether its sentence asks, and so states nothing."""
        return self.cues.questions.search(self.tagged.text[self.sentence[0] : self.sentence[1]]) is not None

    @cached_property
    def _is_supposed(self) -> bool:
        """Whether it stands among what was only thought of; there, too, what is said to be ours or of today is so."""
        if not self.cues.is_supposed(self.context.headings):
            return False
        return self.modality is not Modality.IS or self.cues.own_example.search(self.text) is None

    @cached_property
    def is_turned_down(self) -> bool:
        """Whether it wishes for something that the next sentence says was refused."""
        if self.modality in (Modality.MUST, Modality.MUST_NOT):
            return False
        return self.cues.phrases["not_granted"].match(self.after) is not None

    @property
    def after(self) -> str:
        """The beginning of what its block says after its sentence."""
        return self.tagged.text[self.sentence[1] :].lstrip()[:_NEXT]

    @cached_property
    def _suppositions(self) -> tuple[re.Match[str], ...]:
        return tuple(self.cues.hypothetical.finditer(self.text))

    @cached_property
    def _stands(self) -> Time:
        """When it holds if it is not made up."""
        if self.cues.historic.search(self.text) or self.cues.is_past(self.context.headings):
            return Time.HISTORIC
        return Time.PLANNED if self.cues.planned.search(self.text) else Time.CURRENT

    def is_example_at(self, offset: int) -> bool:
        """Whether what stands at `offset` is but an example of what is said before it: "servers such as Jetty"."""
        made_up = [cue for cue in self._suppositions if self._makes_up(cue, offset)]
        return bool(made_up) and all(self.cues.soft_example.fullmatch(cue.group()) for cue in made_up)

    def _makes_up(self, cue: re.Match[str], offset: int) -> bool:
        if _IF.match(cue.group()) and 0 <= offset < cue.start() and not _WOULD.search(self.text, 0, offset):
            return False  # what stands before "even if" is so
        if self.cues.soft_example.fullmatch(cue.group()) is None:
            return True
        return offset >= cue.start() and self.cues.own_example.search(self.text) is None

    @cached_property
    def is_hedged(self) -> bool:
        """Whether it is put with doubt."""
        return self.cues.hedges.search(self.text) is not None

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Its entities, in order."""
        return tuple(self.tagged.at(token) for token in _TOKEN.findall(self.text))

    def says(self, phrase: str) -> re.Match[str] | None:
        """The first match of a phrase of the table of cues."""
        return self.cues.phrases[phrase].search(self.text)

    @property
    def is_logged(self) -> bool:
        """Whether it stands behind a time of day under the heading of a review: it tells what happened at that moment."""
        is_of_moment = self.modality is Modality.IS and self.cues.phrases["moment_first"].match(self.tagged.text) is not None
        log = self.cues.phrases["log_heading"]
        return is_of_moment and any(log.search(heading) is not None for heading in self.context.headings)

    def is_negated_at(self, offset: int) -> bool:
        """Whether a negation stands before `offset` of the clause with nothing between that ends its reach."""
        distance = self.negation_before(offset)
        return distance is not None and distance <= _NEGATION_REACH

    def negation_before(self, offset: int) -> int | None:
        """Words between a negation and `offset` of the clause; None without one, or where its reach ends before."""
        last = last_match(self.cues.negation, self.text[:offset])
        if last is None:
            return None
        between = self.text[last.end() : offset]
        if last.group().strip() == "no" and last.start() and not between.strip() and self.says("english") is None:
            return None
        stopped = re.search(r"\b(?:but|except|only|sondern|mais|sino|mas)\b|\)", between) is not None
        return None if stopped else len(between.split())

    def replaces_at(self, offset: int) -> bool:
        """Whether what stands at `offset` is named as the successor."""
        match = self.cues.replaced_by.search(self.text)
        return match is not None and offset >= match.start()


def split_clauses(tagged: Tagged, context: Context, cues: CueReader) -> Iterator[Clause]:
    """The clauses of a block, in order."""
    for start, end in sentences(tagged.text, cues.abbreviations):
        low = start
        for match in cues.breaks.finditer(tagged.text, start, end):
            if match.start() - low >= 3:
                yield Clause(tagged, low, match.start(), (start, end), context, cues)
                low = match.start() + (1 if match.group() == ";" else 0)
        if end - low >= 2:
            yield Clause(tagged, low, end, (start, end), context, cues)


def sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group().startswith("."):
            word = _WORD_BEFORE.search(text, start, match.start())
            after = text[match.end() :].lstrip()[:1]
            if (
                word
                and (word.group().lower() in abbreviations or (len(word.group()) == 1 and word.group().isalpha()))
                and after
            ):
                continue
            if after and (after.islower() or _NUMBER_OF_ITEM.fullmatch(text, start, match.start())):
                continue
        stop = match.start() if match.group()[0].isspace() else match.end()
        if text[start:stop].strip():
            yield _trim(text, start, stop)
        start = match.end()
    if text[start:].strip():
        yield _trim(text, start, len(text))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def last_match(pattern: Guarded | re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of `pattern` in `text`."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
