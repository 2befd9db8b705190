"""Facts: what the documents say, each with its quotation; confirm, waive or reject what was read."""

import html

import streamlit as st

from pages.parts import intake, session, sources

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Facts", anchor=False)
facts = consultation.facts()
brief = consultation.brief()
if not facts:
    st.markdown("No facts yet: they are read from the documents you drop.")
    st.stop()

constraints, contradictions, everything = st.tabs(
    [f"Constraints ({len(brief.constraints)})", f"Contradictions ({len(brief.conflicts)})", f"All facts ({len(facts)})"]
)
with constraints:
    for constraint in brief.constraints:
        with st.container(border=True):
            st.markdown(f"**{sources.plain(constraint.text)}**")
            st.caption(f"{constraint.category} · {'hard' if constraint.hard else 'soft'} · {constraint.state}")
            found = tuple(source.citation for source in constraint.provenance if source.citation is not None)
            sources.chips(found, f"constraint-{constraint.id}")
            with st.container(horizontal=True, gap="small"):
                for label, state in (("Confirm", "confirmed"), ("Waive", "waived"), ("Reject", "rejected")):
                    st.button(
                        label,
                        key=f"{state}-{constraint.id}",
                        type="tertiary",
                        disabled=constraint.state == state,
                        on_click=consultation.decide_constraint,
                        args=(constraint.id, state),
                    )
with contradictions:
    by_id = {fact.id: fact for fact in facts}
    for conflict in brief.conflicts:
        with st.container(border=True):
            st.markdown(f"**{sources.plain(conflict.question or conflict.reason)}**")
            st.caption(sources.plain(conflict.reason))
            members = tuple(by_id[id_].citation for id_ in conflict.fact_ids if id_ in by_id)
            for citation in members:
                st.html(f'<div class="gp-quote">{html.escape(citation.quote)}</div>')
            sources.chips(members, f"conflict-{conflict.id}")
with everything:
    kinds = sorted({fact.kind for fact in facts})
    chosen = st.multiselect("Kinds", kinds, placeholder="all kinds")
    shown = [fact for fact in facts if not chosen or fact.kind in chosen]
    st.dataframe(
        [
            {
                "Kind": fact.kind,
                "Statement": fact.statement,
                "Value": "" if fact.value is None else f"{fact.value} {fact.unit}".strip(),
                "State": fact.state.value,
                "When": fact.time.value,
                "Document": fact.citation.document,
                "Place": fact.citation.locator,
                "Rule": fact.rule,
            }
            for fact in shown
        ],
        hide_index=True,
        width="stretch",
    )
sources.viewer(consultation)
