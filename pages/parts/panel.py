"""What is known and what is open, beside the conversation; and how far the work has come, above it."""

import html

import streamlit as st

from pages.parts import sources
from rag.consultation import Consultation, Stage
from rag.interview.overview import KnownRow, Overview


def stages(consultation: Consultation) -> None:
    """Documents › Interview › Draft › Final."""
    parts = [_stage(stage) for stage in consultation.stages()]
    st.html(f'<div class="gp-steps" role="list">{"<span aria-hidden=true>›</span>".join(parts)}</div>')


def _stage(stage: Stage) -> str:
    label = html.escape(stage.label)
    if stage.is_done:
        return f'<span role="listitem" class="gp-done">{label} ✓</span>'
    return f'<span role="listitem" class="gp-todo">{label}</span>'


def known(consultation: Consultation) -> None:
    """The right-hand panel."""
    view = consultation.overview()
    st.subheader("Known", anchor=False)
    if not view.known and not view.systems:
        st.caption("Nothing yet. Drop documents, or answer a question.")
    rows(view.known[:14])
    if len(view.known) > 14:
        st.caption(f"and {len(view.known) - 14} more on the page Brief")
    if view.systems:
        st.subheader("Systems today", anchor=False)
        rows(view.systems[:8])
    st.subheader("Open", anchor=False)
    _open(view)


def rows(values: tuple[KnownRow, ...]) -> None:
    """Labelled values with their sources, and chips that open them."""
    st.html("".join(row(value) for value in values))


def row(value: KnownRow) -> str:
    """One value, as HTML."""
    shown = html.escape(value.shown)
    return (
        f'<div class="gp-row"><span class="gp-label">{html.escape(value.label)}</span><span class="gp-value">{shown}</span>'
        f'<span class="gp-place">{html.escape(value.source)}</span></div>'
    )


def _open(view: Overview) -> None:
    counts = f"{view.conflicts} contradictions · {view.hard_constraints} hard constraints · {view.soft_constraints} soft"
    st.markdown(counts)
    if view.missing:
        st.caption("Nobody has said: " + sources.plain(", ".join(view.missing)))
    if view.leaning and view.known:
        st.markdown(f"**Leaning:** {sources.plain(view.leaning)} ({view.label})")
        for flip in view.flips:
            st.caption(f"Flips if {sources.plain(flip)}")
