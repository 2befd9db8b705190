"""The conversation: turns, the question that is open, and what a line in the input starts."""

import html

import streamlit as st

from pages.parts import session, sources
from rag.answer.answer import Answer, MarkedCitation
from rag.consultation import Consultation
from rag.errors import RagError
from rag.interview.question import Question
from rag.interview.turn import Turn

AVATARS = {"user": ":material/person:", "groundplan": ":material/architecture:"}
ROLES = {"user": "user", "groundplan": "assistant"}


def turns(consultation: Consultation) -> None:
    """Everything said so far."""
    for number, turn in enumerate(consultation.turns()):
        with st.chat_message(ROLES[turn.role], avatar=AVATARS[turn.role]):
            _turn(turn, f"turn-{number}")


def _turn(turn: Turn, key: str) -> None:
    if turn.answer is not None:
        answer(turn.answer, key)
    else:
        st.markdown(sources.plain(turn.text))
    for reading in turn.readings:
        for understood in reading.understood:
            st.caption(f"Understood: {sources.plain(understood.label)} – **{sources.plain(understood.shown)}**")
    if turn.changed:
        st.caption(sources.plain(turn.changed))


def answer(found: Answer, key: str) -> None:
    """An answer with its quotations, or what was searched when nothing answers."""
    for sentence in found.sentences:
        marks = " ".join(f"\\[{marker}\\]" for marker in sentence.markers)
        flag = "" if sentence.is_supported else f" :orange[– not supported: {sources.plain(sentence.reason)}]"
        st.markdown(f"{sources.plain(sentence.text)} {marks}{flag}")
    shown = found.citations if found.is_answered else found.nearest
    if not found.is_answered and shown:
        st.caption("The nearest passages:")
    if not found.by_model or not found.is_answered:
        for marked in shown:
            st.html(quotation(marked))
    sources.chips(tuple(marked.citation for marked in shown), key)
    searched = f"Searched {found.documents_searched} documents, {found.chunks_searched} passages."
    if found.pages_without_text:
        searched += f" {found.pages_without_text} pages have no text and were not searched."
    st.caption(" ".join(part for part in (found.notice, searched) if part))


def quotation(marked: MarkedCitation) -> str:
    """A quotation with its decisive part marked, as HTML."""
    quote = marked.citation.quote
    start = quote.find(marked.decisive) if marked.decisive else -1
    if start < 0:
        text = html.escape(quote)
    else:
        end = start + len(marked.decisive)
        text = f"{html.escape(quote[:start])}<mark>{html.escape(marked.decisive)}</mark>{html.escape(quote[end:])}"
    place = html.escape(f"{marked.citation.document} · {marked.citation.locator}")
    return f'<div class="gp-quote">{text}</div><div class="gp-place">[{marked.marker}] {place}</div>'


def open_question(consultation: Consultation, question: Question) -> None:
    """The question that is open, with its reason and quick replies."""
    with st.chat_message("assistant", avatar=AVATARS["groundplan"]):
        st.markdown(f"**{sources.plain(question.text)}**")
        sources.chips(question.citations, f"question-{question.id}")
        st.caption(f"Why I ask: {sources.plain(question.why)}")
        if question.form == "multi" and question.choices:
            _several(consultation, question)
        elif question.choices:
            with st.container(horizontal=True, gap="small"):
                for number, choice in enumerate(question.choices):
                    st.button(
                        choice.label,
                        key=f"{question.id}-{number}",
                        on_click=_reply,
                        args=(consultation, question, choice.label),
                    )
        with st.container(horizontal=True, gap="small"):
            st.button(
                "I don't know",
                key=f"{question.id}-unknown",
                type="tertiary",
                on_click=_reply,
                args=(consultation, question, "don't know"),
            )
            st.button(
                "Skip", key=f"{question.id}-skip", type="tertiary", on_click=_reply, args=(consultation, question, "skip")
            )


def _several(consultation: Consultation, question: Question) -> None:
    """Quick replies of which several may hold."""
    labels = [choice.label for choice in question.choices]
    picked = st.pills(question.text, labels, selection_mode="multi", key=f"{question.id}-pills", label_visibility="collapsed")
    st.button(
        "Answer",
        key=f"{question.id}-several",
        disabled=not picked,
        on_click=_reply,
        args=(consultation, question, ", ".join(picked or ())),
    )


def _reply(consultation: Consultation, question: Question, text: str) -> None:
    try:
        consultation.reply(question, text)
    except RagError as error:
        session.remember("notice", str(error))


def say(consultation: Consultation, text: str) -> None:
    """Put a line into the conversation and stream what comes back."""
    with st.chat_message("user", avatar=AVATARS["user"]):
        st.markdown(sources.plain(text))
    with st.chat_message("assistant", avatar=AVATARS["groundplan"]):
        try:
            st.write_stream(consultation.say(text))
        except RagError as error:
            session.remember("notice", str(error))
    st.rerun()
