"""What is known and what is open, beside the conversation; and how far the work has come, above it."""

import html

import streamlit as st

from pages.parts import sources
from rag.consultation import Consultation, Stage
from rag.interview.overview import KnownRow, Overview

MOST_KNOWN, MOST_SYSTEMS = 12, 8  # rows beside the conversation; the page Brief has all


def stages(consultation: Consultation) -> None:
    """Documents › Interview › Draft › Final."""
    parts = "".join(_stage(stage) for stage in consultation.stages())
    st.html(f'<ol class="gp-steps" aria-label="How far the work has come">{parts}</ol>')


def _stage(stage: Stage) -> str:
    label = html.escape(stage.label)
    return f'<li class="gp-done">{label} ✓</li>' if stage.is_done else f'<li class="gp-todo">{label}</li>'


def known(consultation: Consultation) -> None:
    """The right-hand panel: what waits for a decision first, then what is known."""
    view = consultation.overview()
    is_empty = not view.known and not view.systems
    if not is_empty:
        st.header("Open", anchor=False)
        _open(view)
    st.header("Known", anchor=False)
    if is_empty:
        st.caption("Nothing yet. Drop documents, or answer a question.")
        return
    rows(view.known[:MOST_KNOWN])
    if len(view.known) > MOST_KNOWN:
        st.caption(f"and {len(view.known) - MOST_KNOWN} more on the page Brief")
    if view.systems:
        st.header("Systems today", anchor=False)
        rows(view.systems[:MOST_SYSTEMS])
        if len(view.systems) > MOST_SYSTEMS:
            st.caption(f"and {len(view.systems) - MOST_SYSTEMS} more on the page Brief")


def rows(values: tuple[KnownRow, ...]) -> None:
    """Labelled values with their sources."""
    if values:
        st.html(f'<dl class="gp-rows">{"".join(row(value) for value in values)}</dl>')


def sourced_rows(values: tuple[KnownRow, ...], key: str) -> None:
    """Labelled values, each with a chip that opens its source."""
    cited = [value for value in values if value.citation is not None]
    citations = tuple(value.citation for value in cited if value.citation is not None)
    for number, value in enumerate(values):
        with st.container(key=f"rule-{key}-{number}"):
            st.html(f'<dl class="gp-rows">{row(value, with_source=value.citation is None)}</dl>')
            if value.citation is not None:
                sources.chips(citations, f"{key}-{number}", only=[cited.index(value)], label=f"Source of {value.label}")


def row(value: KnownRow, *, with_source: bool = True) -> str:
    """One value, as HTML."""
    shown = f'<dd class="gp-value">{html.escape(value.shown)}</dd>' if value.shown else ""
    place = f'<dd class="gp-place">{html.escape(value.source)}</dd>' if with_source else ""
    return f'<div class="gp-row"><dt>{html.escape(value.label)}</dt>{shown}{place}</div>'


def _open(view: Overview) -> None:
    counts = [_counted(view.conflicts, "contradiction")] if view.conflicts else []
    counts += [_counted(view.hard_constraints, "hard constraint"), f"{view.soft_constraints} soft"]
    st.markdown(" · ".join(counts))
    if view.missing:
        st.caption("Nobody has said: " + sources.plain(", ".join(view.missing).lower()))
    if view.leaning and view.known:
        st.markdown(f"Leaning: **{sources.plain(view.leaning)}** ({view.label})")
        flips = "".join(f"<li>{html.escape(flip)}</li>" for flip in view.flips)
        if flips:
            st.html(f'<div class="gp-flips">Flips if<ul>{flips}</ul></div>')


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
