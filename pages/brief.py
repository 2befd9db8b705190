"""Brief: everything that is known, from where, and what is assumed in its place."""

import streamlit as st

from pages.parts import intake, panel, session, sources
from rag.brief.brief import Status

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Brief", anchor=False)
notice = session.forget("notice")
if notice:
    st.info(sources.plain(notice))
view = consultation.overview()
left, right = st.columns(2, gap="large")
with left:
    st.header("Known", anchor=False)
    if not view.known:
        st.caption("Nothing yet. Drop documents, answer a question in the chat, or say it on the right.")
    panel.sourced_rows(view.known, "known")
with right:
    st.header("Say it yourself", anchor=False)
    fields = consultation.editable_fields()
    with st.form("edit", border=False, clear_on_submit=True):
        path = st.selectbox("Field", list(fields), format_func=lambda key: fields[key])
        value = st.text_input("Value", placeholder="as you would say it: 4 hours, 450 k€, EU only")
        if st.form_submit_button("Set") and value.strip():
            session.remember("notice", consultation.tell(path, value).message)
            st.rerun()
    if view.systems:
        st.header("Systems today", anchor=False)
        panel.sourced_rows(view.systems, "systems")
    st.header("Assumed", anchor=False)
    st.caption("Nobody has said these. Each is listed in the proposal with the effect if it is wrong.")
    panel.rows(consultation.assumed())
if any(field.status is Status.CONFLICTED for field in consultation.brief().fields.values()):
    st.caption("Values that sources disagree about use the stricter one until you settle it in the chat.")
sources.viewer(consultation)
