"""“Halve the budget”, “no AWS”, “use Kafka instead of RabbitMQ”: a wish to change what is known, told from an answer.

In: a line of the conversation and the Brief. Out: what it sets, in the words it was asked for with; None for any other line.
"""

import re
from collections.abc import Callable
from typing import Any

from rag.brief.brief import AnswerRecord, Brief, Field, Status
from rag.interview.question import Question, Reading
from rag.interview.read import AnswerReader
from rag.knowledge.brief_fields import BriefFields
from rag.knowledge.changes import ChangeTable

PEOPLE = "people"  # counted in whole ones
SIDES = {"yes": "stack.preferred", "no": "stack.forbidden"}  # of a wish about technologies


class ChangeReader:
    """See the module."""

    def __init__(
        self, table: ChangeTable, fields: BriefFields, reader: AnswerReader, show: Callable[[str, Any, str], str]
    ) -> None:
        """Bring the parts together; `show` renders a value of a field, given its path, the value and its unit."""
        self._table = table
        self._fields = fields
        self._reader = reader
        self._show = show

    def read(self, text: str, brief: Brief, question: Question | None = None) -> Reading | None:
        """What the line asks to be changed; a wish about what the open question asks for is an answer to it."""
        line = " ".join(text.split()).rstrip(".! ")
        share = self._share(line, brief)
        if share is not None:
            return share
        wish = self._wish(line)
        is_answer = wish is not None and question is not None and set(question.fields) & set(wish.record.values)
        return None if is_answer else wish

    def _share(self, line: str, brief: Brief) -> Reading | None:
        factor = self._factor(line)
        path = next((row.path for row in self._table.fields if _search(rf"{row.words}(?!\w)", line)), "")
        if factor is None or not path:
            return None
        label, field = self._fields.labels[path], brief.fields.get(path)
        number = _number(field)
        if field is None or number is None:
            return self._reader.told(AnswerRecord(question="", text=line), f"{label}: not known yet. Say the number itself.")
        shown = (
            f"{max(1, round(number * factor))} engineers" if field.unit == PEOPLE else f"{number * factor:.10g} {field.unit}"
        )
        record = self._reader.read_field(self._fields.by_path[path], shown).record
        before, after = (self._show(path, value, field.unit) for value in (field.value, record.values.get(path)))
        return self._reader.told(record.model_copy(update={"text": line}), f"Changed – {label}: {before} → {after}.")

    def _factor(self, line: str) -> float | None:
        percent = _search(self._table.percent, line)
        for row in self._table.shares:
            if not re.match(rf"(?:please\s+)?{row.words}(?!\w)", line, re.IGNORECASE):
                continue
            if row.factor:
                return row.factor
            if percent is not None:
                return 1 + row.sign * float(percent[1].replace(",", ".")) / 100
        return None

    def _wish(self, line: str) -> Reading | None:
        for row in self._table.wishes:
            found = re.fullmatch(row.words, line, re.IGNORECASE)
            named = {} if found is None else found.groupdict()
            values = {
                path: value
                for side, words in named.items()
                for path, value in self._reader.technologies(words, SIDES[side]).items()
            }
            if values:
                shown = "; ".join(
                    f"{self._fields.labels[path]}: {self._show(path, value, '')}" for path, value in values.items()
                )
                return self._reader.told(self._reader.remark(line, values), f"Changed – {shown}.")
        return None


def _number(field: Field | None) -> float | None:
    """The value today, of a field with one number or one for each horizon; None where nobody knows it."""
    if field is None or field.status is Status.UNKNOWN:
        return None
    value = field.value.get("day1") if isinstance(field.value, dict) else field.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _search(words: str, line: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w){words}", line, re.IGNORECASE)
