"""The clauses of a block → facts of what was tried and given up, one for each sentence that begins to tell of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.rules import Draft
from rag.extract.trials import product_at

KIND = "tried"
_LONGEST = 240  # characters of a reason
_LEADING = re.compile(r"^[a-zà-ü.' ]+(?=[A-ZÀ-Ü\d])")  # “of March 2021”
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")


def trial_drafts(clauses: Sequence[Clause]) -> Iterator[tuple[Draft, int, int]]:
    """The trials that some clauses tell of, each with its stretch of the tagged text."""
    for low, high in dict.fromkeys(clause.sentence for clause in clauses if not clause.context.is_heading):
        whole = replace(clauses[0], start=low, end=high, sentence=(low, high))
        trial = whole.trial
        if trial is None or (trial.in_use and whole.time is Time.HYPOTHETICAL):
            continue
        tagged = whole.tagged
        mentions = (product_at(tagged, place) for place in trial.technologies)
        names = [one.technology.name for one in mentions if one is not None]
        when = _date(tagged.entities, tagged.to_plain(trial.start), tagged.to_plain_end(trial.end))
        why = whole.plain(*trial.why).strip(" ,;:.–—-") if trial.why else ""
        slots = {
            "when": when,
            "why": why if len(why) <= _LONGEST else f"{why[:_LONGEST].rsplit(' ', 1)[0]} …",
            "styles": ",".join(trial.styles),
            "technology": ", ".join(dict.fromkeys(names)),
            "outcome": "given up" if trial.in_use else "rejected",
        }
        value = whole.plain(*trial.what)
        yield (
            Draft(value, kind=KIND, slots=slots, subject="", time=Time.CURRENT, modality=Modality.IS),
            trial.start,
            trial.end,
        )


def dated(draft: Draft, quote: str) -> Draft:
    """The draft with a year of its quotation, where its sentence has no date: a row has it in a cell of its own."""
    year = None if draft.slots.get("when") else _YEAR.search(quote)
    return replace(draft, slots={**draft.slots, "when": year.group()}) if year else draft


def _date(entities: Iterable[Entity], start: int, end: int) -> str:
    """The first date within a stretch of plain text, as it is written."""
    dates = (one.text for one in entities if one.kind == "DATE" and start <= one.start < end)
    return _LEADING.sub("", next(dates, ""))
