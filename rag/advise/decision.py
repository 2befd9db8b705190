"""What the engine decides, with everything it takes to follow it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rag.knowledge.weighing import OwnChoice

_FROZEN = ConfigDict(frozen=True, defer_build=True)


class Level(BaseModel):
    """One demand (SCA … EXT) or capability (TEAM … TIME), 1…5 (TEAM from 0)."""

    model_config = _FROZEN

    code: str
    name: str
    value: int
    is_assumed: bool  # the brief does not say; the value is the table's default
    reason: str  # "240 requests/s at peak in 24 months"
    fields: tuple[str, ...] = ()  # brief paths it was computed from


class Term(BaseModel):
    """One attribute's part in a style's fit."""

    model_config = _FROZEN

    code: str
    weight: float
    demand: int
    rating: int
    shortfall: float  # 0…1; below a demand of which nobody said anything, only a share of it


class Veto(BaseModel):
    """Why a style cannot be recommended."""

    model_config = _FROZEN

    rule: str  # V0 … V16
    reason: str
    constraint_ids: tuple[str, ...] = ()  # the hard constraints behind it


class StyleScore(BaseModel):
    """A style's score: fit − burden − premium − switch − tax, each in points."""

    model_config = _FROZEN

    style: str  # CS, LY, MM …
    name: str
    entry: str  # corpus id, `style/modular-monolith`
    fit: float
    burden: float  # already times 1.2
    premium: float
    switch: float
    tax: float
    total: float
    complexity: float  # K
    terms: tuple[Term, ...]
    needs: dict[str, int]  # TEAM … TIME that the style asks for
    vetoes: tuple[Veto, ...] = ()


class Overlay(BaseModel):
    """A pattern laid over the base style."""

    model_config = _FROZEN

    code: str  # EB, CQ, CB, HX, RT, EG, IHo, PDo
    name: str
    entry: str  # corpus id
    reason: str  # the levels that triggered it


class Option(BaseModel):
    """One of the two or three options."""

    model_config = _FROZEN

    key: Literal["A", "B", "C"]
    style: str  # MM, or MM-lite, KEEP
    title: str
    role: str  # recommended, runner-up (toss-up), contrast, do least …
    entry: str  # corpus id
    overlays: tuple[str, ...] = ()  # codes
    score: float | None = None
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    operability: str = ""
    exit: str = ""
    best_if: str = ""


class Flip(BaseModel):
    """A change that would change the recommendation."""

    model_config = _FROZEN

    code: str  # the level that changes
    level: int  # its new value
    condition: str  # in the user's own units: "fewer than 10 engineers"
    style: str  # what would then be recommended; "" when no option is left
    fields: tuple[str, ...] = ()


class Pick(BaseModel):
    """A technology chosen for a component, with the rule that chose it."""

    model_config = _FROZEN

    component: str  # database, queue, identity …
    name: str  # what to use
    why: str
    rule: str  # id of the row that matched
    runner_up: str = ""
    exit_cost: Literal["S", "M", "L", ""] = ""
    support_end: str = ""  # ISO date
    fields: tuple[str, ...] = ()  # brief paths it rests on
    constraint_ids: tuple[str, ...] = ()
    entry: str = ""  # corpus id
    note: str = ""  # when to think again, or what goes wrong most often
    is_minded: bool = False  # one more part that the company itself would have to install, update and watch


class Obligation(BaseModel):
    """A regime that applies, or may, and what it asks of the architecture."""

    model_config = _FROZEN

    regime: str
    result: Literal["in_scope", "likely", "not_in_scope", "unknown"]
    reason: str
    rule: str
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # how the items of these fields that speak of it call it
    constraint_ids: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()  # dates and clocks to know
    level: str = ""  # of ASVS that it asks for; "" where it names none
    entry: str = ""


class Decision(BaseModel):
    """The recommendation and its trace."""

    model_config = _FROZEN

    demands: dict[str, Level]  # the fourteen, by code
    capabilities: dict[str, Level]  # the five
    context: dict[str, Any]  # workload, duty, hosting, saas_fit …
    weights: dict[str, float]  # P per attribute, from the objective and the user's own choice
    ranking: tuple[StyleScore, ...]  # viable styles, best first
    vetoed: tuple[StyleScore, ...]
    overlays: tuple[Overlay, ...]
    options: tuple[Option, ...]  # empty when every style is vetoed
    margin: float | None  # points between first and second; None with fewer than two viable styles
    label: Literal["clear", "leaning", "toss-up", "none"]
    flips: tuple[Flip, ...] = ()
    steady: tuple[Flip, ...] = ()  # growth that changes nothing, each with the style that still leads
    picks: tuple[Pick, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    tables: dict[str, str] = {}  # knowledge table → version
    own: tuple[OwnChoice, ...] = ()  # weights and figures of the user's own, which went into it
    by_our_weights: str = ""  # style that leads when the user's own weights are left out; "" without such weights

    @property
    def recommended(self) -> Option | None:
        """Option A."""
        return self.options[0] if self.options else None
