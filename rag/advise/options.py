"""The two or three options: the best, its rival or a contrast, and the least that could be done.

Source: `advisor.md` D.6; rules and texts are `options.yaml`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rag.advise.decision import Level, Option, Pick, StyleScore
from rag.advise.scoring import Incumbent, Ranking
from rag.advise.wording import join_words
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.options import DoLeast
from rag.knowledge.styles import Style

BOUGHT = "CS"  # the style that configures a product
NOTHING_MORE = "Asks for nothing beyond what is there now."
PRACTISED = ("OPS", "SKILL")  # capabilities of which a style asks


def build_options(
    ranking: Ranking,
    values: Mapping[str, Any],
    incumbent: Incumbent | None,
    knowledge: AdviseKnowledge,
    product: str = "",
) -> tuple[Option, ...]:
    """Options A, B and C as far as they exist; none when every style is vetoed.

    Args:
        ranking: the scored styles.
        values: levels, context and licences, as conditions name them.
        incumbent: the style in place today.
        knowledge: the tables.
        product: name of the one that the company means to take; "" where none is named.
    """
    if not ranking.viable:
        return ()
    first = ranking.viable[0]
    second = rival(ranking, knowledge)
    roles = knowledge.options.roles
    options = [_option("A", first, roles.recommended, ranking.overlays, values, knowledge)]
    if second is not None:
        tie = first.total - second.total < knowledge.weights.tie_margin
        role = roles.tie if tie else roles.contrast
        options.append(_option("B", second, role, ranking.overlays, values, knowledge))
    least = _do_least(options, values, incumbent, knowledge)
    found = (*options, least) if least is not None else tuple(options)
    title = knowledge.options.named.format(product=product)
    return tuple(one.model_copy(update={"title": title}) if product and one.style == BOUGHT else one for one in found)


def label(margin: float | None, viable: int, knowledge: AdviseKnowledge) -> Literal["clear", "leaning", "toss-up", "none"]:
    """How far ahead the best option is, in a word."""
    if viable == 0:
        return "none"
    if margin is None or margin >= knowledge.weights.clear_margin:
        return "clear"
    return "leaning" if margin >= knowledge.weights.tie_margin else "toss-up"


def rival(ranking: Ranking, knowledge: AdviseKnowledge) -> StyleScore | None:
    """The runner-up of a near tie; otherwise the best style of another family that is different enough and not far behind."""
    first, rest = ranking.viable[0], ranking.viable[1:]
    if rest and first.total - rest[0].total < knowledge.weights.tie_margin:
        return rest[0]
    style = knowledge.styles.style(first.style)
    for score in rest:
        other = knowledge.styles.style(score.style)
        near = first.total - score.total <= knowledge.options.contrast_within
        if near and other.family != style.family and _differs(style, other, knowledge):
            return score
    return None


def _differs(one: Style, other: Style, knowledge: AdviseKnowledge) -> bool:
    pairs = [(one.ratings[name], other.ratings[name]) for name in one.ratings]
    pairs += [(one.needs[name], other.needs[name]) for name in one.needs]
    apart = sum(abs(a - b) >= knowledge.options.contrast_step for a, b in pairs)
    return apart >= knowledge.options.contrast_ratings


def _option(
    key: Literal["A", "B", "C"],
    score: StyleScore,
    role: str,
    overlays: tuple[str, ...],
    values: Mapping[str, Any],
    knowledge: AdviseKnowledge,
) -> Option:
    style = knowledge.styles.style(score.style)
    return Option(
        key=key,
        style=style.code,
        title=style.title,
        role=role,
        entry=style.entry,
        overlays=tuple(code for code in overlays if overlay_fits(code, style.code, knowledge)),
        score=score.total,
        pros=style.pros,
        cons=style.cons,
        risks=style.risks,
        operability=_operability(score, values, knowledge),
        exit=style.exit,
        best_if=style.best_if,
    )


def overlay_fits(code: str, style: str, knowledge: AdviseKnowledge) -> bool:
    """Whether an overlay can be laid over a style; overlays without a list fit every style that is built."""
    allowed = next(overlay.allowed for overlay in knowledge.overlays.overlays if overlay.code == code)
    return style in allowed if allowed else knowledge.styles.style(style).family != "buy"


def _operability(score: StyleScore, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> str:
    missing = [
        f"{knowledge.level_names[need]} {level} (now {values[need]})"
        for need, level in score.needs.items()
        if level > values[need]
    ]
    if not missing:
        return NOTHING_MORE
    return f"Asks for more than is there now: {', '.join(missing)}, on a scale of 0 to 5."


def say_what_is_minded(
    options: Sequence[Option], picks: Sequence[Pick], capabilities: Mapping[str, Level]
) -> tuple[Option, ...]:
    """The options; the recommended one tells what comes to be minded, and none builds on what nobody has said."""
    parts = [pick.name.split(", ")[0] for pick in picks if pick.is_minded]
    is_assumed = any(capabilities[code].is_assumed for code in PRACTISED)
    found = []
    for option in options:
        text = option.operability
        if text == NOTHING_MORE and is_assumed:
            text = "Asks for nothing beyond what is assumed of a team of this size."
        if parts and option.key == "A":
            text = f"{text} New to mind: {join_words(parts)}."
        found.append(option.model_copy(update={"operability": text}))
    return tuple(found)


def _do_least(
    options: list[Option], values: Mapping[str, Any], incumbent: Incumbent | None, knowledge: AdviseKnowledge
) -> Option | None:
    seen = {
        **values,
        "incumbent": incumbent.style if incumbent else None,
        "forced": incumbent.is_forced if incumbent else False,
        "first": options[0].style,
        "product_listed": any(option.style == BOUGHT for option in options),
    }
    row = next((row for row in knowledge.options.do_least if row.when.holds(seen)), None)
    if row is None:
        return None
    words = {"incumbent": str(seen["incumbent"]), "first": options[0].style, "first_title": options[0].title}
    return _least_option(row, words, options[0], knowledge)


def _least_option(row: DoLeast, words: dict[str, str], first: Option, knowledge: AdviseKnowledge) -> Option:
    texts = knowledge.styles.style(row.style_texts) if row.style_texts else None
    entry = texts.entry if texts else first.entry
    if row.entry_of == "incumbent":
        entry = next((style.entry for style in knowledge.styles.styles if style.code == words["incumbent"]), entry)
    return Option(
        key="C",
        style=row.style.format(**words),
        title=row.title.format(**words),
        role=row.role,
        entry=entry,
        pros=texts.pros if texts else row.pros,
        cons=texts.cons if texts else row.cons,
        risks=texts.risks if texts else row.risks,
        operability=row.operability,
        exit=texts.exit if texts else row.exit,
        best_if=texts.best_if if texts else row.best_if,
    )
