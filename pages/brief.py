"""Brief: everything that is known, from where, and what is assumed in its place."""

import streamlit as st

from pages.parts import intake, panel, session, sources
from rag.brief.brief import Status

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Brief", anchor=False)
view = consultation.overview()
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Known", anchor=False)
    panel.rows(view.known)
    citations = tuple(value.citation for value in view.known if value.citation is not None)
    with st.expander("Open the sources"):
        sources.chips(citations, "brief")
with right:
    st.subheader("Systems today", anchor=False)
    panel.rows(view.systems)
    st.subheader("Assumed", anchor=False)
    st.caption("Nobody has said these. Each is listed in the proposal with the effect if it is wrong.")
    panel.rows(consultation.assumed())
st.subheader("Say it yourself", anchor=False)
known_fields = consultation.editable_fields()
with st.form("edit", border=False):
    path = st.selectbox("Field", list(known_fields), format_func=lambda key: known_fields[key])
    value = st.text_input("Value", placeholder="as you would say it: 4 hours, 450 k€, EU only")
    if st.form_submit_button("Set") and value.strip():
        reading = consultation.tell(path, value)
        session.remember("notice", reading.message)
        st.rerun()
notice = session.forget("notice")
if notice:
    st.info(sources.plain(notice))
if any(field.status is Status.CONFLICTED for field in consultation.brief().fields.values()):
    st.caption("Values that sources disagree about use the stricter one until you settle it on the page Facts.")
sources.viewer(consultation)
