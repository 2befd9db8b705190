"""Computed numbers, each with the formula and the inputs that it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rag.knowledge.figures import FigureTable
from rag.knowledge.weighing import MONEY

Inputs = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the proposal."""

    key: str  # stable name: "peak_rps_m24"
    id: str  # formula id: "F02"; "" when it was stated
    label: str  # "requests per second at peak after 24 months"
    value: float
    unit: str
    formula: str  # in words: "users at once ÷ (seconds between pages + response seconds) × requests per page"
    inputs: Inputs  # name → value
    assumed: tuple[str, ...] = ()  # names of inputs that nobody stated
    fields: tuple[str, ...] = ()  # brief paths behind the inputs
    note: str = ""


@dataclass(slots=True)
class FigureBook:
    """Collects figures in the order in which they are printed."""

    table: FigureTable
    currency: str = ""  # of the figures that are money
    own: Mapping[str, str] = field(default_factory=dict)  # name of an input → whose figure it is, and of when
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        kind: str,
        value: float,
        inputs: Inputs,
        *,
        assumed: Iterable[str] = (),
        fields: Iterable[str] = (),
        note: str = "",
        formula: str | None = None,
        horizon: str = "",
        when: str = "",
    ) -> None:
        """Adds a figure.

        Args:
            kind: key of the table's row.
            value: the number.
            inputs: what it was computed from.
            assumed: inputs that nobody stated.
            fields: brief paths behind the inputs.
            note: replaces the row's note.
            formula: replaces the row's formula id.
            horizon: appended to the key.
            when: for the label.
        """
        row = self.table.figures[kind]
        if value < row.least:
            return
        id_ = row.formula if formula is None else formula
        named = {name: f"{name} ({self.own[name]})" if name in self.own else name for name in inputs}
        used = [name for name in inputs if name in self.own]
        self.figures.append(
            Figure(
                key=f"{kind}_{horizon}" if horizon else kind,
                id=id_,
                label=row.label.format(when=when, currency=self.currency),
                value=float(value),
                unit=self.currency if row.unit == MONEY else row.unit,
                formula=self.table.formulas[id_],
                inputs={named[name]: value for name, value in inputs.items()},
                assumed=tuple(name for name in assumed if name not in used),
                fields=tuple(dict.fromkeys(fields)),
                note=note or ("" if used else row.note),
            )
        )
