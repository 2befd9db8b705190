"""Files that need a password: a field for each, and a way to leave it out."""

from pathlib import PurePath

import streamlit as st

from pages.parts import session
from pages.parts.sources import plain
from rag.consultation import Consultation
from rag.errors import RagError
from rag.shelf.locked import LockedFile

MOST = 5  # files with a field at a time


def forms(consultation: Consultation, place: str) -> set[str]:
    """A field for each file that waits; the names of all of them."""
    job = consultation.arrivals.job()
    if job is not None and job.is_running:
        return set()
    waiting = consultation.shelf.locked()
    for file in waiting[:MOST]:
        _form(consultation, file, place)
    if len(waiting) > MOST:
        st.caption(f"{len(waiting) - MOST} more files need a password.")
    return {file.name for file in waiting}


def _form(consultation: Consultation, file: LockedFile, place: str) -> None:
    name = PurePath(file.name).name
    with st.form(f"unlock-{place}-{file.id}", clear_on_submit=True):
        st.markdown(f"**{plain(name)}** needs a password. {plain(file.message)}")
        password = st.text_input(f"Password for {plain(name)}", type="password", autocomplete="off")
        with st.container(horizontal=True, gap="small"):
            opens = st.form_submit_button("Open it", type="primary")
            leaves = st.form_submit_button("Leave it out")
        st.caption("The password is used once and kept nowhere. The text is then in the record like any other's.")
    try:
        if leaves:
            consultation.shelf.forget_locked([file.name])
        elif opens and password:
            consultation.arrivals.start_unlock(file.id, password)
        else:
            return
    except RagError as error:
        session.remember("notice", str(error))
    st.rerun()
