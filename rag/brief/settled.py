"""Contradictions that a person settled: which statements the answer overrules, and what it leaves alone.

An answer about one subject (the time to recover of one system) settles the statements about that subject only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.brief.brief import AnswerRecord
from rag.brief.evidence import Candidate
from rag.brief.resolve import conflict_id, differ
from rag.brief.show import show
from rag.knowledge.brief_fields import BriefField, BriefFields

SUPERSEDED = "superseded"  # kind of a contradiction that a newer statement settles, until a person says otherwise


@dataclass(frozen=True, slots=True)
class Settled:
    """What people's answers to contradictions do."""

    overruled: Mapping[str, str]  # fact id → the reason
    offers: Mapping[str, Sequence[Candidate]]  # path → candidates without those that are overruled within a subject

    def concerns(self, record: AnswerRecord, row: BriefField) -> bool:
        """Whether an answer settles statements about one subject, and so says nothing about the whole field."""
        return bool(record.subject) and not row.per_system and not row.scale and settles(record, row.path)


def settle(offers: Mapping[str, Sequence[Candidate]], answers: Iterable[AnswerRecord], table: BriefFields) -> Settled:
    """Apply the answers to what is offered for each field; a value that nobody wrote overrules nothing."""
    overruled: dict[str, str] = {}
    left = dict(offers)
    for record in answers:
        for path, value in record.values.items():
            row = table.by_path.get(path)
            if row is None or row.scale or not settles(record, path):
                continue
            about = [one for one in left.get(path, ()) if one.subject.casefold() == record.subject.casefold()]
            lost = [one for one in about if differ(row, value, one.value)]
            if len(lost) == len(about):
                continue
            reason = f"settled: {show(path, value, table)}"
            overruled.update({one.fact.id: f"{reason} ({record.by})" if record.by else reason for one in lost})
            if record.subject:
                left[path] = [one for one in left[path] if one not in lost]
    return Settled(overruled, left)


def settles(record: AnswerRecord, path: str) -> bool:
    """Whether an answer settles a contradiction about a field."""
    subjects = (record.subject, f"{record.subject}\x1f{SUPERSEDED}")
    return bool(record.accepts) and record.accepts in [conflict_id(path, subject) for subject in subjects]
