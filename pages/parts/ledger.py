"""The ledger of facts: constraints to decide about, contradictions with their quotations, and the table of all facts."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import conversation, session, sources
from rag.brief.brief import Brief, Constraint
from rag.consultation import Consultation
from rag.extract.fact import Fact

AT_ONCE = 12  # constraints shown before "Show more"
DECISIONS = (("Confirm", "confirmed"), ("Waive", "waived"), ("Reject", "rejected"))
KINDS = ("to decide", "hard", "soft", "decided")


def constraints(consultation: Consultation, brief: Brief) -> None:
    """Constraints, hard ones first, each to be confirmed, waived or rejected."""
    groups = {
        "to decide": [c for c in brief.constraints if c.hard and c.state == "extracted"],
        "hard": [c for c in brief.constraints if c.hard],
        "soft": [c for c in brief.constraints if not c.hard],
        "decided": [c for c in brief.constraints if c.state != "extracted"],
    }
    kind = st.pills("Show", KINDS, default=KINDS[0], format_func=lambda name: f"{name} ({len(groups[name])})", required=True)
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
        st.markdown(f"**{sources.plain(constraint.text)}**")
        with st.container(horizontal=True, gap="small", vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(width="content"):
                found = tuple(source.citation for source in constraint.provenance if source.citation is not None)
                sources.chips(found, f"constraint-{constraint.id}")
            with st.container(horizontal=True, gap="medium", width="content", vertical_alignment="center"):
                weight = "hard" if constraint.hard else "soft"
                st.caption(f"{constraint.category} · {weight} · {constraint.state}", width="content")
                for label, state in DECISIONS:
                    st.button(
                        label,
                        key=f"{state}-{constraint.id}",
                        type="tertiary",
                        disabled=constraint.state == state,
                        on_click=consultation.decide_constraint,
                        args=(constraint.id, state),
                    )


def contradictions(brief: Brief, facts: Sequence[Fact]) -> None:
    """What sources disagree about, with each side's words."""
    by_id = {fact.id: fact for fact in facts}
    if not brief.conflicts:
        st.caption("None: the documents do not contradict each other in what was read.")
    for conflict in brief.conflicts:
        with st.container(key=f"rule-{conflict.id}", gap="small"):
            st.markdown(f"**{sources.plain(conflict.question or conflict.reason)}**")
            members = tuple(by_id[id_].citation for id_ in conflict.fact_ids if id_ in by_id)
            for number, citation in enumerate(members):
                st.html(conversation.quotation(citation.quote))
                sources.chips(members, f"conflict-{conflict.id}-{number}", only=[number], label=f"Source {number + 1}")
            if conflict.question:  # else the reason is the heading
                st.caption(sources.plain(conflict.reason))
    if any(conflict.kind == "unresolved" for conflict in brief.conflicts):
        st.caption("The stricter value is used until you settle it: the conversation asks, or set the value on the page Brief.")


def table(facts: Sequence[Fact]) -> None:
    """All facts, by kind."""
    kinds = sorted({fact.kind for fact in facts})
    chosen = st.multiselect("Kinds", kinds, placeholder="all kinds")
    shown = [fact for fact in facts if not chosen or fact.kind in chosen]
    rows = [
        {
            "Kind": fact.kind,
            "Statement": fact.statement,
            "Value": "" if fact.value is None else f"{fact.value} {fact.unit}".strip(),
            "State": fact.state.value,
            "When": fact.time.value,
            "Document": fact.citation.document,
            "Place": fact.citation.locator,
        }
        for fact in shown
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=560, column_config={"Statement": {"width": "large"}})
