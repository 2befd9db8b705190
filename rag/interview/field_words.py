"""A person's words for one field of the Brief → its value in the field's own form; what does not fit it is refused."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.countries import CountryFinder
from rag.interview.lists import list_items
from rag.interview.loads import SCALES
from rag.knowledge.brief_fields import BriefField
from rag.knowledge.questions import QuestionTable
from rag.knowledge.replies import ReplyTable

NOT_APPLICABLE = "not_applicable"
TECHNOLOGY_FIELDS = frozenset(
    {"stack.preferred", "stack.mandated", "stack.forbidden", "team.skills", "team.gaps", "int.systems"}
)
STRUCTURED = frozenset(  # only rules know the form of their values
    {
        "data.retention",
        "data.residency",
        "time.deadlines",
        "time.frozen_periods",
        "rel.windows",
        "team.by_role",
        "perf.web_vitals",
        "reg",
    }
)
MOST_PERCENT = 100.0
_EXAMPLES = {
    "duration": "Write it like 4 h or 15 min.",
    "money": "Write it like 450 k€ or 300,000 USD.",
    "currency": "Write a code or a name: EUR, Swiss francs.",
    "date": "Write it like 2027-03-31, or in 8 months.",
    "percent": "Write it like 99.9 %.",
    "ratio": "Write it like 40 %, or 5 for five times.",
    "number": "Write a number.",
    "flag": "Say yes or no.",
}
_SENTENCES = {
    "data.retention": "Say it in a sentence: invoices must be kept for 10 years.",
    "data.residency": "Say it in a sentence: all data must stay in the EU.",
    "time.deadlines": "Say it in a sentence: go-live is on 1 March 2027.",
    "time.frozen_periods": "Say it in a sentence: change freeze from 15 November to 6 January.",
    "rel.windows": "Say it in a sentence: the maintenance window is Sunday 02:00 to 06:00.",
    "team.by_role": "Say it in a sentence: we have 6 developers and 2 testers.",
    "reg": "Name the law or standard: GDPR, ISO 27001.",
}


class FieldWords:
    """Reads words for one field."""

    def __init__(
        self,
        field: BriefField,
        questions: QuestionTable,
        replies: ReplyTable,
        amounts: AmountReader,
        countries: CountryFinder,
        from_rules: Callable[[str], Mapping[str, Any]],
    ) -> None:
        """Bring the parts together; `from_rules` reads free text by the rules for documents: field path → value."""
        self._field = field
        self._questions = questions
        self._replies = replies
        self._amounts = amounts
        self._countries = countries
        self._from_rules = from_rules

    @property
    def hint(self) -> str:
        """How a value of this field is written."""
        if self._field.values:
            return f"It is one of: {', '.join(map(_spoken, self._field.values))}."
        if self._field.unit == "country":
            return "Name countries: Kenya, Uganda."
        return _SENTENCES.get(self._field.path) or _EXAMPLES.get(self._field.type, "Say it in other words.")

    def read(self, line: str) -> dict[str, Any] | None:
        """Field path → value, of this field and at times of one beside it; None when the words do not fit."""
        path, bare = self._field.path, line.casefold().rstrip(".! ")
        if not bare:
            return None
        if bare in self._replies.not_relevant:
            return {path: NOT_APPLICABLE}
        found = self._chosen(bare) or self._by_type(line, bare)
        return found if found and path in found and self._field.allows(found[path]) else None

    def _chosen(self, bare: str) -> dict[str, Any]:
        """The value whose name, or whose quick reply, the words are."""
        path = self._field.path
        for value in self._field.values:
            if bare in (value.casefold(), _spoken(value).casefold()):
                return {path: value}
        choices = (choice for row in self._questions.rows if path in row.fields for choice in row.choices)
        return next(({path: c.values[path]} for c in choices if path in c.values and c.label.casefold() == bare), {})

    def _by_type(self, line: str, bare: str) -> dict[str, Any]:
        path, type_ = self._field.path, self._field.type
        plain = normalise(re.sub(self._replies.correction, "", line, flags=re.IGNORECASE) or line).text
        if type_ == "flag":
            said = True if bare in self._replies.yes else False if bare in self._replies.no else None
            return {} if said is None else {path: said}
        if self._field.unit == "country":
            codes = self._countries.codes(line)
            return {path: codes} if codes else {}
        if type_ == "enum":
            return self._ruled(line)
        if type_ == "currency":
            code = self._amounts.money.currency(line)
            return {path: code} if code else {}
        if type_ in ("duration", "money", "date", "percent", "ratio", "number") or self._field.unit == "ms":
            return self._amount(plain)
        if path in STRUCTURED:
            return self._ruled(line)
        if type_ == "text":
            return {path: line}
        if path in TECHNOLOGY_FIELDS:
            return {path: [name for item in self._items(line)[path] for name in self._technologies(item)]}
        return self._ruled(line) or (self._items(line) if type_ == "list" else {path: line})

    def _ruled(self, line: str) -> dict[str, Any]:
        path = self._field.path
        value = self._from_rules(line).get(path)
        return {} if value is None else {path: value}

    def _technologies(self, item: str) -> list[str]:
        """The names that a technology is known by, or the item as it is."""
        named: list[str] = self._amounts.technologies(normalise(item).text, self._field.path).get(self._field.path, [])
        return named or [item]

    def _items(self, line: str) -> dict[str, Any]:
        return {self._field.path: list_items(line, self._replies)}

    def _amount(self, plain: str) -> dict[str, Any]:
        path, unit = self._field.path, self._field.unit
        by_type = {"duration": "s", "money": "EUR", "date": "weeks", "percent": "%", "ratio": "%"}
        unit = by_type.get(self._field.type, "GB" if unit.startswith("GB") else unit)
        if unit == "s" and self._field.type == "number" and plain.strip().isdigit():
            return {path: int(plain)}
        found = self._amounts.read(plain, path, unit)
        value = found.get(path)
        if self._field.type in ("percent", "ratio") and isinstance(value, int | float):
            if "%" in plain and value > MOST_PERCENT:
                return {}
            return {path: value / 100 if self._field.type == "ratio" and "%" in plain else value}
        if self._field.scale and path not in SCALES and isinstance(value, int | float):
            return {path: {"day1": value}}
        return found


def _spoken(value: str) -> str:
    return value.replace("_", " ")
