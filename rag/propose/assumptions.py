"""Defaults in use → visible assumptions, numbered, those that can change the decision first."""

from rag.advise.currency import FIELD as CURRENCY_FIELD
from rag.advise.deployment import REGION
from rag.advise.wording import show_number
from rag.brief.brief import Field, Status
from rag.brief.growth import growth_of, guessed
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import Assumption
from rag.propose.wording import in_words, join_names, lower_first, sentence, show_as_field, show_date, upper_first

GROWTH = "scale.growth"  # what an assumed growth is listed under
NAMES = ("org.name", "product.name")  # “the company” for want of a name is no assumption


def list_assumptions(inputs: ProposalInputs) -> tuple[Assumption, ...]:
    """Every default of the Brief as an assumption A-1, A-2 …; a default without a value is a question instead."""
    deciding = deciding_fields(inputs)
    assumed = [
        field
        for field in inputs.brief.fields.values()
        if field.status is Status.ASSUMED and field.value not in (None, "", [], {}) and field.path not in NAMES
    ]
    assumed.sort(key=lambda f: (f.path not in deciding, f.path))
    listed = [_assumption(number, field, deciding, inputs) for number, field in enumerate(assumed, start=1)]
    listed += _growth(len(listed) + 1, inputs)
    listed += _region(len(listed) + 1, inputs)
    return (*listed, *_rate(len(listed) + 1, inputs))


def growth_fields(inputs: ProposalInputs) -> list[Field]:
    """The loads of which one point in time was said, and the others follow from an assumed growth."""
    return [field for field in inputs.brief.fields.values() if inputs.brief.is_known(field.path) and guessed(field)]


def _growth(number: int, inputs: ProposalInputs) -> list[Assumption]:
    """How loads grow of which only one point in time was said."""
    by_factor: dict[str, list[str]] = {}
    for field in growth_fields(inputs):
        by_factor.setdefault(f"{growth_of(field):.3g}", []).append(lower_first(label_of(field.path, inputs)))
    if not by_factor:
        return []
    say = inputs.knowledge.phrases.say
    grown = join_names(say("assumption.growth", names=join_names(names), factor=factor) for factor, names in by_factor.items())
    effect = say("assumption.growth_effect")
    return [Assumption(id=f"A-{number}", field=GROWTH, text=sentence(grown), effect=effect, decides=False)]


def _region(number: int, inputs: ProposalInputs) -> list[Assumption]:
    """Where prices are paid, where only the company's seat tells it."""
    sizing = inputs.sizing
    if sizing is None or sizing.is_yardstick or not sizing.region_is_assumed:
        return []
    say = inputs.knowledge.phrases.say
    text = say("capacity.region", region=sizing.region)
    return [Assumption(id=f"A-{number}", field=REGION, text=text, effect=say("assumption.region"), decides=False)]


def _rate(number: int, inputs: ProposalInputs) -> list[Assumption]:
    """The table's rate of exchange, where amounts are said in another currency than the prices and nobody knows it better."""
    sizing = inputs.sizing
    rate = sizing.figure("rate") if sizing is not None else None
    if sizing is None or rate is None or sizing.currency.own:
        return []
    words = {"currency": sizing.currency.code, "prices": sizing.price_currency, "date": show_date(sizing.price_as_of)}
    say = inputs.knowledge.phrases.say
    text = say("capacity.rate", rate=show_number(rate.value), **words)
    return [
        Assumption(id=f"A-{number}", field=CURRENCY_FIELD, text=text, effect=say("assumption.rate", **words), decides=False)
    ]


def deciding_fields(inputs: ProposalInputs) -> dict[str, str]:
    """Brief paths whose value can change the recommendation → what would change, in words."""
    found: dict[str, str] = {}
    say = inputs.knowledge.phrases.say
    names = {score.style: score.name for score in (*inputs.decision.ranking, *inputs.decision.vetoed)}
    for flip in inputs.decision.flips:
        fields = flip.fields or _fields_of(flip.code, inputs)
        outcome = names.get(flip.style, flip.style)
        phrase = "assumption.flips" if flip.style else "assumption.flips_none"
        for path in fields:
            found.setdefault(path, say(phrase, condition=flip.condition, style=outcome))
    return found


def label_of(path: str, inputs: ProposalInputs) -> str:
    """What a person calls a field of the Brief."""
    return (
        inputs.labels.get(path)
        or inputs.knowledge.fields.labels.get(path)
        or upper_first(path.rsplit(".", 1)[-1].replace("_", " "))
    )


def effect_of(path: str, inputs: ProposalInputs) -> str:
    """What changes when the default of a field is wrong; "" when the table does not say."""
    row = inputs.knowledge.fields.by_path.get(path)
    return sentence(row.effect) if row is not None else ""


def _fields_of(code: str, inputs: ProposalInputs) -> tuple[str, ...]:
    level = inputs.decision.demands.get(code) or inputs.decision.capabilities.get(code)
    return level.fields if level else ()


def _assumption(number: int, field: Field, deciding: dict[str, str], inputs: ProposalInputs) -> Assumption:
    say = inputs.knowledge.phrases.say
    value = in_words(field.value, inputs.knowledge.phrases.phrases["values"])
    shown = show_as_field(field.path, value, inputs.knowledge.fields, field.unit)
    return Assumption(
        id=f"A-{number}",
        field=field.path,
        text=say("assumption.text", label=label_of(field.path, inputs), value=shown),
        effect=deciding.get(field.path) or effect_of(field.path, inputs) or say("assumption.no_flip"),
        decides=field.path in deciding,
    )
