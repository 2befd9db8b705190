"""Chat: sources on the left, the conversation in the middle, what is known and open on the right."""

import streamlit as st

from pages.parts import colleagues, conversation, intake, panel, session, sources

consultation = session.consultation()
job = consultation.arrivals.job()
is_reading = job is not None and job.is_running
is_first_visit = not (consultation.conversation.turns() or consultation.documents() or is_reading)
intake.sidebar(consultation, with_drop=not is_first_visit)

with st.container(key="header", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    with st.container(width="stretch"):
        st.title(consultation.title if not is_first_visit else "Groundplan", anchor=False)
        steps = st.empty()
    if not is_first_visit and st.button("Draft proposal", type="primary"):
        session.remember("draft", True)
        st.switch_page("pages/proposal.py")

middle, right = st.columns([2.3, 1], gap="large")
line = st.chat_input("Ask, answer, or tell me what to change", accept_file="multiple", key="line", submit_mode="stop")
with middle:
    if is_first_visit:
        intake.welcome(consultation)
    conversation.turns(consultation)
    conversation.take_reply(consultation)
    if line is not None and line.files:
        intake.take_in(consultation, line.files)
    if line is not None and line.text.strip():
        conversation.say(consultation, line.text)
    elif line is not None:
        st.rerun()
    notice = session.forget("notice")
    if notice:
        st.error(sources.plain(notice))
    with st.container(key="progress-narrow"):
        intake.progress(consultation, "middle")
    if is_reading and not consultation.documents():
        st.caption("Your documents are being read; questions follow when that is done.")
    elif not is_first_visit or session.recall("ask-first"):
        conversation.next_question(consultation)
with steps:
    panel.stages(consultation)
with right, st.container(key="panel"):
    panel.known(consultation)
    colleagues.ask(consultation)
sources.viewer(consultation)
