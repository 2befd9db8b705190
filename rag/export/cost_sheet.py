"""The sheet of running cost: quantities times prices with live formulas, so that a changed price changes every total."""

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from rag.export.nodes import clean
from rag.propose.capacity import PARTS
from rag.propose.handover import CostBasis
from rag.propose.wording import show_date, upper_first

FACTORS = (
    ("Factor of the region, on everything", "price_factor"),
    ("Factor of the chosen style, on everything", "design_factor"),
    ("Factor of the recovery tier, on compute and database", "recovery_factor"),
    ("Test environments, share of compute, database and cache", "test_share"),
    ("Overhead: monitoring, secrets and support", "overhead"),
    ("Low end of the band, times the base figure", "low"),
    ("High end of the band, times the base figure", "high"),
)
FIRST_FACTOR = 3  # row, from 0
PRICE, QUANTITY = 3, 4  # columns
MISSING = "This version was drafted before quantities and prices were kept with it, or has no figures. Draft again to get them."


def write_costs(book: Any, costs: CostBasis | None, header: Any) -> None:
    """Adds the sheet "Costs"."""
    sheet = book.add_worksheet("Costs")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 9, 14)
    if costs is None:
        sheet.write_string(0, 0, MISSING)
        return
    _CostSheet(book, sheet, costs, header).write()


