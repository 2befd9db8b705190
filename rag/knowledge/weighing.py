"""What a person may weigh or know better than the tables: `weighing.yaml`; and the choices that were made."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from rag.knowledge.prices import PriceTable
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

EXCHANGE = "prices.exchange."  # where the rates are
MONEY = "money"  # the unit of a row whose value is said in any currency of the price table


class OwnChoice(BaseModel):
    """A weight or a figure of the user's own, in place of the table's."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str  # of a row of `weighing.yaml`
    value: float  # a weight: the factor on ours; a figure: as it was said
    unit: str = ""  # of a figure, as it was said: "EUR", "ms"
    by: str = ""  # who said it
    at: str = ""  # ISO date


class WeightGroup(KnowledgeRow):
    """Demands and capabilities that are weighed together."""

    id: str
    label: str
    codes: tuple[str, ...]  # SCA … EXT, TEAM … TIME


class FigureRow(KnowledgeRow):
    """A planning value that may be replaced."""

    id: str
    group: str
    label: str
    unit: str  # `money`: a currency
    per: str = ""  # "a vCPU hour"
    least: float  # in this unit; money in the table's currency
    most: float
    paths: tuple[str, ...]  # table, then fields: prices.prices.vcpu_h
    inputs: tuple[str, ...] = ()  # how the printed numbers name it
    note_path: str = ""  # a text of the tables that speaks of the value
    share: bool = False  # said in per cent, kept as a share


class ExchangeRow(KnowledgeRow):
    """The row that stands for the rates of all currencies."""

    group: str
    label: str  # {code}
    per: str
    least: float  # factor on the table's rate
    most: float

    def row(self, code: str, currency: str, rate: float) -> FigureRow:
        """The row of one currency, whose rate in `currency` is in the price table."""
        return FigureRow(
            id=code.lower(),
            group=self.group,
            label=self.label.format(code=code),
            unit=currency,
            per=self.per.format(code=code),
            least=self.least * rate,
            most=self.most * rate,
            paths=(f"{EXCHANGE}{code}",),
        )


class WeighingTable(KnowledgeTable):
    """`weighing.yaml`."""

    least: float  # factor on a weight
    most: float
    weights: tuple[WeightGroup, ...]
    units: dict[str, dict[str, float]]  # unit → another unit → how much of the first one of the other is
    figures: tuple[FigureRow, ...]
    exchange: ExchangeRow

    def with_rates(self, currency: str, rates: Mapping[str, float]) -> "WeighingTable":
        """The table with a row for the rate of each currency that has none of its own; `rates` are in `currency`."""
        own = {path for row in self.figures for path in row.paths}
        missing = {code: rate for code, rate in rates.items() if code != currency and f"{EXCHANGE}{code}" not in own}
        rows = (self.exchange.row(code, currency, rate) for code, rate in missing.items())
        return self.model_copy(update={"figures": (*self.figures, *rows)})

    def group(self, id_: str) -> WeightGroup | None:
        """The group of weights with this id."""
        return next((row for row in self.weights if row.id == id_), None)

    def figure(self, id_: str) -> FigureRow | None:
        """The figure with this id."""
        return next((row for row in self.figures if row.id == id_), None)


def load_weighing(folder: Path = TABLES) -> WeighingTable:
    """The table, with a row for the rate of every currency of the price table.

    Raises:
        KnowledgeError: a table is missing or does not hold to its schema.
    """
    prices = read_table("prices", PriceTable, folder)
    return read_table("weighing", WeighingTable, folder).with_rates(prices.currency, prices.exchange)
