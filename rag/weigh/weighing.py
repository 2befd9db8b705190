"""The recommendation of one workspace, opened up, and what a person weighs or knows better than the tables.

What is set here is followed at once by the decision, the figures and the questions; a new draft follows, too, and cites it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.advise.assessment import assess
from rag.advise.decision import Decision, StyleScore
from rag.advise.swings import Swing, find_swings
from rag.brief.brief import Brief, Provenance
from rag.errors import UsageError
from rag.ground.citation import Citation
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.own import adopt, values_of
from rag.knowledge.weighing import OwnChoice
from rag.store.record import Record, Workspace
from rag.weigh.said import read_figure, unit_of

MOST = 3  # quotations behind a style that is ruled out
USER = "user"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What rules a style out, in the words of others."""

    citations: tuple[Citation, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How heavy a group of demands and capabilities weighs."""

    id: str
    label: str
    names: tuple[str, ...]  # what belongs to it
    own: OwnChoice | None  # None: as heavy as ours

    @property
    def factor(self) -> float:
        """On our weight."""
        return self.own.value if self.own else 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A planning value and what the person knows better."""

    id: str
    group: str
    label: str
    unit: str  # “USD a vCPU hour”
    ours: tuple[float, ...]  # the table's, in this unit; two are a band
    source: str  # where that comes from: “prices of 2026-11-01”
    own: OwnChoice | None
    said: str  # the person's own as it was said: “0.035 EUR a vCPU hour, your figure, 2026-11-29”


@dataclass(frozen=True, slots=True)
class View:
    """What the weighing sees of the consultation."""

    brief: Callable[[], Brief]
    decision: Callable[[], Decision]
    today: Callable[[], str]
    keep: Callable[[str, Callable[[], Any]], Any]  # a value that holds until something is written
    changed: Callable[[], None]  # told when what follows has to be worked out anew


class Weighing:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, tables: AdviseKnowledge, view: View) -> None:
        self._workspace = workspace
        self._record = record
        self._tables = tables
        self._see = view

    def knowledge(self) -> AdviseKnowledge:
        """The tables with the person's own weights and figures in force."""
        found: AdviseKnowledge = self._see.keep("own-tables", lambda: adopt(self._tables, self._choices()))
        return found

    # What lies behind the recommendation

    def swings(self) -> tuple[Swing, ...]:
        """How far each input moves the lead of the recommended style, those that change it first."""
        found: tuple[Swing, ...] = self._see.keep("swings", self._find_swings)
        return found

    def _find_swings(self) -> tuple[Swing, ...]:
        assessment, decision = assess(self._see.brief(), self.knowledge()), self._see.decision()
        fields = {code: level.fields for code, level in {**decision.demands, **decision.capabilities}.items()}
        return find_swings(assessment.situation, assessment.placed, fields, self.knowledge())

    def grounds(self, score: StyleScore) -> Grounds:
        """What a style is ruled out by: the words of documents and of people behind its vetoes."""
        brief = self._see.brief()
        rules = {rule.id: rule for rule in self._tables.vetoes.vetoes}
        found: list[Provenance] = []
        for veto in score.vetoes:
            found += [one for row in brief.constraints if row.id in veto.constraint_ids for one in row.provenance]
            fields = [brief.fields[path] for path in rules[veto.rule].fields if path in brief.fields]
            found += [one for field in fields for one in field.provenance]
        citations = dict.fromkeys(one.citation for one in found if one.citation is not None)
        answers = dict.fromkeys(one.text for one in found if one.kind == "answer" and one.text)
        return Grounds(tuple(citations)[:MOST], tuple(answers)[:MOST])

    # What a person weighs, or knows better

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest factor on a weight."""
        return self._tables.weighing.least, self._tables.weighing.most

    def weights(self) -> tuple[Weight, ...]:
        """Every group of weights."""
        own, names = {one.id: one for one in self._choices()}, self._tables.level_names
        return tuple(
            Weight(row.id, row.label, tuple(names[code] for code in row.codes), own.get(row.id))
            for row in self._tables.weighing.weights
        )

    def figures(self) -> tuple[Figure, ...]:
        """Every planning value that may be replaced."""
        own, found = {one.id: one for one in self._choices()}, []
        for row in self._tables.weighing.figures:
            table = row.paths[0].partition(".")[0]
            dated = self._tables.prices.as_of if table == "prices" else getattr(self._tables, table).version
            choice = own.get(row.id)
            said = self._tables.own_words(choice) if choice else ""
            ours, unit = values_of(self._tables, row), unit_of(row, self._tables)
            found.append(Figure(row.id, row.group, row.label, unit, ours, f"{table}, {dated}", choice, said))
        return tuple(found)

    def choose(
        self,
        weights: Mapping[str, float] | None = None,
        figures: Mapping[str, str] | None = None,
        reset: Sequence[str] = (),
        by: str = "",
    ) -> str:
        """Set weights (a factor) and figures (in a person's words), or give them back; says what that changed.

        All or nothing. A weight of 1 is ours, so it gives the group back.

        Raises:
            UsageError: a name is unknown, or a value does not fit; the message says what would.
        """
        dropped = [self._known(id_) for id_ in reset]
        chosen = []
        for id_, factor in (weights or {}).items():
            choice = self._weight(id_, factor)
            (chosen.append(choice) if choice else dropped.append(id_))
        table = self._tables.weighing
        for id_, text in (figures or {}).items():
            row = table.figure(id_)
            if row is None:
                raise UsageError(f"There is no figure “{id_}”. Figures are: {', '.join(one.id for one in table.figures)}.")
            chosen.append(read_figure(text, row, self.knowledge()))
        who = " ".join(by.split())
        held = {one.id: (one.value, one.unit, one.by) for one in self._choices()}
        new = [one for one in chosen if held.get(one.id) != (one.value, one.unit, who)]
        before = self._see.decision()
        signed = [one.model_copy(update={"by": who, "at": self._see.today()}) for one in new]
        self._record.put_own_choices(self._workspace.id, signed, dropped)
        names = {"set": [one.id for one in signed], "reset": dropped}
        self._record.add_audit(self._workspace.slug, who or USER, "weights and figures set", names)
        self._see.changed()
        return told(before, self._see.decision())

    def _weight(self, id_: str, factor: float) -> OwnChoice | None:
        """A weight; None for ours."""
        table = self._tables.weighing
        if table.group(id_) is None:
            raise UsageError(f"There is no weight “{id_}”. Weights are: {', '.join(one.id for one in table.weights)}.")
        if not table.least <= factor <= table.most:
            raise UsageError(
                f"The weight of {id_} goes from {table.least:g} to {table.most:g} times ours; {factor:g} does not."
            )
        return None if factor == 1 else OwnChoice(id=id_, value=factor)

    def _known(self, id_: str) -> str:
        table = self._tables.weighing
        if table.group(id_) is None and table.figure(id_) is None:
            known = [*(one.id for one in table.weights), *(one.id for one in table.figures)]
            raise UsageError(f"There is no weight or figure “{id_}”. There are: {', '.join(known)}.")
        return id_

    def _choices(self) -> tuple[OwnChoice, ...]:
        found: tuple[OwnChoice, ...] = self._see.keep("own", lambda: self._record.own_choices(self._workspace.id))
        return found


def told(before: Decision, after: Decision) -> str:
    """What changed from one decision to the next, in a sentence or two."""
    old, new = before.recommended, after.recommended
    if new is None:
        return "No option is left."
    lead = "" if after.margin is None else f", {after.margin:.1f} points ahead of {after.ranking[1].name}"
    if old is None or old.style != new.style or old.overlays != new.overlays:
        was = f" instead of {old.title}" if old else ""
        return f"The recommendation is now {new.title}{was}{lead}."
    was = "" if before.margin is None or before.margin == after.margin else f" (was {before.margin:.1f})"
    return f"The recommendation stays {new.title}{lead}{was}."
