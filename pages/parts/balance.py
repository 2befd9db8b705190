"""The recommendation point by point: scores that add up, what is ruled out and by which words, and what moves the lead."""

from html import escape

import streamlit as st

from pages.parts import sources
from pages.parts.bars import Piece, Row, Scale, draw, legend
from rag.advise.decision import Decision, StyleScore
from rag.advise.scoring import DEDUCTIONS, differences, points_lost
from rag.advise.swings import Moved, Swing
from rag.consultation import Consultation

NAMES = {
    "burden": "asks more than the team has",
    "premium": "complexity",
    "switch": "way from today's system",
    "tax": "distribution that nothing asks for",
}
KINDS = (("score", "score"), ("fit", "demands not met"), *NAMES.items())
LEADS = (
    ("less", "smaller lead"),
    ("plus", "larger lead"),
    ("minus", "left of the line: another style leads"),
    ("out", "rules it out"),
)
SMALL = 0.05  # points that are not shown
CLOSE = 10.0  # points behind the first within which a style counts as close
FEWEST, MOST = 3, 6  # styles drawn at once
MOST_SWINGS = 10


def verdict(consultation: Consultation) -> None:
    """What is recommended, how firmly, and how much of it rests on assumptions."""
    decision = consultation.decision()
    first = decision.recommended
    if first is None:
        st.warning("Every style is ruled out. Below stands by what; one of these has to give way.")
        return
    st.markdown(f"**{sources.plain(first.title)}**: {_firmness(decision)}")
    levels = [*decision.demands.values(), *decision.capabilities.values()]
    assumed = [level.name for level in levels if level.is_assumed]
    if len(assumed) == len(levels):
        st.caption("Nothing is known yet: this is what the usual levels give.")
    elif assumed:
        count = f"{len(assumed)} of {len(levels)} inputs are assumed, since no value for them could be read"
        half = "To fall short of a demand that is assumed costs half the points."
        st.caption(sources.plain(f"{count}: {', '.join(assumed)}. {half}"))


def _firmness(decision: Decision) -> str:
    lead, rival = decision.margin, decision.ranking[1].name if len(decision.ranking) > 1 else ""
    if lead is None:
        return "nothing else is left."
    ahead = f"{lead:.1f} points ahead of {sources.plain(rival)}"
    return {"clear": f"a clear lead, {ahead}.", "leaning": f"leading, {ahead}."}.get(
        decision.label, f"a toss-up, {ahead}: look at both."
    )


def scores(consultation: Consultation) -> None:
    """All close styles, then one of them factor by factor, then two against each other."""
    decision = consultation.decision()
    ranking = decision.ranking
    if not ranking:
        return
    st.header("Scores", anchor=False)
    close = [one for one in ranking if one.total >= ranking[0].total - CLOSE]
    shown = ranking[: min(MOST, max(FEWEST, len(close)))]
    scale = Scale(min(0.0, *(one.total for one in shown)), 100.0)
    draw("Each style starts with 100 points and loses some.", ("Style", "Points"), [_stacked(one) for one in shown], scale)
    legend([(kind, words) for kind, words in KINDS if kind in ("score", "fit") or _is_lost(shown, kind)])
    if len(ranking) > len(shown):
        rest = ", ".join(f"{one.name} {one.total:.1f}" for one in ranking[len(shown) :])
        st.caption(sources.plain(f"Further behind: {rest}."))
    names = {one.style: one.name for one in ranking}
    style = st.selectbox("Point by point", list(names), format_func=lambda code: names[code], key="decision-style")
    _waterfall(decision, next(one for one in ranking if one.style == style))
    if len(ranking) > 1:
        others = [code for code in names if code != ranking[0].style]
        rival = st.selectbox("Against", others, format_func=lambda code: names[code], key="decision-rival")
        _against(decision, ranking[0], next(one for one in ranking if one.style == rival))


def _is_lost(shown: tuple[StyleScore, ...], kind: str) -> bool:
    return any(getattr(one, kind) > SMALL for one in shown)


def _stacked(score: StyleScore) -> Row:
    """The score, then what was lost, up to 100."""
    lost = {"fit": 100 - score.fit, **{name: getattr(score, name) for name in DEDUCTIONS}}
    pieces, at = [Piece(min(0.0, score.total), score.total, "score")], score.total
    for kind, points in lost.items():
        pieces.append(Piece(at, at + points, kind))
        at += points
    words = dict(KINDS)
    note = ", ".join(f"{words[kind]} −{points:.1f}" for kind, points in lost.items() if points > SMALL)
    return Row(_upper(score.name), f"{score.total:.1f}", note or "loses nothing", tuple(pieces))


def _waterfall(decision: Decision, score: StyleScore) -> None:
    rows, at = [Row("Everything met, at no price", "100.0", "", (Piece(0, 100, "score"),))], 100.0
    for name, points in sorted(points_lost(score).items(), key=lambda item: -item[1]):
        if points > SMALL:
            kind = name if name in DEDUCTIONS else "fit"
            piece = Piece(at - points, at, kind)
            rows.append(Row(_label(decision, name), f"−{points:.1f}", _why(decision, score, name), (piece,)))
        at -= points
    rows.append(Row(f"Score of {score.name}", f"{score.total:.1f}", "", (Piece(0, score.total, "score"),), is_total=True))
    draw("Where its points go", ("Factor", "Points"), rows, Scale(min(0.0, score.total), 100.0))


