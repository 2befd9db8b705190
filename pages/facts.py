"""Facts: what the documents say, each with its quotation; confirm, waive or reject what was read."""

import streamlit as st

from pages.parts import intake, ledger, session, sources

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Facts", anchor=False)
facts = consultation.facts()
brief = consultation.brief()
if facts:
    views = {
        "constraints": f"Constraints ({len(brief.constraints)})",
        "contradictions": f"Contradictions ({len(brief.conflicts)})",
        "facts": f"All facts ({len(facts)})",
    }
    view = st.segmented_control(
        "View", list(views), default="constraints", format_func=views.__getitem__, required=True, label_visibility="collapsed"
    )
    if view == "constraints":
        ledger.constraints(consultation, brief)
    elif view == "contradictions":
        ledger.contradictions(brief, facts)
    else:
        ledger.table(facts)
else:
    st.markdown("No facts yet: they are read from the documents you drop.")
sources.viewer(consultation)
