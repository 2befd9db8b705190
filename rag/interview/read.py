"""A person's words → fields of the Brief, without a model; what was not understood is said.

Order: a word that stands for a whole answer, a quick reply's label, a value of the kind the question asks for, then the same
fact rules as for documents. Source: `advisor.md` C.5.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rag.brief.brief import AnswerRecord
from rag.extract.amounts import number_words
from rag.extract.normalise import normalise
from rag.interview.amounts import TIMES, AmountReader
from rag.interview.built import ProgramReader, SystemReader
from rag.interview.countries import CountryFinder
from rag.interview.field_words import TECHNOLOGY_FIELDS, FieldWords
from rag.interview.goals import GoalFinder
from rag.interview.growth import grown
from rag.interview.holds import Holding
from rag.interview.lists import list_items
from rag.interview.loads import EACH_HORIZON, GROWTH, LOADS, SCALES, without_machines
from rag.interview.named import ChoiceFinder, settled, with_read
from rag.interview.question import Question, Reading, Understood
from rag.interview.releases import ReleaseReader
from rag.interview.rows import RowReader
from rag.interview.spans import KNOWN, LONG_KNOWN
from rag.interview.stances import kinds_of, technologies_by_stance
from rag.knowledge.brief_fields import BriefField, BriefFields
from rag.knowledge.countries import Countries
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.goals import GoalTable
from rag.knowledge.quantities import Quantities
from rag.knowledge.questions import ChoiceRow, QuestionRow, QuestionTable
from rag.knowledge.replies import ReplyTable

CONFIDENT, HEDGED = 0.95, 0.4
NOTED = "I kept this as a note, but found no value in it that I can use."
LEFT_OUT = "Then nothing of that is taken over; your answer stays as a note where nothing else was read in it."
UNKNOWN = "Noted. Until somebody knows, the proposal shows what it assumes in its place, or that it is open."
SHORT = 3  # letters
PAIR, SLIGHT = 2, 4  # parts of an answer, and words of “a little bit more”
ITEM = 6  # words of an item at most: where one has more, the answer is a sentence that commas divide
ROWS = ("measure", "left_out", "user_groups", "features", "tools", "owners", "windows")  # of `reads`: lists of rows
ENOUGH = 0.8  # share of the whole from which on “yes” is said
FIGURES = ("rate", "share", "bands")  # of `reads`: figures, beside those of a unit
SPANS = ("s", "ms")  # units of a span of time
ONE_PERSON, MOST_PEOPLE = 1, 30  # who understand a system
EU = "EU"
PREMISES = ("on-prem", "on_premises")
HOSTING, RESIDENCY = "host.preference", "data.residency"
MONEY, CAP = "EUR", "budget.cap"
SLO, SLO_HOURS = "rel.slo", "rel.slo_hours"
RPO, A_DAY = "rel.rpo", 86_400  # seconds
KNOWN_AHEAD = "scale.predictable"
STYLE = "legacy.style"
SETTLED = ("enum", "number", "percent", "duration", "money", "date", "ratio", "flag")  # types whose words have one reading
STATES = {"yes": "confirmed", "no": "rejected", "outdated": "rejected", "yes, but …": "confirmed"}
FromDocument = Callable[[str], Mapping[str, Any]]  # free text → field path → value, by the fact rules


class AnswerReader:
    """Reads answers to the bank's questions, and remarks outside any question."""

    def __init__(
        self,
        questions: QuestionTable,
        replies: ReplyTable,
        quantities: Quantities,
        gazetteer: Gazetteer,
        countries: Countries,
        goals: GoalTable,
        fields: BriefFields,
        from_rules: FromDocument,
        show: Callable[[str, Any], str],
        today: str,
    ) -> None:
        """Bring the parts together.

        Args:
            questions: the bank.
            replies: how people answer.
            quantities: how numbers and dates are written.
            gazetteer: names of technologies.
            countries: names of countries.
            goals: how people say what they want most.
            fields: the table of fields.
            from_rules: reads free text by the rules for documents.
            show: renders a value of a field.
            today: ISO date of the answer, and what "in 24 months" starts from.
        """
        self._bank = questions
        self._replies = replies
        self.amounts = AmountReader(quantities, gazetteer, replies.spoken, fields.told, today)
        self._countries = CountryFinder(countries, replies)
        self._goals = GoalFinder(goals, replies)
        self._systems = SystemReader(replies, self.amounts)
        self._programs = ProgramReader(replies.spoken, self.amounts.figures)
        self._holding = Holding(replies)
        self._rows = RowReader(replies, self.amounts, fields.feature_types)
        self._releases = ReleaseReader(replies, self.amounts, number_words(quantities))
        self._from_rules = from_rules
        self._fields = fields.by_path
        self._labels = fields.labels
        self._show = show
        self._today = today

    def read(self, text: str, question: Question | None, by: str = "", at: str = "") -> Reading:
        """One answer, or one remark when no question is open; said today unless an ISO date is given."""
        line = text.strip()
        bare = line.lower().rstrip(".!? ")
        place = {
            "question": question.id if question else "",
            "subject": question.subject if question else "",
            "by": by,
            "at": at or self._today,
        }
        if question is not None and bare in self._replies.skip:
            return self._reading(AnswerRecord(text=line, skipped=True, **place), "Skipped. It stays among the open questions.")
        if question is not None and bare in self._replies.dont_know | self._replies.not_relevant:
            record = AnswerRecord(text=line, dont_know=True, confidence=HEDGED, **place)
            return self._reading(record, UNKNOWN)
        values, accepts = self._values(line, question)
        if question is not None and not values and not accepts and self._opens_unsure(bare):
            record = AnswerRecord(text=line, dont_know=True, confidence=HEDGED, **place)
            return self._reading(record, UNKNOWN)
        confidence = HEDGED if re.search(self._replies.hedges, bare) else CONFIDENT
        record = AnswerRecord(text=line, values=values, confidence=confidence, accepts=accepts, **place)
        if values or accepts:
            shown = "; ".join(
                f"{self._labels.get(path, path)}: {self._show(path, value)}"
                for path, value in values.items()
                if path != "state"
            )
            return self._reading(record, f"Understood – {shown}." if shown else "Understood.")
        return self._reading(record, f"{NOTED}{self._offered(place['question'])}", not_understood=line)

    def is_unknown(self, text: str) -> bool:
        """Whether the words say that one does not know, or that it does not matter."""
        bare = text.strip().lower().rstrip(".!? ")
        return bare in self._replies.dont_know | self._replies.not_relevant or self._opens_unsure(bare)

    def left_out(self, question: str) -> str:
        """What is said where nothing more is taken from an answer to the question with this id."""
        return f"{LEFT_OUT}{self._offered(question)}"

    def _offered(self, question: str) -> str:
        """The quick replies, where an answer was not understood: one of them may be what is meant."""
        row = self._bank.by_id.get(question.partition(":")[0])
        labels = [choice.label for choice in row.choices if choice.values] if row else []
        return f" Does one of these come near it: {', '.join(labels)}?" if labels else ""

    def _opens_unsure(self, bare: str) -> bool:
        """Whether the words begin with not knowing: "no idea, ask Grace"."""
        return any(re.match(rf"{re.escape(phrase)}(?!\w)", bare) for phrase in self._replies.dont_know)

    def read_field(self, field: BriefField, text: str) -> Reading:
        """A value for one field, in a person's words; what does not fit the field is not understood, and fills nothing."""
        line = text.strip()
        words = self._words_for(field)
        value = words.read(line)
        if value is None:
            record = AnswerRecord(question=f"field:{field.path}", text=line, at=self._today)
            return self._reading(record, f"“{line}” is not understood as {field.label}. {words.hint}", not_understood=line)
        record = AnswerRecord(question=f"field:{field.path}", text=line, values=value, at=self._today)
        return self._reading(record, f"{field.label}: {self._show(field.path, value.get(field.path))}.")

    def _words_for(self, field: BriefField) -> FieldWords:
        return FieldWords(field, self._bank, self._replies, self.amounts, self._countries, self._from_rules)

    def technologies(self, text: str, path: str) -> dict[str, Any]:
        """The technologies that a text names, as the value of a field that lists some; empty where it names none."""
        return self.amounts.technologies(normalise(text).text, path)

    def remark(self, text: str, values: Mapping[str, Any]) -> AnswerRecord:
        """A remark whose values are known already."""
        return AnswerRecord(question="", text=text, values=dict(values), at=self._today)

    def told(self, record: AnswerRecord, message: str) -> Reading:
        """What a record sets, with what is said of it."""
        return self._reading(record, message, not_understood="" if record.values else record.text)

    def find_question(self, asked: str, subject: str = "") -> Question | None:
        """The bank's question that is meant by an id or by a question as a person put it; None when none is like it."""
        row = self._bank.by_id.get(asked.strip().upper()) or self._nearest(asked)
        if row is None:
            head, _, key = asked.partition(":")
            row = self._bank.by_id.get(head) if key else None
        if row is None:
            return None
        id_ = asked if asked.startswith(f"{row.id}:") else f"{row.id}:{subject}" if subject and row.per else row.id
        return Question(id=id_, subject=subject, topic=row.topic, text=row.text, why=row.why, form=row.form, fields=row.fields)

    def _nearest(self, asked: str) -> QuestionRow | None:
        """The question that shares most of its telling words with `asked`, if it shares more than half of them."""
        words = _words(asked, self._replies.stop_words)
        overlaps = {row.id: _overlap(words, _words(row.text, self._replies.stop_words)) for row in self._bank.rows}
        best = max(overlaps, key=lambda id_: (overlaps[id_], id_))
        if len(words) >= 2 and overlaps[best] >= 0.5:
            return self._bank.by_id[best]
        return self._by_cue(asked)

    def _by_cue(self, asked: str) -> QuestionRow | None:
        """The question one of whose cue phrases is in `asked` with all its words; the longest phrase decides."""
        said = _spoken(asked)
        found = [
            (len(phrase), -number, row)
            for number, row in enumerate(self._bank.rows)
            for phrase in row.asked_as
            if all(any(_begins(word, cue) for word in said) for cue in _spoken(phrase))
        ]
        return max(found, key=lambda one: one[:2])[2] if found else None

    def _reading(self, record: AnswerRecord, message: str, not_understood: str = "") -> Reading:
        understood = tuple(
            Understood(field=path, label=self._labels.get(path, path), value=value, shown=self._show(path, value))
            for path, value in record.values.items()
            if path != "state"
        )
        return Reading(
            question=record.question, record=record, understood=understood, not_understood=not_understood, message=message
        )

    def _values(self, text: str, question: Question | None) -> tuple[dict[str, Any], str]:
        """Field values of an answer, and what it accepts: a constraint or a conflict."""
        if question is None:
            return dict(self._from_rules(text)), ""
        head, _, key = question.id.partition(":")
        row = self._bank.by_id.get(head)
        if head == "Q71":
            return self._confirmation(text, question, key)
        chosen = self._choices(text, question, row)
        if head == "Q24":
            said = chosen or self._side(text, question) or self._settling(text, question)
            is_both = text.strip().casefold().rstrip(".") in {
                one.label.casefold() for one in question.choices if not one.values
            }
            if said or is_both:
                return said, key
            return dict(self._from_rules(text)), ""  # it speaks of something else
        if chosen:
            return chosen, ""
        caps = {CAP: True} if row is not None and row.unit == MONEY and self.amounts.money.ends_there(text) else {}
        text = self._holding_words(text, row) if row is not None else text
        if row is not None and row.reads == "countries":
            said = self._countries.read(text, question.fields)
        else:
            said = self._with_releases(text, row, question.fields[0] if question.fields else "")
        if said.get(RPO) == 0 and self.amounts.is_harmless(text):
            said = {**said, RPO: A_DAY}  # “nothing to lose, we load the files again”
        hours = self.amounts.spans.service_hours(text) if SLO in said else None
        if hours is not None:
            said = {**said, SLO_HOURS: hours}
        echoes = {echo for path in said for echo in _ECHOES.get(path, ())}
        read = self._from_rules(text)
        if said.get(HOSTING) in PREMISES and "host.forbidden" in read:  # “no cloud, our own servers”
            read = {**read, "host.forbidden": [one for one in read["host.forbidden"] if one not in PREMISES]}
        echoes |= self._bank.rules.not_in_passing - set(question.fields)
        said = {path: value for path, value in said.items() if path not in self._fields or self._fields[path].allows(value)}
        for name, kinds in (kinds_of(text, row) if row is not None else {}).items():
            said = {**said, name: [*said.get(name, ()), *kinds]}
        if row is not None and row.reads == "code_size":
            said = {**said, **self._systems.read(text)}
        others = {path: value for path, value in read.items() if path not in said and path not in echoes}
        return {
            **others,
            **(caps if said else {}),
            **self._beside(text, row),
            **without_machines(said, read.get("scale.devices")),
        }, ""

    def _holding_words(self, text: str, row: QuestionRow) -> str:
        """The part of an answer that holds: without what was, and without a first word of denial before a list."""
        if _has_one_reading(row) and row.unit != TIMES:  # what was tells how high peaks are
            text = self._holding.of(text, has_wishes=row.wished)
            if row.frame and row.form == "multi":
                text = re.sub(self._replies.denied_first, "", text, flags=re.IGNORECASE)
        return self._first_thought(text) if row.reads == "goals" else text

    def _beside(self, text: str, row: QuestionRow | None) -> dict[str, Any]:
        """What an answer tells beside, once it is a sentence."""
        asides = row.beside if row is not None else {}
        read = {path: self._from_rules(sentence.replace("{}", text.strip(" ."))) for path, sentence in asides.items()}
        told = {path: values[path] for path, values in read.items() if path in values}
        style = self._programs.style(text) if STYLE in asides and STYLE not in told else ""
        return {**told, STYLE: style} if style else told

    def _said(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says: a figure before a word for a quick reply, a word for one where it has no figure."""
        if row is None or not row.choices:
            return self._framed(text, row) or self._by_form(text, row, path)
        if row.reads in ROWS:
            return self._listed(text, row, path)
        if not _has_one_reading(row) and self._is_put_off(text):
            return {}
        text = self._narrowed(text, row, path)
        summed = re.split(self._replies.sums_up, text, flags=re.IGNORECASE)
        if len(summed) > 1 and (in_the_end := self._said(summed[-1].strip(" ,."), row, path)).get(path) is not None:
            return in_the_end
        finder = ChoiceFinder(row.choices, self._replies)
        wanted = re.split(self._replies.wants, text.casefold(), maxsplit=1)[1:] if row.wished else []
        if wanted and (finder.only(wanted[0]) is not None or self.amounts.spoken.times_a_month(wanted[0]) is not None):
            text = wanted[0]
        one = finder.highest(text) if row.highest else finder.only(text, row.several)
        named = finder.every(text) if _is_list(row) else [one] if one is not None else []
        by_words = with_read(_joined(named), self._framed(text, row))
        if row.reads == "goals" and not by_words:
            goal = self._goals.first(text)
            return {path: goal} if goal else {}
        told = self._told(text, row, by_words.get(path))
        if told is not None:
            return {**by_words, path: told}
        if row.unit == TIMES:
            factor = self._by_form(text, row, path)
            is_dated = re.search(self._replies.spoken.time, text, re.IGNORECASE) or self.amounts.factors.is_foreseen(text)
            is_known = factor and is_dated  # peaks at a time that is named
            ahead = False if self.amounts.factors.is_unforeseen(text) else True if is_known else None
            told_ahead = {KNOWN_AHEAD: ahead} if ahead is not None and KNOWN_AHEAD in row.fields else {}
            return {**told_ahead, **by_words, **factor, **(told_ahead if ahead is False else {})}
        if by_words and len(row.fields) > 1:  # “by hand, the build is automatic”: one part of it is told apart
            by_words = {**by_words, **{name: value for name, value in self._from_rules(text).items() if name in row.fields}}
        if row.unit and (re.search(r"\d", text) or self.amounts.has_amount(normalise(text).text)):
            return self._by_form(text, row, path) or by_words
        return by_words or self._by_form(text, row, path)

    def _narrowed(self, text: str, row: QuestionRow, path: str) -> str:
        """The words of an answer that tell its value, with plain figures where it is one."""
        text = self._telling(text)
        if row.unit or row.reads in FIGURES:
            plain = normalise(text).text
            text = (
                self.amounts.restated.with_unit(plain)
                if row.unit in SPANS
                else self.amounts.restated.plain(plain, multiplies=row.unit != TIMES)
            )
        if path in SCALES:
            text = re.split(self._replies.not_all, text, flags=re.IGNORECASE)[-1].strip(" ,.") or text
        if row.unit == TIMES:  # “always the same, Mondays a bit more”
            text = self._without_slight(text)
        if row.unit == TIMES and self.amounts.read(normalise(text).text, path, TIMES):
            return text  # “flat, except on Mondays: three times”
        most, *rest = re.split(self._replies.leaves_out, text, flags=re.IGNORECASE)
        is_all = rest and re.search(self._replies.none_but, most, re.IGNORECASE)  # “nothing except overtime”
        return (rest[-1] if is_all else most).strip() or text

    def _without_slight(self, text: str) -> str:
        """The words without times at which there is a little more; one that is that alone speaks of the time before it."""
        parts = re.split(r"[,;.](?!\d)", text)
        slight = [re.search(self._replies.slightly, one, re.IGNORECASE) is not None for one in parts]
        if not any(slight):
            return text
        is_bare = len(parts) == PAIR and slight == [False, True] and len(parts[1].split()) <= SLIGHT
        if is_bare and not re.search(self._replies.spoken.time, parts[1], re.IGNORECASE):
            return ""
        return ",".join(one for one, is_slight in zip(parts, slight, strict=True) if not is_slight).strip() or text

    def _first_thought(self, text: str) -> str:
        """The words without sentences that say what matters less, unless one says what matters most."""
        first, *more = re.split(r"(?<=[.!?;])\s+", text)
        kept = [
            one
            for one in more
            if re.search(self._replies.sums_up, one, re.IGNORECASE)
            or not re.search(self._replies.afterthought, one, re.IGNORECASE)
        ]
        return " ".join([first, *kept])

    def _telling(self, text: str) -> str:
        """The words without an opening that tells nothing: “no idea, four hours?”; "" where that is all."""
        text = re.sub(self._replies.tags, "", text, flags=re.IGNORECASE) or text
        opening = re.search(self._replies.tells_nothing, text, re.IGNORECASE)
        if opening is None:
            return text
        is_asked = text.rstrip().endswith("?") and not self.amounts.figures(normalise(text).text)
        rest = "".join(re.split(r"([,;.:](?!\d))", text[opening.end() :], maxsplit=1)[2:]).strip()
        is_said = self.amounts.figures(normalise(rest).text) or re.match(self._replies.all_the_same, rest, re.IGNORECASE)
        return rest if is_said and not is_asked else ""

    def _is_put_off(self, text: str) -> bool:
        """Whether an answer in free words is none: it is left to somebody else, or to another time."""
        return any(re.search(one, text, re.IGNORECASE) for one in (self._replies.tells_nothing, self._replies.defers))

    def _listed(self, text: str, row: QuestionRow, path: str) -> dict[str, Any]:
        """The rows that an answer lists; a quick reply is a row as it stands."""
        bare = text.strip(" .").casefold()
        if any(bare == choice.label.casefold() for choice in row.choices) and row.reads != "user_groups":
            return {path: [text.strip(" .")]}
        text = self._telling(text)
        if row.reads == "features" and self._is_put_off(text):
            return {}
        named = _joined(ChoiceFinder(row.choices, self._replies).every(text)) if _is_list(row) else {}
        if row.reads == "windows":
            rows = named.get(path, [{}] if re.search(self._replies.spoken.time, text, re.IGNORECASE) else None)
            return {} if rows is None else {path: [{**one, "name": text.strip(" .")} for one in rows]}
        rows = self._rows.read(row.reads, text)
        return with_read(named, {path: rows}) if rows else named

    def _told(self, text: str, row: QuestionRow, by_words: Any) -> Any:
        """A value that is told in passing: how often, which part, for how long; None where there is none."""
        spoken = self.amounts.spoken
        if row.reads == "rate":
            return spoken.times_a_month(text)
        if row.reads == "rhythm":
            return spoken.rhythm(text) or None
        if row.reads == "share":
            share = self.amounts.share(normalise(text).text)
            if share is not None:
                return share
            part = spoken.share(text)
            is_less = part is not None and isinstance(by_words, float) and part < ENOUGH <= by_words  # “there is one, half”
            return part if by_words is None or is_less else None
        if row.reads == "bands":
            return self._band(text, row)
        if row.reads == "heads":
            return self._heads(text)
        if row.reads == "residency":
            return self._stays_in(text) if by_words is None else None
        if row.reads == "people":
            return self._how_many(text) if by_words is None else None
        if row.reads == "code_size":
            lines = self.amounts.code_lines(text)  # a figure tells more than “big”, or than what is small beside it
            return None if lines is None else {"size": _size(lines, row.cuts), "forced": False}
        if row.reads == "experience" and not self.amounts.is_denied(text, self._replies.denies):
            level = self.amounts.spans.experience(text)
            if self.amounts.spans.is_in_one_place(text) and (by_words or 0) == LONG_KNOWN:
                return KNOWN
            return level if level is not None and level > (by_words or 0) else None
        return None

    def _band(self, text: str, row: QuestionRow) -> str | None:
        """The quick reply into whose band the largest amount falls; None where none is told."""
        cost = self.amounts.money.most_per_hour(normalise(text).text)
        return (
            None if cost is None else next(value for least, value in sorted(row.bands.items(), reverse=True) if least <= cost)
        )

    def _heads(self, text: str) -> dict[str, int] | None:
        """One or two people that are told of without a number: “only me”, “my brother and I”."""
        spoken = self._replies.spoken
        if any(one.kind == "NUM" and one.number > 1 for one in self.amounts.figures(normalise(text).text)):
            return None
        heads = ((2, spoken.two_heads), (1, spoken.one_head))
        return next(({"day1": many} for many, words in heads if re.search(words, text, re.IGNORECASE)), None)

    def _stays_in(self, text: str) -> dict[str, Any] | None:
        """The country, or the group of countries, in which data stay; None where none is named, or several are."""
        codes = self._countries.codes(re.sub(self._replies.rows.inside, "in", text, flags=re.IGNORECASE))
        if EU in codes:
            return {"rule": EU.lower()}
        return {"rule": "national", "countries": codes} if len(codes) == 1 else None

    def _place_of(self, text: str, path: str) -> dict[str, Any]:
        """Where data stay, where it is told of a system that it may run in a place and in no other: “Kenya, never abroad”."""
        is_confined = path == HOSTING and re.search(self._replies.rows.confines, text, re.IGNORECASE)
        place = self._stays_in(text) if is_confined else None
        return {} if place is None else {RESIDENCY: place}

    def _how_many(self, text: str) -> str | None:
        """Whether one or several people are told of."""
        people = [one.number for one in self.amounts.figures(normalise(text).text) if one.kind == "NUM"]
        people = [many for many in people if many <= MOST_PEOPLE]  # “Bob is 71”
        return None if not people else "one person" if max(people) <= ONE_PERSON else "several"

    def _with_releases(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says; of releases how often they are, how often they fail, and how long a change takes."""
        if row is None or row.reads != "rate":
            return self._with_growth(text, row, path)
        told = self._releases.read(self._telling(text))
        said = self._said(told.rhythm, row, path)
        if not isinstance(said.get(path), int | float):
            return {**said, **told.values}
        rate, shares = told.rate(said[path])
        return {**said, **shares, **told.values, path: rate}

    def _with_growth(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says; of a load without a figure of it, how it grows."""
        plain = normalise(text).text
        if path not in LOADS:
            return self._said_with_cloud(text, row, path)
        growth = self.amounts.growth.factor(plain)
        is_growth_alone = growth is not None and not any(
            one.kind == "NUM" for one in self.amounts.figures(_BARE.sub("", plain))
        )
        if is_growth_alone:
            return {GROWTH: growth}
        said = self._said_with_cloud(text, row, path)
        if growth is None and path != EACH_HORIZON and self.amounts.growth.keeps_pace(plain):
            growth = 1.0
        if growth is None:
            return said
        if not LOADS & set(said):
            return {**said, GROWTH: growth}
        return {one: grown(value, growth) if one in LOADS else value for one, value in said.items()}

    def _said_with_cloud(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says; of where it may run also whose cloud it prefers."""
        said = {**self._place_of(text, path), **self._said(text, row, path)}
        if said.get(HOSTING, PREMISES[0]) in PREMISES:
            return said
        return {**self.amounts.technologies(normalise(text).text, "stack.preferred", "cloud"), **said}

    def _framed(self, text: str, row: QuestionRow | None) -> dict[str, Any]:
        """What the rules for documents read in a bare answer, once it is a sentence."""
        if row is None or not row.frame:
            return {}
        text = re.sub(self._replies.adds, ", ", text, flags=re.IGNORECASE)
        if row.bare:
            text = self.amounts.with_unit(self.amounts.restated.plain(normalise(text).text), row.bare)
            parts = [one for one in re.split(r"[,;.](?!\d)\s*", text) if self.amounts.has_amount(one)]
            if len(parts) > 1:  # “invoices ten years, applications six months”
                return _joined(self._framed(part, row) for part in parts)
        bare = re.sub(self._replies.within, "in ", text.strip(" ."))  # “no Brasil” denies nothing
        found = self._from_rules(text)
        for words in (bare, bare.title())[: 1 + bare.islower()]:  # who types in small letters means the same country
            if not set(found) & set(row.fields):
                found = self._from_rules(row.frame.replace("{}", words))
        return {path: value for path, value in found.items() if path in row.fields}

    def _confirmation(self, text: str, question: Question, key: str) -> tuple[dict[str, Any], str]:
        bare = text.lower().rstrip(".!? ")
        word = "yes" if bare in self._replies.yes else "no" if bare in self._replies.no else bare
        state = STATES.get(word) or ("confirmed" if word.startswith("yes") else "")
        if not state:
            return dict(self._from_rules(text)), ""
        if question.fields:  # a value, not a constraint: yes confirms it
            return ({question.fields[0]: question.prefill} if state == "confirmed" else {}), key
        return {"state": state}, key

    def _choices(self, text: str, question: Question, row: QuestionRow | None) -> dict[str, Any]:
        """The values of the quick replies that the text names; several of a multiple choice are joined."""
        text = settled(text, self._replies)
        given = {choice.label.lower(): choice.values for choice in (row.choices if row else ())}
        given.update({choice.label.lower(): choice.values for choice in question.choices})
        parts = [text.strip().lower().rstrip(".")]
        if question.form == "multi":
            parts += [part.strip() for part in re.split(self._replies.separators, parts[0])]
        if all(part in given for part in parts[1:] or parts):
            return _joined([given[part] for part in parts if part in given])
        if question.form == "yes_no" and question.fields:
            first = re.split(r"\s*[,.;:!–—]|\s-\s", parts[0], maxsplit=1)[0].strip()
            answer = True if first in self._replies.yes else False if first in self._replies.no else None
            return {} if answer is None else {question.fields[0]: answer}
        return {}

    def _side(self, text: str, question: Question) -> dict[str, Any]:
        """The side of a contradiction of which the words name what only that side has: “EU”, “12,000, that is what we plan”."""
        sides = [(_words(one.label, self._replies.stop_words), one.values) for one in question.choices if one.values]
        said = _words(text, self._replies.stop_words)
        own = [(words - set().union(*(other for other, _ in sides if other is not words)), values) for words, values in sides]
        named = [values for words, values in own if words & said]
        return dict(named[0]) if len(named) == 1 else {}

    def _settling(self, text: str, question: Question) -> dict[str, Any]:
        """A value of the field that is contradicted: a third one counts if it is of the field's kind and in its range."""
        field = self._fields.get(next(iter(question.fields), ""))
        if field is None or field.type not in SETTLED:
            return self._by_form(text, None, field.path) if field is not None and field.path in TECHNOLOGY_FIELDS else {}
        return self._words_for(field).read(text) or {}

    def _by_form(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """A value of the kind that the question, or the field, asks for."""
        text = re.sub(self._replies.correction, "", text.strip(), flags=re.IGNORECASE)
        plain = normalise(re.sub(self._replies.instead_of, "", text, flags=re.IGNORECASE) or text).text
        unit = row.unit if row else ""
        if path in TECHNOLOGY_FIELDS:
            stances = row.stances if row is not None else {}
            told = normalise(text).text if stances else plain
            return (
                technologies_by_stance(self.amounts, told, path, stances) if stances else self.amounts.technologies(plain, path)
            )
        if unit:
            of = (
                next((one for one, words in row.instead.items() if re.search(words, plain, re.IGNORECASE)), path)
                if row
                else path
            )
            values = self.amounts.read(plain, of, unit)
            limits = row.between if row else None
            is_outside = limits and path in values and not limits[0] <= values[path] <= limits[1]
            return {} if is_outside else values
        if re.search(self._replies.tells_nothing, text, re.IGNORECASE):
            return {}
        if row is not None and row.reads == "words" and path and text:
            return {path: text}
        is_listed = row is not None and any(path in choice.values for choice in row.choices)  # its values are names of a table
        if row is not None and row.form in ("text", "multi", "rank") and path and text and not is_listed and not row.frame:
            items = list_items(text, self._replies)
            is_list = row.form != "text" or (len(items) > 1 and all(len(item.split()) <= ITEM for item in items))
            return {path: items if is_list else text}
        return {}


def _has_one_reading(row: QuestionRow) -> bool:
    """Whether an answer is one of the quick replies, a figure or a name, and no text or list in the person's own words."""
    return row.reads not in (*ROWS, "words", "countries") and bool(
        row.unit or row.frame or any(choice.values for choice in row.choices)
    )


def _is_list(row: QuestionRow) -> bool:
    """Whether an answer may name several of the quick replies."""
    return row.form == "multi" or any(isinstance(value, list) for choice in row.choices for value in choice.values.values())


def _joined(named: Iterable[ChoiceRow | Mapping[str, Any]]) -> dict[str, Any]:
    """The values of several quick replies; lists are joined."""
    values: dict[str, Any] = {}
    for one in named:
        for path, value in (one.values if isinstance(one, ChoiceRow) else one).items():
            held = values.get(path)
            if isinstance(held, list) and isinstance(value, list):
                value = [*held, *(item for item in value if item not in held)]
            values[path] = value
    return values


def _size(lines: float, cuts: Mapping[float, float]) -> float:
    """The size, 0…1, of a system with so many lines of code: that of the last cut which they reach."""
    return next((size for least, size in sorted(cuts.items(), reverse=True) if lines >= least), 0.0)


_BARE = re.compile(r"^\W*[x×]\s?[\d.,]+\W*$|^\W*[\d.,]+\s?[x×]\W*$")  # “×3” is no load
_ECHOES = {  # field → what rules make of the same words, which says no more
    "users.concurrent_peak": ("users.segments", "users.mau", GROWTH),
    "users.mau": ("users.segments", "users.concurrent_peak", GROWTH),
    "team.engineers": ("users.segments", "team.by_role"),
    "reg.regimes": ("reg",),
    "users.segments": ("team.by_role",),
}


def _words(text: str, stop: frozenset[str]) -> set[str]:
    return {word for word in re.findall(r"\d+(?:[.,]\d+)*|\w+", text.lower()) if word not in stop}


def _spoken(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _begins(word: str, cue: str) -> bool:
    """Whether a word begins as the cue says; abbreviations and short words have to be the same."""
    return word == cue or (len(cue) > SHORT and word.startswith(cue))


def _overlap(asked: set[str], known: set[str]) -> float:
    return 2 * len(asked & known) / max(1, len(asked) + len(known))
