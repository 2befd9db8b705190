"""The option set (T2) and what would change the recommendation."""

from collections.abc import Mapping, Sequence

from rag.advise.decision import Option, StyleScore
from rag.advise.options import BOUGHT
from rag.advise.scoring import differences
from rag.advise.wording import join_words, show_number
from rag.knowledge.styles import Style
from rag.numbers.effort import duration_weeks, least_weeks
from rag.propose.capacity import cost_claim, round_weeks
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.own import own_weights
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.situation import replaced_systems
from rag.propose.spoken import INACTION, inaction, quoted
from rag.propose.tried import tried_block, tried_with
from rag.propose.wording import join_names, lower_first, readable, sentence, shorten, show_date, upper_first

TERMS = (("fit", "Fit"), ("burden", "Burden on the team"), ("premium", "Price of complexity"), ("switch", "Cost of switching"))
MOST_REASONS = 4
MOST_PRODUCTS = 2
MOST_DATES = 6
MOST_RATINGS = 4
MOST_FLIPS = 8  # in the text; the page Decision shows all
MOST_STYLES = 4
COMPLEXITY = "Complexity, 1 (simple) to 5"
ASPECTS = (  # of an option, in the order in which they are compared
    "What it is",
    "For",
    "Against",
    "Risks",
    "Hard limit",
    "Cost",
    "Time",
    COMPLEXITY,
    "Against what is asked most",
    "Operability",
    "Way out",
    "Best if",
)
NICHES = {"V4", "V5", "V6", "V7", "V12"}  # limits of styles that are made for one kind of work
NICHE = "options.niche"
SMALL = 0.05  # points that do not count as a difference


def compose_options(draft: Draft) -> list[BlockType]:
    """Context, two or three options, comparison, what was ruled out, recommendation and rationale."""
    decision = draft.inputs.decision
    if not decision.options:
        return [
            Paragraph(claims=(draft.ledger.judged(draft.say("options.none"), "D: every style is vetoed"),)),
            *_vetoed(draft),
        ]
    blocks: list[BlockType] = [Paragraph(claims=tuple(_context(draft)))]
    blocks.append(_option_table(draft))
    blocks += tried_block(draft)
    blocks += _products(draft)
    blocks.append(Paragraph(claims=(_nothing(draft),)))
    blocks += _comparison(draft)
    blocks.append(Paragraph(claims=tuple(recommendation(draft))))
    blocks += own_weights(draft)
    return [*blocks, *(only(block, is_long=True) for block in _vetoed(draft))]


def _nothing(draft: Draft) -> Claim:
    """What it costs to change nothing: what sources say of it, or the next date on which something of today ends."""
    said = inaction(draft)
    if said:
        return draft.ledger.cited(draft.say("options.nothing_told", said=quoted(said[:1])), said[:1], fields=(INACTION,))
    ending = [one for one in replaced_systems(draft.inputs.brief) if one.contract_end >= draft.inputs.brief.as_of]
    if first := min(ending, key=lambda one: (one.contract_end, one.name), default=None):
        text = draft.say(
            "options.nothing_ends", what=draft.say("options.contract", system=first.name), date=show_date(first.contract_end)
        )
        return draft.based(text, f"brief: {first.name} {first.contract_end}", fields=("legacy",), systems=[first])
    return draft.ledger.known(draft.say("options.nothing"), "table/options")


def _products(draft: Draft) -> list[BlockType]:
    """What sources say of products that fit, where one is recommended: the name that everybody will ask for."""
    field = draft.inputs.brief.fields.get("cap.saas_coverage")
    quoted = [source for source in (field.provenance if field else ()) if source.citation is not None][:MOST_PRODUCTS]
    if not draft.is_bought or not draft.ledger.evidence_of(quoted):
        return []
    said = [f"“{shorten(readable(source.citation.quote), 200).rstrip('.')}”" for source in quoted if source.citation]
    text = draft.say("options.products", said=join_names(said))
    return [Paragraph(claims=(draft.ledger.cited(text, quoted, fields=("cap.saas_coverage",)),))]


