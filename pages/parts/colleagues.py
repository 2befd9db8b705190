"""Questions for colleagues: the form to hand out, and the filled one read back, with what was made of each answer."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from pages.parts import session, sources
from rag.consultation import Consultation
from rag.errors import RagError
from rag.interview.question import Reading


def ask(consultation: Consultation) -> None:
    """Download the open questions, give the answers back."""
    count = len(consultation.interview.round().open)
    if not count and session.recall("colleagues") is None:
        return
    with st.expander("Ask colleagues"):
        st.caption("A form with every open question. Their answers are cited with name, role and date.")
        with st.container(horizontal=True, gap="small"):
            for format_, label in (("xlsx", "Excel"), ("md", "Text")):
                st.download_button(
                    label,
                    data=partial(consultation.interview.question_form, format_),
                    file_name=f"questions-{consultation.slug}.{format_}",
                    on_click="ignore",
                    key=f"form-{format_}",
                )
        number = session.recall("form-number", 0)
        filled = st.file_uploader("Filled form", type=["xlsx", "md", "docx", "ods", "csv"], key=f"filled-{number}")
        if filled is not None:
            session.remember("colleagues", _read(consultation, filled.name, filled.getvalue()))
            session.remember("form-number", number + 1)
            st.rerun()
        for reading in session.recall("colleagues", ()):
            st.markdown(f"- {sources.plain(reading)}")


def _read(consultation: Consultation, name: str, content: bytes) -> tuple[str, ...]:
    """What was made of each answer, in a line."""
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        file = Path(folder) / f"form{Path(name).suffix.lower()}"
        file.write_bytes(content)
        try:
            read = consultation.interview.read_answers(file)
        except RagError as error:
            return (str(error),)
    return tuple(_line(reading) for reading in read) or ("No row of the form has an answer.",)


def _line(reading: Reading) -> str:
    who = f"{reading.record.by}: " if reading.record.by else ""
    return f"{who}{reading.message}"
