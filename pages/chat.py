"""Chat: sources on the left, the conversation in the middle, what is known and open on the right."""

import streamlit as st

from pages.parts import conversation, intake, panel, session, sources

consultation = session.consultation()
intake.sidebar(consultation)

header, action = st.columns([4, 1], vertical_alignment="center")
with header:
    st.title(consultation.title, anchor=False)
    panel.stages(consultation)
with action:
    if st.button("Draft proposal", type="primary", width="stretch"):
        session.remember("draft", True)
        st.switch_page("pages/proposal.py")

middle, right = st.columns([2.3, 1], gap="large")
line = st.chat_input("Ask, answer, or tell me what to change", accept_file="multiple", key="line", submit_mode="stop")
with middle:
    if not consultation.turns() and not consultation.documents():
        st.markdown(
            "I am the CTO you can hand your documents to. Drop what your company has on paper, ask me about it, answer a few "
            "questions, and take away an architecture proposal in which every sentence says where it comes from.\n\n"
            "Nothing leaves this machine unless you connect a model."
        )
    conversation.turns(consultation)
    notice = session.forget("notice")
    if notice:
        st.error(notice)
    if line is not None and line.files:
        intake.take_in(consultation, line.files)
    if line is not None and line.text.strip():
        conversation.say(consultation, line.text)
    elif line is not None:
        st.rerun()
    question = consultation.open_question()
    if question is not None:
        conversation.open_question(consultation, question)
with right, st.container(key="panel"):
    panel.known(consultation)
sources.viewer(consultation)
