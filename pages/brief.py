"""Brief: every field, with its value, where it comes from and what it drives; edited where it stands."""

import streamlit as st

from pages.parts import fields, intake, searched, session, sources

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Brief", anchor=False)
notice = session.forget("notice")
if notice:
    st.info(sources.plain(notice))
fields.every(consultation)
searched.dialog(consultation)
sources.viewer(consultation)
