"""Facts: what the documents say, each with its quotation; what people decide about it, and what reading missed."""

from collections.abc import Callable

import streamlit as st

from pages.parts import added, contradictions, intake, inventory, ledger, searched, session, sources, statements

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Facts", anchor=False)
notice = session.forget("notice")
if notice:
    st.error(sources.plain(notice))
facts, brief = consultation.ledger.facts(), consultation.brief()
if consultation.documents():
    missing = searched.unanswered(consultation)
    views: dict[str, tuple[str, Callable[[], None]]] = {
        "constraints": (f"Constraints ({len(brief.constraints)})", lambda: ledger.constraints(consultation, brief)),
        "facts": (f"All facts ({len(facts)})", lambda: statements.table(consultation, facts)),
        "contradictions": (f"Contradictions ({len(brief.conflicts)})", lambda: contradictions.every(consultation)),
        "systems": (f"Systems ({len(brief.systems)})", lambda: inventory.systems(brief)),
        "nothing": (f"Nothing found ({len(missing)})", lambda: searched.fields(consultation, missing)),
        "add": ("Add a constraint", lambda: added.form(consultation)),
    }
    view = st.segmented_control(
        "View",
        list(views),
        default="constraints",
        format_func=lambda name: views[name][0],
        required=True,
        key="facts-view",
        label_visibility="collapsed",
    )
    views[view or "constraints"][1]()
else:
    st.markdown("No facts yet: they are read from the documents you drop.")
sources.viewer(consultation)
