"""Weights that are dragged and figures that a person knows better: set, shown as theirs, given back."""

from html import escape

import streamlit as st

from pages.parts import session, sources
from rag.consultation import Consultation
from rag.errors import UsageError
from rag.weigh.weighing import Figure, Weight

STEP = 0.25
CHOSEN = "own-figure-row"


def choices(consultation: Consultation) -> None:
    """Both, each in a drawer that stands open while something in it is the person's own."""
    notice = session.forget("own-notice")
    if notice:
        st.info(sources.plain(notice))
    weights, figures = consultation.weighing.weights(), consultation.weighing.figures()
    owned = [*(row.label for row in weights if row.own), *(row.label for row in figures if row.own)]
    with st.expander("Weigh it your way", expanded=any(row.own for row in weights), key="own-weights"):
        st.caption("1 is our weight, 2 twice as heavy. It counts at once, and the next draft says that it is yours.")
        _weights(consultation, weights)
    with st.expander("Figures that you know better", expanded=any(row.own for row in figures), key="own-figures"):
        st.caption("An offer's price, a measured time: it is computed with in place of our planning value, and cited as yours.")
        _figures(consultation, figures)
    if owned:
        st.caption(sources.plain(f"Your own: {'; '.join(owned)}."))


def _name() -> str:
    """Who sets it: stands in the proposal, with the date."""
    return session.typed("own-by")


def _weights(consultation: Consultation, rows: tuple[Weight, ...]) -> None:
    least, most = consultation.weighing.bounds
    columns = st.columns(2, gap="large")
    for number, row in enumerate(rows):
        key = f"weight-{row.id}"
        session.preset(key, row.factor)
        columns[number % 2].slider(
            sources.plain(row.label),
            least,
            most,
            step=STEP,
            key=key,
            format="%.2f ×",
            help=sources.plain(", ".join(row.names)),
            on_change=_weigh,
            args=(consultation, row.id),
        )
    if any(row.own for row in rows):
        own = [row.id for row in rows if row.own]
        st.button("Use our weights again", on_click=_reset, args=(consultation, own), key="own-reset-weights")


def _weigh(consultation: Consultation, id_: str) -> None:
    session.remember("own-notice", consultation.weighing.choose({id_: session.number(f"weight-{id_}")}, by=_name()))


def _reset(consultation: Consultation, ids: list[str]) -> None:
    session.remember("own-notice", consultation.weighing.choose(reset=ids))


def _figures(consultation: Consultation, rows: tuple[Figure, ...]) -> None:
    by_id = {row.id: row for row in rows}
    for row in rows:
        if row.own:
            with st.container(horizontal=True, gap="medium", vertical_alignment="center", key=f"rule-own-{row.id}"):
                st.html(f'<dl class="gp-rows">{_line(row)}</dl>')
                again = "Use ours again"
                st.button(again, key=f"own-reset-{row.id}", type="tertiary", on_click=_reset, args=(consultation, [row.id]))
    names = {row.id: f"{row.group}: {row.label}" for row in rows}
    chosen = by_id[st.selectbox("Figure", list(by_id), format_func=lambda id_: names[id_], key=CHOSEN)]
    with st.form(f"own-figure-{chosen.id}", border=False):
        said = st.text_input(sources.plain(f"{chosen.label}, in {chosen.unit}"), placeholder=f"ours: {_ours(chosen)}")
        if st.form_submit_button("Use mine", type="primary"):
            _save(consultation, chosen, said)
    st.text_input("Your name, if it is to stand in the proposal", key="own-by", max_chars=80)


def _save(consultation: Consultation, row: Figure, said: str) -> None:
    try:
        changed = consultation.weighing.choose(figures={row.id: said}, by=_name())
    except UsageError as error:
        st.error(sources.plain(str(error)))
        return
    session.remember("own-notice", f"{row.label}: {said.strip()} is used. {changed}")
    st.rerun()


def _line(row: Figure) -> str:
    value = f'<dd class="gp-value">{escape(row.said)}</dd>'
    place = f'<dd class="gp-place">ours: {escape(_ours(row))}</dd>'
    return f'<div class="gp-row"><dt>{escape(row.label)}</dt>{value}{place}</div>'


def _ours(row: Figure) -> str:
    return f"{' to '.join(f'{value:,.10g}' for value in row.ours)} {row.unit} ({row.source})"
