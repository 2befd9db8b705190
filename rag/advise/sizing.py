"""The numbers of a proposal: load, capacity, cost, service levels, recovery and effort, each with formula and inputs.

Source: `advisor.md` F. Assumptions are `estimates.yaml` and `figures.yaml`, prices `prices.yaml`; nothing here is a quote.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rag.advise.assessment import assess
from rag.advise.currency import Currency, currency_of
from rag.advise.decision import Decision
from rag.advise.deployment import Form, own_prices, price_region, region_factor, unit_prices
from rag.advise.feasibility import Checked, Finding, check_feasibility
from rag.advise.figure import Figure, FigureBook
from rag.advise.figures import add_capacity, add_costs, add_data, add_effort, add_recovery, add_service_levels
from rag.advise.fit import Fit, check_fit
from rag.advise.horizon import HORIZONS, Horizon, build_horizon, is_guessed
from rag.advise.workplan import Workplan, plan_work
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Tier
from rag.knowledge.styles import Style
from rag.numbers.cost import Band, scaled


@dataclass(frozen=True, slots=True)
class Sizing:
    """Everything that was computed."""

    horizons: tuple[Horizon, ...]  # day1, m6, m24
    told: Horizon  # whose cost is told first: the last one, or the launch where nobody said how the load grows
    bands: Mapping[bool, Band]  # whether it is paid by use → cost a month at the told horizon, before the factor of a style
    by_use: tuple[str, ...]  # styles of which the running is paid by use
    tier: Tier  # of recovery
    plan: Workplan
    fit: Fit  # of the work to date, budget and size of what is there
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]  # what cannot hold together
    is_bought: bool  # a product is recommended: the deployment's cost is only a yardstick for its fee
    load_is_assumed: bool  # nothing is known about the load; the table's default peak stands in
    price_id: str
    price_note: str
    price_as_of: str
    region: str  # what the prices are for
    is_own_place: bool  # nothing is rented: the cost is what rented machines would cost
    region_is_assumed: bool  # from where the company sits, as nobody has said where data must be
    price_factor: float  # of the region, on every price
    design_factor: float  # of the recommended style, on the whole cost
    currency: Currency  # of every amount but the prices
    price_currency: str
    prices: Mapping[str, float]  # name → price, before the factor
    own_prices: Mapping[str, str]  # name → the user's own price as it was said

    @property
    def is_yardstick(self) -> bool:
        """Whether the cost is no cost of this design: a product is bought, or nothing is rented."""
        return self.is_bought or self.is_own_place

    def figure(self, key: str) -> Figure | None:
        """The figure with this key."""
        return next((figure for figure in self.figures if figure.key == key), None)

    @property
    def cost(self) -> Band:
        """Running cost per month in 24 months, in the company's currency."""
        return self.horizons[-1].cost

    def cost_of(self, style: Style) -> Band:
        """What a style costs a month to run at the told horizon."""
        return scaled(self.bands[style.code in self.by_use], style.cost_factor)


def size(brief: Brief, decision: Decision, knowledge: AdviseKnowledge) -> Sizing:
    """Computes every number of the proposal; what is not known is assumed, and said so."""
    assessment = assess(brief, knowledge)
    values: dict[str, Any] = {**assessment.readings.values, **decision.context}
    tier = assessment.tier
    style = knowledge.styles.style(decision.ranking[0].style) if decision.ranking else None
    factor = style.effort_factor if style else 1.0
    is_bought = style is not None and style.cost_factor == 0
    design_factor = 1.0 if style is None or is_bought else style.cost_factor
    by_use = knowledge.estimates.deployment.by_use.styles
    form: Form = "use" if style is not None and style.code in by_use else "usual"
    horizons = tuple(build_horizon(id_, brief, values, tier, knowledge, design_factor, form) for id_ in HORIZONS)
    told = horizons[0] if is_guessed(horizons[-1], brief, knowledge) else horizons[-1]
    forms: dict[Form, Band] = {
        one: build_horizon(told.id, brief, values, tier, knowledge, form=one).cost for one in ("usual", "use", "single")
    }
    plan = plan_work(brief, values, "eng" in assessment.readings.known, knowledge, factor, bought=is_bought)
    currency = currency_of(brief, knowledge)
    book = FigureBook(knowledge.figures, currency.code, knowledge.own_figures())
    add_capacity(book, horizons, assessment, knowledge)
    add_data(book, horizons[-1], assessment, knowledge)
    add_service_levels(book, horizons[-1], assessment, knowledge)
    add_recovery(book, horizons[-1], tier, assessment, knowledge)
    add_costs(book, horizons, told, tier, assessment, currency, knowledge, design_factor)
    add_effort(book, plan, assessment, currency, knowledge)
    region = price_region(values, knowledge)
    fit = check_fit(brief, plan, assessment, knowledge, bought=is_bought)
    cheaper = _cheaper(told, form, forms, knowledge)
    checked = Checked(brief, assessment, horizons[-1], told, cheaper, plan, is_bought or region.yardstick, knowledge)
    return Sizing(
        horizons=horizons,
        told=told,
        bands={False: forms["usual"], True: forms["use"]},
        by_use=by_use,
        tier=tier,
        plan=plan,
        fit=fit,
        figures=tuple(book.figures),
        is_bought=is_bought,
        findings=check_feasibility(checked),
        load_is_assumed=assessment.readings.values.get("peak_rps") is None,
        price_id=knowledge.prices.id,
        price_note=knowledge.prices.note,
        price_as_of=knowledge.prices.as_of,
        region=region.label,
        is_own_place=region.yardstick,
        region_is_assumed=region.assumed,
        price_factor=region_factor(values, knowledge),
        design_factor=design_factor,
        currency=currency,
        price_currency=knowledge.prices.currency,
        prices=asdict(unit_prices(values, knowledge)),
        own_prices=own_prices(knowledge),
    )


def _cheaper(told: Horizon, form: Form, forms: Mapping[Form, Band], knowledge: AdviseKnowledge) -> tuple[str, float] | None:
    """The cheapest other form that carries the load, with its cost a month; None where the proposed one is the cheapest."""
    rules = knowledge.estimates.deployment
    needs = told.load.rps * rules.cpu_s / rules.utilisation
    able: list[Form] = [one for one in forms if one != form and (one != "single" or needs <= rules.single.most_vcpu)]
    best = min(able, key=lambda one: forms[one].base)
    cost = forms[best].base
    return (best, cost) if cost < told.cost.base else None
