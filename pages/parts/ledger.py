"""The ledger of constraints: each with its sources, to be confirmed, waived, rejected, or taken back."""

import streamlit as st

from pages.parts import session, shelf, sources
from rag.brief.brief import Brief, Constraint
from rag.consultation import Consultation
from rag.extract.fact import FactState
from rag.propose.wording import readable

AT_ONCE = 12  # constraints shown before "Show more"
DECISIONS = (
    ("Confirm", FactState.CONFIRMED),
    ("Waive", FactState.WAIVED),
    ("Reject", FactState.REJECTED),
    ("Take back", FactState.EXTRACTED),
)
KINDS = ("to decide", "hard", "soft", "decided")
KIND, REASON = "constraint-kind", "constraint-reason"


def constraints(consultation: Consultation, brief: Brief) -> None:
    """Constraints, hard ones first, each to be decided about."""
    groups = {
        "to decide": [c for c in brief.constraints if c.hard and c.state == "extracted"],
        "hard": [c for c in brief.constraints if c.hard],
        "soft": [c for c in brief.constraints if not c.hard],
        "decided": [c for c in brief.constraints if c.state != "extracted"],
    }
    first = next((name for name in KINDS if groups[name]), KINDS[0])  # nobody should look at an empty page at first
    kind = st.pills(
        "Show", KINDS, default=first, format_func=lambda name: f"{name} ({len(groups[name])})", required=True, key=KIND
    )
    st.caption(sources.plain(consultation.ledger.quality.said({c.kind for c in brief.constraints} | {"constraint"})))
    st.text_input(
        "Reason of the next decision",
        key=REASON,
        max_chars=300,
        placeholder="Reason of the next decision (optional)",
        label_visibility="collapsed",
        width=420,
    )
    shown = groups[kind or KINDS[0]]
    most = AT_ONCE * session.recall("constraints-shown", 1)
    for constraint in shown[:most]:
        _constraint(consultation, constraint)
    if not shown:
        st.caption("None.")
    if len(shown) > most:
        pages = session.recall("constraints-shown", 1) + 1
        st.button(f"Show more ({len(shown) - most})", on_click=session.remember, args=("constraints-shown", pages))


def _constraint(consultation: Consultation, constraint: Constraint) -> None:
    with st.container(key=f"rule-{constraint.id}", gap="small"):
        st.markdown(f"**{sources.plain(readable(constraint.text))}**")
        with st.container(horizontal=True, gap="small", vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(width="content"):
                found = tuple(source.citation for source in constraint.provenance if source.citation is not None)
                sources.chips(found, f"constraint-{constraint.id}")
            with st.container(horizontal=True, gap="medium", width="content", vertical_alignment="center"):
                said = [constraint.category, "hard" if constraint.hard else "soft"]
                said += [constraint.state] if constraint.state != FactState.EXTRACTED.value else []  # where all begin
                st.caption(" · ".join(said), width="content")
                for label, state in DECISIONS:
                    if state is not FactState.EXTRACTED or constraint.state != "extracted":
                        _button(consultation, constraint, label, state)
        if constraint.reason:
            st.caption(f"Reason: {sources.plain(constraint.reason)}")


def _button(consultation: Consultation, constraint: Constraint, label: str, state: FactState) -> None:
    st.button(
        label,
        key=f"{state.value}-{constraint.id}",
        type="tertiary",
        disabled=constraint.state == state.value,
        on_click=_decide,
        args=(consultation, constraint.id, state),
    )


def _decide(consultation: Consultation, constraint_id: str, state: FactState) -> None:
    reason = session.typed(REASON)
    shelf.attempt(lambda: consultation.ledger.decide_constraint(constraint_id, state, reason))
    session.preset(REASON, "")