def _against(decision: Decision, first: StyleScore, other: StyleScore) -> None:
    parts = sorted(differences(first, other).items(), key=lambda item: -item[1])
    shown = [(name, points) for name, points in parts if abs(points) > SMALL]
    widest = max([abs(points) for _, points in shown], default=1.0)
    rows = [
        Row(
            _label(decision, name),
            f"{points:+.1f}".replace("-", "−"),
            "",
            (Piece(0, points, "plus" if points > 0 else "minus"),),
        )
        for name, points in shown
    ]
    lead = first.total - other.total
    rows.append(Row("Lead", f"{lead:+.1f}".replace("-", "−"), "", (), is_total=True))
    draw(f"What speaks for {first.name} (+) and for {other.name} (−)", ("Factor", "Points"), rows, Scale(-widest, widest, 0.0))


def _label(decision: Decision, name: str) -> str:
    level = decision.demands.get(name)
    words = level.name if level is not None else NAMES[name]
    return _upper(words)


def _why(decision: Decision, score: StyleScore, name: str) -> str:
    """What is asked and what is there."""
    if name == "burden":
        short = [
            f"{level.name} {level.value} of {score.needs[code]}"
            for code, level in decision.capabilities.items()
            if level.value < score.needs[code]
        ]
        return f"has: {', '.join(short)}" if short else ""
    if name == "premium":
        return f"complexity {score.complexity:g} of 5"
    term = next((one for one in score.terms if one.code == name), None)
    return "" if term is None else f"asked {term.demand} of 5, offers {term.rating}"


def ruled_out(consultation: Consultation) -> None:
    """The styles that cannot be recommended, each with the reason and the words that exclude it."""
    vetoed = consultation.decision().vetoed
    if not vetoed:
        return
    st.header("Ruled out", anchor=False)
    for score in vetoed:
        with st.container(key=f"rule-veto-{score.style}"):
            first, *further = (f"{veto.reason.rstrip('.')}. ({veto.rule})" for veto in score.vetoes)
            reasons = " ".join([first, *map(_upper, further)])
            st.markdown(f"**{sources.plain(_upper(score.name))}**: {sources.plain(reasons)}")
            grounds = consultation.weighing.grounds(score)
            for citation in grounds.citations:
                st.html(f'<div class="gp-quote gp-quiet">{escape(citation.quote)}</div>')
            for answer in grounds.answers:
                st.caption(f"Your answer: “{sources.plain(answer)}”")
            sources.chips(grounds.citations, f"veto-{score.style}", label=f"What rules out {sources.plain(score.name)}")


def moves(consultation: Consultation) -> None:
    """How far each input moves the lead, and at which values another style takes it."""
    decision = consultation.decision()
    names = {one.style: one.name for one in (*decision.ranking, *decision.vetoed)}
    swings = consultation.weighing.swings()
    if swings:
        st.header("What moves the lead", anchor=False)
        shown = swings[:MOST_SWINGS]
        low, high = min(-1.0, *(one.least for one in shown)), max(one.most for one in shown)
        rows = [_tornado(one, names, decision.ranking[0].style, low) for one in shown]
        caption = f"Lead of {decision.ranking[0].name}, {swings[0].lead:.1f} now: one input at a time, everything else held."
        draw(caption, ("Input", "Lead"), rows, Scale(low, high, 0.0))
        legend(LEADS)
        if len(swings) > len(shown):
            st.caption(sources.plain(f"Less: {', '.join(one.name for one in swings[len(shown) :])}."))
    if decision.flips:
        st.header("What would change the recommendation", anchor=False)
        lines = [
            f"- {sources.plain(_upper(flip.condition))}: **{sources.plain(names.get(flip.style, 'no option is left'))}**"
            for flip in decision.flips
        ]
        st.markdown("\n".join(lines))


def _tornado(swing: Swing, names: dict[str, str], best: str, low: float) -> Row:
    pieces = [
        Piece(swing.least, min(0.0, swing.lead), "minus"),
        Piece(max(0.0, swing.least), swing.lead, "less"),
        Piece(swing.lead, swing.most, "plus"),
    ]
    out = [move for move in swing.moves if move.lead is None and move.style != best]
    pieces += [Piece(low, swing.least, "out")] if out else []
    scored = [move for move in swing.moves if move.lead is not None and abs(move.lead - swing.lead) > SMALL]
    extremes = [*out[:1], *(pick(scored, key=lambda move: move.lead or 0.0) for pick in (min, max) if scored)]
    told = [_told(move, names, best) for move in dict.fromkeys(extremes)]
    drawn = tuple(piece for piece in pieces if piece.end > piece.start)
    return Row(_upper(swing.name), _range(swing, is_out=bool(out)), "; ".join(told), drawn)


def _range(swing: Swing, *, is_out: bool) -> str:
    ends = dict.fromkeys([f"{swing.least:+.1f}", f"{swing.most:+.1f}"])
    return ("out … " if is_out else "") + " … ".join(ends).replace("-", "−")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(move: Moved, names: dict[str, str], best: str) -> str:
    if move.lead is None and move.style != best:
        led = f"ruled out, {names[move.style]} leads" if move.style else "no option is left"
    elif move.lead is None:
        led = "no rival is left"
    else:
        led = f"{move.lead:+.1f}".replace("-", "−") + ("" if move.style == best else f", {names[move.style]} leads")
    return f"{_upper(move.condition)}: {led}"
