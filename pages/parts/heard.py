"""What a connected model reads in an answer, for the person to accept, to change or to reject."""

import html

import streamlit as st

from pages.parts import session, sources
from rag.brief.brief import AnswerRecord
from rag.consultation import Consultation
from rag.errors import RagError
from rag.interview.question import Reading, Understood

AVATAR = ":material/architecture:"
FAILURES = {
    "model_timeout": "The language model did not reply in time, so your answer was read without it.",
    "model_refused": "The language model declined to read your answer, so it was read without it.",
    "malformed_reply": "The language model gave no usable reply, so your answer was read without it.",
}
UNREACHABLE = "The language model could not be asked, so your answer was read without it."


def notes(reading: Reading) -> None:
    """What of a model's reading was left out, and why; or that it could not be asked."""
    if reading.asked not in ("", "done"):
        st.caption(FAILURES.get(reading.asked, UNREACHABLE))
    if reading.refused:
        reasons = "; ".join(dict.fromkeys(one.reason for one in reading.refused))
        count = "One value" if len(reading.refused) == 1 else f"{len(reading.refused)} values"
        st.caption(sources.plain(f"{count} that the language model read was left out: {reasons}."))


def waiting(consultation: Consultation) -> bool:
    """The suggestions that wait for a word, one answer at a time; whether there are any."""
    pending = consultation.interview.listener.pending()
    if not pending:
        return False
    record = consultation.conversation.suggested() or pending[0]
    with st.chat_message("assistant", avatar=AVATAR), st.container(key="question"):
        _card(consultation, record)
    return True


def _card(consultation: Consultation, record: AnswerRecord) -> None:
    said = f"of {record.by} " if record.by else ""
    st.markdown(f"**The language model reads in this answer {sources.plain(said)}– is that right?**")
    st.html(f'<div class="gp-quote gp-quiet">{html.escape(record.text)}</div>')
    read = consultation.interview.listener.understood(record)
    for one in read:
        st.markdown(f"- {sources.plain(one.label)}: **{sources.plain(one.shown)}** – from “{sources.plain(one.words)}”")
    with st.container(horizontal=True, gap="small"):
        key = f"heard-{record.question}-{record.subject}"
        if st.button("Take it", type="primary", key=f"{key}-take"):
            _decide(consultation, record, {})
        if st.button("Not so", key=f"{key}-drop"):
            consultation.conversation.drop(record)
            st.rerun()
    with st.expander("Change it"):
        _edit(consultation, record, read, key)
    st.caption("Nothing of it counts before you say so. Your answer is what is recorded; that the model read it is noted.")


def _edit(consultation: Consultation, record: AnswerRecord, read: tuple[Understood, ...], key: str) -> None:
    """One line for each value, with what the model reads in it."""
    with st.form(f"{key}-form", border=False):
        written = {one.field: st.text_input(one.label, value=one.shown, key=f"{key}-{one.field}") for one in read}
        if st.form_submit_button("Take it so"):
            shown = {one.field: one.shown for one in read}
            _decide(consultation, record, {path: words for path, words in written.items() if words != shown[path]})


def _decide(consultation: Consultation, record: AnswerRecord, edits: dict[str, str]) -> None:
    try:
        consultation.conversation.take(record, edits)
    except RagError as error:
        session.remember("notice", str(error))
    st.rerun()
