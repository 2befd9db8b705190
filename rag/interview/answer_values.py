"""What an answer to an open question says: field → value, deterministically, in five languages.

In: the words, the question and its row of the table. Out: values of the question's fields, and of others that are told beside.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

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
from rag.interview.meant import telling_words
from rag.interview.named import ChoiceFinder, settled, with_read
from rag.interview.passing import PassingReader
from rag.interview.question import Question
from rag.interview.releases import ReleaseReader
from rag.interview.rows import RowReader
from rag.interview.stances import kinds_of, technologies_by_stance
from rag.interview.wording import Wording
from rag.knowledge.brief_fields import BriefField
from rag.knowledge.questions import ChoiceRow, QuestionRow, QuestionTable
from rag.knowledge.replies import ReplyTable

ITEM = 6  # words of an item at most: where one has more, the answer is a sentence that commas divide
ROWS = ("measure", "left_out", "user_groups", "features", "tools", "owners", "windows")  # of `reads`: lists of rows
FIGURES = ("rate", "share", "bands")  # of `reads`: figures, beside those of a unit
SPANS = ("s", "ms")  # units of a span of time
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


class ValueReader:
    """Reads it."""

    def __init__(
        self,
        bank: QuestionTable,
        replies: ReplyTable,
        amounts: AmountReader,
        countries: CountryFinder,
        goals: GoalFinder,
        rows: RowReader,
        releases: ReleaseReader,
        fields: Mapping[str, BriefField],
        from_rules: FromDocument,
    ) -> None:
        """Bring the parts together; `from_rules` reads free text by the rules for documents."""
        self._bank = bank
        self._replies = replies
        self._amounts = amounts
        self._countries = countries
        self._goals = goals
        self._rows = rows
        self._releases = releases
        self._fields = fields
        self._from_rules = from_rules
        self._wording = Wording(replies, amounts)
        self._passing = PassingReader(replies, amounts, countries)
        self._systems = SystemReader(replies, amounts)
        self._programs = ProgramReader(replies.spoken, amounts.figures)
        self._holding = Holding(replies)

    def read(self, text: str, question: Question | None) -> tuple[dict[str, Any], str]:
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
        caps = {CAP: True} if row is not None and row.unit == MONEY and self._amounts.money.ends_there(text) else {}
        text = self._holding_words(text, row) if row is not None else text
        if row is not None and row.reads == "countries":
            said = self._countries.read(text, question.fields)
        else:
            said = self._with_releases(text, row, question.fields[0] if question.fields else "")
        if said.get(RPO) == 0 and self._amounts.is_harmless(text):
            said = {**said, RPO: A_DAY}  # “nothing to lose, we load the files again”
        hours = self._amounts.spans.service_hours(text) if SLO in said else None
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
        sides = [(telling_words(one.label, self._replies.stop_words), one.values) for one in question.choices if one.values]
        said = telling_words(text, self._replies.stop_words)
        own = [(words - set().union(*(other for other, _ in sides if other is not words)), values) for words, values in sides]
        named = [values for words, values in own if words & said]
        return dict(named[0]) if len(named) == 1 else {}

    def _settling(self, text: str, question: Question) -> dict[str, Any]:
        """A value of the field that is contradicted: a third one counts if it is of the field's kind and in its range."""
        field = self._fields.get(next(iter(question.fields), ""))
        if field is None or field.type not in SETTLED:
            return self._by_form(text, None, field.path) if field is not None and field.path in TECHNOLOGY_FIELDS else {}
        return self.words_for(field).read(text) or {}

    def words_for(self, field: BriefField) -> FieldWords:
        """What reads a person's words as a value of one field."""
        return FieldWords(field, self._bank, self._replies, self._amounts, self._countries, self._from_rules)

    def _holding_words(self, text: str, row: QuestionRow) -> str:
        """The part of an answer that holds: without what was, and without a first word of denial before a list."""
        if _has_one_reading(row) and row.unit != TIMES:  # what was tells how high peaks are
            text = self._holding.of(text, has_wishes=row.wished)
            if row.frame and row.form == "multi":
                text = re.sub(self._replies.denied_first, "", text, flags=re.IGNORECASE)
        return self._wording.first_thought(text) if row.reads == "goals" else text

    def _beside(self, text: str, row: QuestionRow | None) -> dict[str, Any]:
        """What an answer tells beside, once it is a sentence."""
        asides = row.beside if row is not None else {}
        read = {path: self._from_rules(sentence.replace("{}", text.strip(" ."))) for path, sentence in asides.items()}
        told = {path: values[path] for path, values in read.items() if path in values}
        style = self._programs.style(text) if STYLE in asides and STYLE not in told else ""
        return {**told, STYLE: style} if style else told

    def _with_releases(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says; of releases how often they are, how often they fail, and how long a change takes."""
        if row is None or row.reads != "rate":
            return self._with_growth(text, row, path)
        told = self._releases.read(self._wording.telling(text))
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
        growth = self._amounts.growth.factor(plain)
        is_growth_alone = growth is not None and not any(
            one.kind == "NUM" for one in self._amounts.figures(_BARE.sub("", plain))
        )
        if is_growth_alone:
            return {GROWTH: growth}
        said = self._said_with_cloud(text, row, path)
        if growth is None and path != EACH_HORIZON and self._amounts.growth.keeps_pace(plain):
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
        return {**self._amounts.technologies(normalise(text).text, "stack.preferred", "cloud"), **said}

    def _place_of(self, text: str, path: str) -> dict[str, Any]:
        """Where data stay, where it is told of a system that it may run in a place and in no other: “Kenya, never abroad”."""
        is_confined = path == HOSTING and re.search(self._replies.rows.confines, text, re.IGNORECASE)
        place = self._passing.stays_in(text) if is_confined else None
        return {} if place is None else {RESIDENCY: place}

    def _said(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """What an answer says: a figure before a word for a quick reply, a word for one where it has no figure."""
        if row is None or not row.choices:
            return self._framed(text, row) or self._by_form(text, row, path)
        if row.reads in ROWS:
            return self._listed(text, row, path)
        if not _has_one_reading(row) and self._wording.is_put_off(text):
            return {}
        text = self._narrowed(text, row, path)
        summed = re.split(self._replies.sums_up, text, flags=re.IGNORECASE)
        if len(summed) > 1 and (in_the_end := self._said(summed[-1].strip(" ,."), row, path)).get(path) is not None:
            return in_the_end
        finder = ChoiceFinder(row.choices, self._replies)
        wanted = re.split(self._replies.wants, text.casefold(), maxsplit=1)[1:] if row.wished else []
        if wanted and (finder.only(wanted[0]) is not None or self._amounts.spoken.times_a_month(wanted[0]) is not None):
            text = wanted[0]
        one = finder.highest(text) if row.highest else finder.only(text, row.several)
        named = finder.every(text) if _is_list(row) else [one] if one is not None else []
        by_words = with_read(_joined(named), self._framed(text, row))
        if row.reads == "goals" and not by_words:
            goal = self._goals.first(text)
            return {path: goal} if goal else {}
        told = self._passing.read(text, row, by_words.get(path))
        if told is not None:
            return {**by_words, path: told}
        if row.unit == TIMES:
            factor = self._by_form(text, row, path)
            is_dated = re.search(self._replies.spoken.time, text, re.IGNORECASE) or self._amounts.factors.is_foreseen(text)
            is_known = factor and is_dated  # peaks at a time that is named
            ahead = False if self._amounts.factors.is_unforeseen(text) else True if is_known else None
            told_ahead = {KNOWN_AHEAD: ahead} if ahead is not None and KNOWN_AHEAD in row.fields else {}
            return {**told_ahead, **by_words, **factor, **(told_ahead if ahead is False else {})}
        if by_words and len(row.fields) > 1:  # “by hand, the build is automatic”: one part of it is told apart
            by_words = {**by_words, **{name: value for name, value in self._from_rules(text).items() if name in row.fields}}
        if row.unit and (re.search(r"\d", text) or self._amounts.has_amount(normalise(text).text)):
            return self._by_form(text, row, path) or by_words
        return by_words or self._by_form(text, row, path)

    def _narrowed(self, text: str, row: QuestionRow, path: str) -> str:
        """The words of an answer that tell its value, with plain figures where it is one."""
        text = self._wording.telling(text)
        if row.unit or row.reads in FIGURES:
            plain = normalise(text).text
            text = (
                self._amounts.restated.with_unit(plain)
                if row.unit in SPANS
                else self._amounts.restated.plain(plain, multiplies=row.unit != TIMES)
            )
        if path in SCALES:
            text = re.split(self._replies.not_all, text, flags=re.IGNORECASE)[-1].strip(" ,.") or text
        if row.unit == TIMES:  # “always the same, Mondays a bit more”
            text = self._wording.without_slight(text)
        if row.unit == TIMES and self._amounts.read(normalise(text).text, path, TIMES):
            return text  # “flat, except on Mondays: three times”
        most, *rest = re.split(self._replies.leaves_out, text, flags=re.IGNORECASE)
        is_all = rest and re.search(self._replies.none_but, most, re.IGNORECASE)  # “nothing except overtime”
        return (rest[-1] if is_all else most).strip() or text

    def _listed(self, text: str, row: QuestionRow, path: str) -> dict[str, Any]:
        """The rows that an answer lists; a quick reply is a row as it stands."""
        bare = text.strip(" .").casefold()
        if any(bare == choice.label.casefold() for choice in row.choices) and row.reads != "user_groups":
            return {path: [text.strip(" .")]}
        text = self._wording.telling(text)
        if row.reads == "features" and self._wording.is_put_off(text):
            return {}
        named = _joined(ChoiceFinder(row.choices, self._replies).every(text)) if _is_list(row) else {}
        if row.reads == "windows":
            rows = named.get(path, [{}] if re.search(self._replies.spoken.time, text, re.IGNORECASE) else None)
            return {} if rows is None else {path: [{**one, "name": text.strip(" .")} for one in rows]}
        rows = self._rows.read(row.reads, text)
        return with_read(named, {path: rows}) if rows else named

    def _framed(self, text: str, row: QuestionRow | None) -> dict[str, Any]:
        """What the rules for documents read in a bare answer, once it is a sentence."""
        if row is None or not row.frame:
            return {}
        text = re.sub(self._replies.adds, ", ", text, flags=re.IGNORECASE)
        if row.bare:
            text = self._amounts.with_unit(self._amounts.restated.plain(normalise(text).text), row.bare)
            parts = [one for one in re.split(r"[,;.](?!\d)\s*", text) if self._amounts.has_amount(one)]
            if len(parts) > 1:  # “invoices ten years, applications six months”
                return _joined(self._framed(part, row) for part in parts)
        bare = re.sub(self._replies.within, "in ", text.strip(" ."))  # “no Brasil” denies nothing
        found = self._from_rules(text)
        for words in (bare, bare.title())[: 1 + bare.islower()]:  # who types in small letters means the same country
            if not set(found) & set(row.fields):
                found = self._from_rules(row.frame.replace("{}", words))
        return {path: value for path, value in found.items() if path in row.fields}

    def _by_form(self, text: str, row: QuestionRow | None, path: str) -> dict[str, Any]:
        """A value of the kind that the question, or the field, asks for."""
        text = re.sub(self._replies.correction, "", text.strip(), flags=re.IGNORECASE)
        plain = normalise(re.sub(self._replies.instead_of, "", text, flags=re.IGNORECASE) or text).text
        unit = row.unit if row else ""
        if path in TECHNOLOGY_FIELDS:
            stances = row.stances if row is not None else {}
            told = normalise(text).text if stances else plain
            return (
                technologies_by_stance(self._amounts, told, path, stances)
                if stances
                else self._amounts.technologies(plain, path)
            )
        if unit:
            of = (
                next((one for one, words in row.instead.items() if re.search(words, plain, re.IGNORECASE)), path)
                if row
                else path
            )
            values = self._amounts.read(plain, of, unit)
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


_BARE = re.compile(r"^\W*[x×]\s?[\d.,]+\W*$|^\W*[\d.,]+\s?[x×]\W*$")  # “×3” is no load
_ECHOES = {  # field → what rules make of the same words, which says no more
    "users.concurrent_peak": ("users.segments", "users.mau", GROWTH),
    "users.mau": ("users.segments", "users.concurrent_peak", GROWTH),
    "team.engineers": ("users.segments", "team.by_role"),
    "reg.regimes": ("reg",),
    "users.segments": ("team.by_role",),
}
