"""What documents say against an answer, in one sentence: the answer counts, but nobody should overlook the difference."""

from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath  # takes both kinds of separators
from typing import Any

from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.resolve import differ
from rag.knowledge.brief_fields import BriefField, BriefFields

SURE = 0.5  # confidence from which a document is worth quoting against a person
COMPARED = ("enum", "number", "percent", "duration", "date", "flag", "ratio")  # types whose values say yes or no to each other


def against_documents(record: AnswerRecord, brief: Brief, fields: BriefFields, show: Callable[[str, Any, str], str]) -> str:
    """The sentence; "" where documents agree or say nothing, and where the answer settles a contradiction that was asked about.

    Args:
        record: what was understood of the answer.
        brief: what was known before.
        fields: the table of fields.
        show: renders a value of a field, given its path, the value and its unit.
    """
    if record.accepts or record.subject:
        return ""
    return " ".join(_differences(record, brief, fields, show))


def _differences(
    record: AnswerRecord, brief: Brief, fields: BriefFields, show: Callable[[str, Any, str], str]
) -> Iterator[str]:
    for path, value in record.values.items():
        row, field = fields.by_path.get(path), brief.fields.get(path)
        if row is None or field is None or field.status is not Status.DOCUMENTED or field.confidence < SURE:
            continue
        citation = next((source.citation for source in field.provenance if source.citation is not None), None)
        if citation is not None and _contradicts(row, value, field.value):
            place = f"{PureWindowsPath(citation.document).name}, {citation.locator}"
            yield f"{place} says otherwise ({row.label}: {show(path, field.value, field.unit)}); your answer counts."


def _contradicts(row: BriefField, said: Any, written: Any) -> bool:
    if row.whole:
        return not set(said) & set(written)
    return row.type in COMPARED and not row.scale and differ(row, said, written)