def _context(draft: Draft) -> list[Claim]:
    decision = draft.inputs.decision
    strong = sorted(decision.demands.values(), key=lambda level: -level.value)
    claims: list[Claim] = []
    for level in [level for level in strong if level.value >= 3 and not level.is_assumed][:3]:
        text = draft.say("options.demand", name=upper_first(level.name), level=level.value, reason=level.reason)
        claims.append(draft.based(text, f"{level.code} {level.value}: {level.reason}", fields=level.fields))
    weakest = min(decision.capabilities.values(), key=lambda level: level.value, default=None)
    if weakest is not None:
        text = draft.say("options.capability", name=lower_first(weakest.name), level=weakest.value, reason=weakest.reason)
        claims.append(draft.based(text, f"{weakest.code} {weakest.value}: {weakest.reason}", fields=weakest.fields))
    assumed = sum(level.is_assumed for level in (*decision.demands.values(), *decision.capabilities.values()))
    total = len(decision.demands) + len(decision.capabilities)
    if assumed:
        text = draft.say("options.assumed", assumed=assumed, total=total)
        claims.append(draft.ledger.figured(text, "COUNT", {"of": "levels assumed", "total": total, "result": assumed}))
    return claims


def _option_table(draft: Draft) -> BlockType:
    """The options side by side: a row for each aspect, a column for each option."""
    options = draft.inputs.decision.options
    found = [_aspects(draft, option) for option in options]
    names = [name for name in ASPECTS if any(name in aspects for aspects in found) and not _is_alike(name, found)]
    rows: list[tuple[Cell, ...]] = [(name, *(aspects.get(name, "–") for aspects in found)) for name in names]
    header = ("Aspect", *(f"{option.key}: {option.title} ({option.role.split(':')[0]})" for option in options))
    caption = draft.say("options.table" if len(options) > 1 else "options.table_one")
    return table(caption, header, rows, (1, *(6 / len(options) for _ in options)))


