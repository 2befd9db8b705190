"""Defaults in use → visible assumptions, numbered, those that can change the decision first."""

from collections.abc import Mapping
from typing import Any

from rag.advise.currency import FIELD as CURRENCY_FIELD
from rag.advise.deployment import REGION
from rag.advise.wording import show_number
from rag.brief.brief import Field, Status
from rag.brief.growth import growth_of, guessed
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import Assumption
from rag.propose.wording import in_words, join_names, join_or, lower_first, sentence, show_as_field, show_date, upper_first

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
    """Brief paths of defaults that can change the recommendation → what would change, in words."""
    names = {score.style: score.name for score in (*inputs.decision.ranking, *inputs.decision.vetoed)}
    found = {path: text for path in inputs.turns if (text := _turned(path, names, inputs))}
    for flip in inputs.decision.flips:
        for path in flip.fields:
            if path not in inputs.turns and (path == flip.fields[0] or not inputs.turns):
                found.setdefault(path, _change(flip.condition, flip.style, names, inputs))
    return found


def _turned(path: str, names: Mapping[str, str], inputs: ProposalInputs) -> str:
    """Which other values of a default lead to another style; "" where none does."""
    by_style: dict[str, list[str]] = {}
    for turn in (one for one in inputs.turns[path] if one.style):  # that nothing is left without people is true of any company
        by_style.setdefault(turn.style, []).append(shown_default(path, turn.value, "", inputs))
    return "; ".join(_change(join_or(values), style, names, inputs) for style, values in by_style.items())


def _change(condition: str, style: str, names: Mapping[str, str], inputs: ProposalInputs) -> str:
    phrase = "assumption.flips" if style else "assumption.flips_none"
    return inputs.knowledge.phrases.say(phrase, condition=condition, style=names.get(style, style))


def shown_default(path: str, value: Any, unit: str, inputs: ProposalInputs) -> str:
    """A value of a field as the table of assumptions says it."""
    words = in_words(value, inputs.knowledge.phrases.phrases["values"])
    return show_as_field(path, words, inputs.knowledge.fields, unit)


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


def _assumption(number: int, field: Field, deciding: dict[str, str], inputs: ProposalInputs) -> Assumption:
    say = inputs.knowledge.phrases.say
    shown = shown_default(field.path, field.value, field.unit, inputs)
    return Assumption(
        id=f"A-{number}",
        field=field.path,
        text=say("assumption.text", label=label_of(field.path, inputs), value=shown),
        effect=deciding.get(field.path) or effect_of(field.path, inputs) or say("assumption.no_flip"),
        decides=field.path in deciding,
    )