class _CostSheet:
    """Formulas with their values as computed, so that readers that do not calculate show them, too."""

    def __init__(self, book: Any, sheet: Any, costs: CostBasis, header: Any) -> None:
        self.sheet = sheet
        self.costs = costs
        self.header = header
        self.money = book.add_format({"num_format": "#,##0.00", "font_size": 10})
        self.total = book.add_format({"num_format": "#,##0.00", "font_size": 10, "bold": True, "top": 1})
        self.input = book.add_format(
            {"num_format": "#,##0.00######", "font_size": 10, "bg_color": "#FBF3E6", "font_color": "#6B4300"}
        )
        self.text = book.add_format({"font_size": 10, "text_wrap": True, "valign": "top"})
        self.note = book.add_format({"font_size": 10, "italic": True})
        self.horizons = len(costs.horizons)
        self.priced = costs.price_currency or costs.currency
        rate = (f"Rate of exchange: {self.priced} for 1 {costs.currency}", "exchange_rate")
        self.factors = (rate, *FACTORS) if costs.price_currency else FACTORS
        self.table = FIRST_FACTOR + len(self.factors) + 1  # row of the header of quantities and prices

    def write(self) -> None:
        """The whole sheet: note, factors, quantities, totals."""
        costs = self.costs
        what = (
            "only a yardstick, since this design rents none of it; never a quote"
            if costs.is_yardstick
            else "a planning assumption, never a quote"
        )
        prices = f"list prices {costs.price_id} in {self.priced} of {show_date(costs.price_as_of)}"
        note = f"{costs.currency} a month, {prices}, {costs.region}: {what}."
        self.sheet.write_string(0, 0, clean(note), self.note)
        self.sheet.write_string(1, 0, "Shaded cells are inputs: put an offer's prices there, and the totals follow.", self.note)
        for number, (label, name) in enumerate(self.factors):
            self.sheet.write_string(FIRST_FACTOR + number, 1, label, self.text)
            self.sheet.write_number(FIRST_FACTOR + number, 2, getattr(costs, name), self.input)
        last = self._items()
        self._totals(last)
        self.sheet.freeze_panes(self.table + 1, 2)
        self.sheet.autofilter(self.table, 0, last, QUANTITY + 2 * self.horizons - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _items(self) -> int:
        """Quantities and prices; returns the last row."""
        titles = ["Part", "What", "Unit", f"Price, {self.priced}"]
        titles += [f"Amount {horizon}" for horizon in self.costs.horizons]
        titles += [f"{self.costs.currency} {horizon}" for horizon in self.costs.horizons]
        for column, title in enumerate(titles):
            self.sheet.write_string(self.table, column, title, self.header)
        self.sheet.set_row(self.table, 28)
        row = self.table
        for row, item in enumerate(self.costs.items, start=self.table + 1):
            for column, text in enumerate((_part(item.part), item.name, item.unit)):
                self.sheet.write_string(row, column, text, self.text)
            self.sheet.write_number(row, PRICE, item.price, self.input)
            for number, amount in enumerate(item.quantities):
                self.sheet.write_number(row, QUANTITY + number, amount, self.input)
                price, quantity = xl_rowcol_to_cell(row, PRICE, col_abs=True), xl_rowcol_to_cell(row, QUANTITY + number)
                cost = item.price * amount / self.costs.exchange_rate
                self._formula(row, QUANTITY + self.horizons + number, f"={price}*{quantity}{self._over_rate()}", cost)
        return row

    def _over_rate(self) -> str:
        """What turns the prices' currency into that of the totals; the rate is the first factor."""
        return f"/{xl_rowcol_to_cell(FIRST_FACTOR, 2, True, True)}" if self.costs.price_currency else ""

    def _totals(self, last: int) -> None:
        """Each part, then what comes on top, the base figure and its band."""
        parts = list(dict.fromkeys(item.part for item in self.costs.items))
        first = last + 2
        labels = [f"{_part(part)}" for part in parts] + [
            "Recovery tier",
            "Test environments",
            "Overhead",
            "Base figure",
            "Low",
            "High",
        ]
        for number, label in enumerate(labels):
            self.sheet.write_string(first + number, 1, label, self.text)
        for horizon in range(self.horizons):
            self._column(horizon, parts, first, last)

    def _column(self, horizon: int, parts: list[str], first: int, last: int) -> None:
        costs, column = self.costs, QUANTITY + self.horizons + horizon
        names = f"{xl_rowcol_to_cell(self.table + 1, 0, True, True)}:{xl_rowcol_to_cell(last, 0, True, True)}"
        amounts = f"{xl_rowcol_to_cell(self.table + 1, column, True)}:{xl_rowcol_to_cell(last, column, True)}"
        at = {part: xl_rowcol_to_cell(first + number, column) for number, part in enumerate(parts)}
        amount = {part: sum(i.price * i.quantities[horizon] for i in costs.items if i.part == part) for part in parts}
        sums = {part: whole / costs.exchange_rate for part, whole in amount.items()}
        for number, part in enumerate(parts):
            self._formula(first + number, column, f'=SUMIF({names},"{_part(part)}",{amounts})', sums[part])
        factor = {name: xl_rowcol_to_cell(FIRST_FACTOR + n, 2, True, True) for n, (_, name) in enumerate(self.factors)}
        row = first + len(parts)
        recovery = (costs.recovery_factor - 1) * (sums["compute"] + sums["database"])
        tests = costs.test_share * (sums["compute"] + sums["database"] + sums["cache"])
        whole = sum(sums.values()) + recovery + tests
        above = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row + 1, column)}"
        both = f"{at['compute']}+{at['database']}"
        base = xl_rowcol_to_cell(row + 3, column)
        self._formula(row, column, f"=({factor['recovery_factor']}-1)*({both})", recovery)
        self._formula(row + 1, column, f"={factor['test_share']}*({both}+{at['cache']})", tests)
        self._formula(row + 2, column, f"={factor['overhead']}*SUM({above})", costs.overhead * whole)
        overhead = xl_rowcol_to_cell(row + 2, column)
        self._formula(
            row + 3,
            column,
            f"={factor['price_factor']}*{factor['design_factor']}*(SUM({above})+{overhead})",
            costs.totals[horizon],
            self.total,
        )
        self._formula(row + 4, column, f"={factor['low']}*{base}", costs.low * costs.totals[horizon])
        self._formula(row + 5, column, f"={factor['high']}*{base}", costs.high * costs.totals[horizon])

    def _formula(self, row: int, column: int, formula: str, value: float, format_: Any = None) -> None:
        self.sheet.write_formula(row, column, formula, format_ or self.money, round(value, 6))


def _part(part: str) -> str:
    return PARTS.get(part, upper_first(part.replace("_", " ")))