def _is_alike(name: str, found: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether an aspect tells several options apart in nothing."""
    cells = [one.get(name, "") for one in found]
    said = {cell if isinstance(cell, str) else " ".join(claim.sentence for claim in cell) for cell in cells}
    return len(found) > 1 and len(said) == 1


def _aspects(draft: Draft, option: Option) -> dict[str, Cell]:
    """What is to be said about an option, by aspect."""
    trace = trace_of(draft, option)
    found: dict[str, Cell] = {}

    def add(label: str, texts: tuple[str, ...]) -> None:
        if texts and any(texts):
            joined = "; ".join(lower_first(text.rstrip(".")) for text in texts if text)
            found[label] = (draft.ledger.known(sentence(joined), option.entry, "table/styles", trace=trace),)

    _, _, detail = option.role.partition(": ")
    style = _style(draft, option.style)
    if style is not None:
        found["What it is"] = (draft.ledger.known(sentence(style.summary), option.entry, "table/styles", trace=trace),)
    elif detail:
        found["What it is"] = (draft.ledger.judged(sentence(upper_first(detail)), trace),)
    add("For", option.pros)
    add("Against", option.cons)
    if tried := tried_with(draft, (option.style.removesuffix("-lite"), *option.overlays)):
        found["Against"] = (*found.get("Against", ()), *tried)
    add("Risks", option.risks)
    score = score_of(draft, option)
    if score is not None and score.vetoes:
        found["Hard limit"] = (_veto_claim(draft, score),)
    found |= _sized(draft, option)
    if score is not None:
        text = draft.say("options.complexity", value=show_number(score.complexity))
        found[COMPLEXITY] = (draft.ledger.judged(text, trace),)
        if not score.vetoes:
            ratings = _ratings(draft, score)
            found |= {"Against what is asked most": (draft.ledger.judged(ratings, trace),)} if ratings else {}
    if option.operability:
        found["Operability"] = (draft.ledger.judged(sentence(option.operability), trace, fields=_capability_fields(draft)),)
    add("Way out", (option.exit,))
    add("Best if", (option.best_if,))
    return found


def _ratings(draft: Draft, score: StyleScore) -> str:
    """What a style offers of what is asked most, against the level that is asked."""
    asked = sorted((one for one in draft.inputs.decision.demands.values() if one.value >= 3), key=lambda one: -one.value)
    terms = {term.code: term.rating for term in score.terms}
    said = [
        draft.say("options.rating", name=lower_first(one.name), rating=terms[one.code], level=one.value)
        for one in asked[:MOST_RATINGS]
        if one.code in terms
    ]
    return sentence(", ".join(said)) if said else ""


def _sized(draft: Draft, option: Option) -> dict[str, Cell]:
    """Cost and time of an option: the reference deployment and the work, times the factors of its style."""
    sizing, style = draft.inputs.sizing, _style(draft, option.style.removesuffix("-lite"))
    if sizing is None or style is None:
        return {}
    found: dict[str, Cell] = {}
    is_lite = option.style.endswith("-lite")
    if is_lite and style.cost_factor == 0:
        found["Cost"] = (draft.ledger.judged(draft.say("options.cost_licensed"), f"option {option.key}: what is licensed"),)
    elif is_lite:
        found["Cost"] = (draft.ledger.judged(draft.say("options.cost_lite"), f"option {option.key}: smallest scope"),)
    elif style.cost_factor > 0 and draft.values.get("alone"):
        found["Cost"] = (draft.ledger.judged(draft.say("options.cost_installed"), f"option {option.key}: installed"),)
    elif style.cost_factor > 0:
        phrase = "options.cost_own" if sizing.is_own_place else "options.cost"
        cost = cost_claim(draft, phrase, style)
        found |= {"Cost": (cost,)} if cost is not None else {}
    else:
        found["Cost"] = (draft.ledger.known(draft.say("options.cost_bought"), option.entry, "table/styles"),)
    recommended = _style(draft, draft.inputs.decision.options[0].style)
    if sizing.plan.weeks > 0 and sizing.plan.engineers > 0 and recommended is not None:
        plan = sizing.plan
        effort, longest = (plan.must_effort.p80, plan.must_longest) if is_lite else (plan.release_effort.p80, plan.longest)
        share = style.effort_factor / recommended.effort_factor
        weeks = round_weeks(max(duration_weeks(effort, plan.engineers), least_weeks(longest)) * share)
        inputs = {
            "person-weeks": effort,
            "engineers": plan.engineers,
            "longest item of each milestone": longest,
            "effort factor": share,
            "result": weeks,
        }
        text = draft.say("options.time_thin" if sizing.fit.is_thin else "options.time", weeks=show_number(weeks))
        found["Time"] = (draft.ledger.figured(text, "F22", inputs, fields=("team.engineers",)),)
    return found


def _style(draft: Draft, code: str) -> Style | None:
    return next((style for style in draft.knowledge.styles.styles if style.code == code), None)


def _capability_fields(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for level in draft.inputs.decision.capabilities.values() for path in level.fields))


def score_of(draft: Draft, option: Option) -> StyleScore | None:
    """The score behind an option; None for those that are not a style of their own."""
    decision = draft.inputs.decision
    return next((score for score in (*decision.ranking, *decision.vetoed) if score.style == option.style), None)


def trace_of(draft: Draft, option: Option) -> str:
    """The scores that an option stands on."""
    score = score_of(draft, option)
    if score is None:
        return f"D: option {option.key} {option.style}, {option.role}"
    return trace_of_score(score)


def trace_of_score(score: StyleScore) -> str:
    """What a score is made of."""
    return (
        f"D: {score.style} {score.total:.1f} = fit {score.fit:.1f} − burden {score.burden:.1f} − premium {score.premium:.1f} "
        f"− switch {score.switch:.1f} − tax {score.tax:.1f}"
    )


def _comparison(draft: Draft) -> list[BlockType]:
    """The styles that remain with their points: the fit, what is deducted from it, and what is left."""
    ranking = draft.inputs.decision.ranking[:MOST_STYLES]
    keys = {option.style: f"{option.key}: " for option in draft.inputs.decision.options}
    terms = (*TERMS, ("tax", "Tax for distribution"))
    used = [(name, label) for name, label in terms if any(round(getattr(score, name), 1) for score in ranking)]
    rows: list[tuple[Cell, ...]] = []
    for score in ranking:
        points = [_points(name, getattr(score, name)) for name, _ in used]
        total = draft.ledger.judged(f"{score.total:.1f}", trace_of_score(score))
        rows.append((f"{keys.get(score.style, '')}{upper_first(score.name)}", *points, (total,)))
    if len(rows) < 2:  # one alone compares with nothing
        return []
    header = ("Style", *(label for _, label in used), "Score")
    return [table(draft.say("options.comparison"), header, rows, (2.4, *(1.1 for _ in used), 0.8))]


def _points(name: str, value: float) -> str:
    """What is deducted stands with a minus, unless it is nothing."""
    return f"{'' if name == 'fit' or not round(value, 1) else '−'}{round(value, 1):.1f}"


def recommendation(draft: Draft) -> list[Claim]:
    """What is recommended, why it leads, and how firmly."""
    decision = draft.inputs.decision
    option = decision.options[0]
    trace = trace_of(draft, option)
    claims = [
        draft.ledger.judged(draft.say("options.recommend", option=style_of(draft, option)), trace, entries=(option.entry,))
    ]
    if len(decision.ranking) > 1:
        first, second = decision.ranking[0], decision.ranking[1]
        reasons = _reasons(draft, first, second)
        if reasons:
            text = draft.say("options.because", second=the_style(second.name), reasons=join_words(reasons))
            claims.append(draft.ledger.judged(text, _differences_trace(first, second)))
    if decision.margin is not None:
        phrase = {"clear": "options.clear", "leaning": "options.leaning"}.get(decision.label, "options.toss_up")
        second_name = the_style(decision.ranking[1].name) if len(decision.ranking) > 1 else ""
        text = draft.say(phrase, margin=f"{decision.margin:.1f}", second=second_name)
        claims.append(draft.ledger.judged(text, f"D: margin {decision.margin:.2f}, {decision.label}"))
    return claims


def the_style(name: str) -> str:
    """A style as a sentence names it: “the layered monolith”, “microservices”."""
    return name if _is_many(name) else f"the {name}"


def _is_many(name: str) -> bool:
    return name.split(" with ")[0].endswith("s")  # microservices


def style_of(draft: Draft, option: Option) -> str:
    """“a modular monolith”: the style without the patterns laid over it."""
    score = score_of(draft, option)
    base = score.name if score is not None else lower_first(option.title)
    product = draft.inputs.brief.product
    if product is not None and option.style == BOUGHT:
        return draft.say("options.named", name=product.name, style=base)
    article = "" if score is None or _is_many(base) else "an " if base[:1] in "aeiou" else "a "
    return f"{article}{base}"


def name_of(draft: Draft, option: Option) -> str:
    """“a modular monolith with event backbone”: the style and its overlays in a sentence."""
    names = {overlay.code: overlay.name for overlay in draft.inputs.decision.overlays}
    overlays = [lower_first(names[code]) for code in option.overlays if code in names]
    style = style_of(draft, option)
    joined = ", with" if " with " in style else " with"
    return f"{style}{joined} {join_words(overlays)}" if overlays else style


def _reasons(draft: Draft, first: StyleScore, second: StyleScore) -> list[str]:
    names = {level.code: lower_first(level.name) for level in draft.inputs.decision.demands.values()}
    names |= {
        "burden": "less burden on the team",
        "premium": "less complexity",
        "switch": "a shorter way from today",
        "tax": "no price for distribution",
    }
    parts = sorted(differences(first, second).items(), key=lambda item: -item[1])
    strongest = [(name, points) for name, points in parts if points > SMALL][:MOST_REASONS]
    return [f"{names.get(name, name)} (+{points:.1f})" for name, points in strongest]


def _differences_trace(first: StyleScore, second: StyleScore) -> str:
    parts = ", ".join(f"{name} {points:+.1f}" for name, points in differences(first, second).items() if abs(points) > SMALL)
    return f"D: {first.style} {first.total:.1f} − {second.style} {second.total:.1f}: {parts}"


def _vetoed(draft: Draft) -> list[BlockType]:
    """The styles that a hard limit rules out, those of one first reason together."""
    by_reason: dict[str, list[StyleScore]] = {}
    for one in draft.inputs.decision.vetoed:
        reason = NICHE if {veto.rule for veto in one.vetoes} <= NICHES else one.vetoes[0].reason
        by_reason.setdefault(reason, []).append(one)
    rows: list[tuple[Cell, ...]] = []
    for reason, same in by_reason.items():
        names = upper_first(join_words([one.name for one in same]))
        why = _veto_claim(draft, same[0], 1 if len(same) > 1 else 2)
        if reason == NICHE and len(same) > 1:
            why = draft.ledger.judged(draft.say(NICHE), "; ".join(f"{_rules(one)} on {one.style}" for one in same))
        rows.append((names, (why,)))
    return [table(draft.say("options.vetoed"), ("Ruled out", "Why"), rows, (2, 5.8))] if rows else []


def only_left(draft: Draft) -> Claim | None:
    """Why every other style is ruled out, where one reason does it; None where several remain or several reasons do."""
    decision = draft.inputs.decision
    reasons = {one.vetoes[0].reason for one in decision.vetoed}
    return _veto_claim(draft, decision.vetoed[0], 1) if len(decision.ranking) == 1 and len(reasons) == 1 else None


def _veto_claim(draft: Draft, score: StyleScore, most: int = 2) -> Claim:
    """Why a style is ruled out, in so many reasons at most."""
    ids = tuple(dict.fromkeys(id_ for veto in score.vetoes for id_ in veto.constraint_ids))
    reason = " ".join(sentence(veto.reason) for veto in score.vetoes[:most])
    trace = f"{_rules(score)} on {score.style}"
    return draft.based(reason, trace, constraint_ids=ids) if ids else draft.ledger.judged(reason, trace)


def _rules(score: StyleScore) -> str:
    return ", ".join(veto.rule for veto in score.vetoes)


def compose_sensitivity(draft: Draft) -> list[BlockType]:
    """The changes that would lead to another recommendation, nearest first, and the dates to look again."""
    decision = draft.inputs.decision
    names = {score.style: score.name for score in (*decision.ranking, *decision.vetoed)}
    rows: list[tuple[Cell, ...]] = []
    for flip in decision.flips[:MOST_FLIPS]:
        outcome = upper_first(names.get(flip.style, flip.style)) if flip.style else draft.say("sensitivity.nothing_left")
        level = decision.demands.get(flip.code) or decision.capabilities.get(flip.code)
        if not flip.style and level is not None and abs(flip.level - level.value) > 1:
            continue  # that nothing is left when nearly everything is gone is true of any company
        today = shorten(level.reason, 110) if level else "–"
        if lower_first(flip.condition) in lower_first(today):
            continue  # what is so today is no change
        claim = draft.ledger.judged(
            upper_first(flip.condition),
            f"flip: {flip.code} {level.value if level else '?'} → {flip.level} gives {flip.style or 'no option'}",
            fields=flip.fields,
        )
        rows.append(((claim,), today, outcome))
    blocks: list[BlockType] = []
    if rows:
        blocks.append(
            Paragraph(
                claims=(draft.ledger.judged(draft.say("sensitivity.intro"), "D: one change at a time, everything else held"),)
            )
        )
        blocks.append(table(draft.say("sensitivity.table"), ("If …", "Today", "… then recommend"), rows, (3.4, 3.2, 1.6)))
    claims = [*_steady(draft, names), *_review_dates(draft)]
    if claims:
        blocks.append(BulletList(items=tuple((claim,) for claim in claims)))
    return blocks


def _steady(draft: Draft, names: Mapping[str, str]) -> list[Claim]:
    """The growth that changes nothing by itself."""
    return [
        draft.ledger.judged(
            draft.say("sensitivity.steady", condition=one.condition, style=lower_first(names.get(one.style, one.style))),
            f"no flip: {one.code} → {one.level} leaves {one.style}",
            fields=one.fields,
        )
        for one in draft.inputs.decision.steady
    ]


def _review_dates(draft: Draft) -> list[Claim]:
    """The next dates on which something ends, each with all that ends then."""
    ending: dict[tuple[str, str], list[str]] = {}
    for system in sorted(draft.inputs.brief.systems, key=lambda one: one.name):
        for date, name, phrase in (
            (system.support_end, system.supported, "sensitivity.support"),
            (system.contract_end, system.name, "sensitivity.contract"),
        ):
            if date and date >= draft.inputs.brief.as_of:
                ending.setdefault((date, phrase), []).append(name)
    return [
        draft.ledger.judged(
            draft.say(phrase, system=join_names(names), date=show_date(date)),
            f"{'lifecycle table' if phrase.endswith('support') else 'brief'}: {', '.join(names)} {date}",
        )
        for (date, phrase), names in sorted(ending.items())[:MOST_DATES]
    ]
