"""The company's own currency: in which amounts are said, whatever currency the prices of the table are in.

In: what is known, and the tables. Out: a code and the rate. The engine compares and weighs in the table's currency; only what
is printed is converted, once, and never rounded before.
"""

from dataclasses import dataclass

from rag.brief.brief import Brief, Field, Status
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.weighing import EXCHANGE

FIELD = "budget.currency"
BUDGETS = ("budget.monthly_run", "budget.total")
COUNTRY = "org.country"
BY_PERSON = frozenset({Status.STATED, Status.CONFIRMED})
DIGITS = 8  # an amount that was said in this currency comes back as it was said


@dataclass(frozen=True, slots=True)
class Currency:
    """In which amounts are said."""

    code: str  # ISO 4217
    rate: float  # of the price table's currency for one unit
    fields: tuple[str, ...] = ()  # brief paths that it is known from
    own: str = ""  # the user's own rate as it was said

    def of(self, amount: float) -> float:
        """An amount of the price table's currency in this one."""
        return round(amount / self.rate, DIGITS)


def currency_of(brief: Brief, knowledge: AdviseKnowledge) -> Currency:
    """What a person said; else what the budget is told in; else what is paid with where the company sits; else the table's own.

    A currency for which the table has no rate is passed over.
    """
    said = brief.fields.get(FIELD)
    asked = [said] if said is not None and said.status in BY_PERSON else []
    told = [field for path in BUDGETS if (field := brief.fields.get(path)) is not None and field.value is not None]
    named = [(_code(field), field.path) for field in [*asked, *told, *([said] if said is not None else [])]]
    named += [(code, COUNTRY) for code in _of_country(brief, knowledge)]
    rates = knowledge.prices.exchange
    code, path = next(((code, path) for code, path in named if code in rates), (knowledge.prices.currency, ""))
    own = {place: knowledge.own_words(choice) for choice in knowledge.own for place in _places(choice.id, knowledge)}
    return Currency(code, rates[code], (path,) if path else (), own.get(EXCHANGE + code, ""))


def _code(field: Field) -> str:
    word = field.value if field.path == FIELD else field.unit
    return str(word or "").upper()[:3]


def _of_country(brief: Brief, knowledge: AdviseKnowledge) -> list[str]:
    value = brief.value(COUNTRY) if brief.is_known(COUNTRY) else None
    countries = value if isinstance(value, list | tuple) else [value]
    return [code for one in countries if (code := knowledge.prices.paid_in(str(one or "")))]


def _places(id_: str, knowledge: AdviseKnowledge) -> tuple[str, ...]:
    row = knowledge.weighing.figure(id_)
    return row.paths if row is not None else ()
