"""Folders of this machine: taken in once, or kept in step."""

import streamlit as st

from pages.parts import session
from pages.parts.shelf import attempt
from pages.parts.sources import plain
from rag.consultation import Consultation

MOST_LINES = 10


def section(consultation: Consultation) -> None:
    """The form, and the folders that are kept in step."""
    st.header("Take in a folder", anchor=False)
    with st.form("folder", clear_on_submit=True, border=False):
        path = st.text_input("A folder's or file's path on this machine", placeholder="/home/me/papers")
        sets_aside = st.checkbox("When kept in step: set documents aside whose file is gone. They are never deleted.")
        with st.container(horizontal=True, gap="small"):
            takes = st.form_submit_button("Take in")
            keeps = st.form_submit_button("Keep in step")
    if path.strip() and (takes or keeps):
        if takes:
            attempt(lambda: consultation.arrivals.start_paths([path.strip()]))
        else:
            attempt(lambda: consultation.shelf.keep_folder(path.strip(), sets_aside=sets_aside))
        st.rerun()
    if consultation.shelf.folders():
        st.header("Kept in step", anchor=False)
        _kept(consultation)


@st.fragment(run_every="3s")
def _kept(consultation: Consultation) -> None:
    """What became of each; when something came in, the whole page is drawn anew."""
    states = consultation.shelf.folders()
    seen = tuple((state.path, state.lines) for state in states)
    if session.recall("folders-seen", seen) != seen:
        session.remember("folders-seen", seen)
        st.rerun()
    session.remember("folders-seen", seen)
    for state in states:
        now = "reading" if state.is_looking and not state.looked else f"last looked at {state.looked} UTC"
        rule = "sets aside what is gone" if state.sets_aside else "names what is gone"
        st.markdown(f"**{plain(state.path)}** · {now} · {rule}")
        if state.error:
            st.warning(plain(state.error))
        if state.lines:
            st.markdown("\n".join(f"- {plain(line)}" for line in state.lines[-MOST_LINES:]))
        key = f"forget-{state.path}"
        st.button("Stop keeping it in step", key=key, on_click=consultation.shelf.forget_folder, args=(state.path,))
