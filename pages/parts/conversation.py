"""The conversation: turns, the question that is open, and what a line in the input starts."""

import html

import streamlit as st

from pages.parts import heard, session, sources
from rag.answer.answer import Answer, Sentence
from rag.consultation import Consultation
from rag.errors import RagError
from rag.interview.question import Question
from rag.interview.turn import Turn

AVATARS = {"user": ":material/person:", "assistant": ":material/architecture:"}
ROLES = {"user": "user", "groundplan": "assistant"}
MOST_BUTTONS = 9  # more choices than these become a row of chips
MOST_QUOTES = 4


def turns(consultation: Consultation) -> None:
    """Everything said so far."""
    for number, turn in enumerate(consultation.conversation.turns()):
        role = ROLES[turn.role]
        with st.chat_message(role, avatar=AVATARS[role]):
            _turn(turn, f"turn-{number}")


def _turn(turn: Turn, key: str) -> None:
    if turn.answer is not None:
        answer(turn.answer, key)
    else:
        st.markdown(sources.plain(turn.text))
        for reading in turn.readings:
            heard.notes(reading)
    if turn.changed:
        st.markdown(f":orange[{sources.plain(turn.changed)}]")


def answer(found: Answer, key: str) -> None:
    """An answer with its quotations, or what was searched when nothing answers."""
    if found.is_answered and not found.by_model:
        _extract(found, key)
    else:
        for sentence in found.sentences:
            flag = "" if sentence.is_supported else f" :orange[– not supported: {sources.plain(sentence.reason)}]"
            st.markdown(f"{_told(sentence)}{flag}")
        _cited(found, key)
    is_quoted = found.is_answered and not found.by_model and not any(one.form == "item" for one in found.sentences)
    judge = "Quoted word for word; whether it answers the question is for you to judge." if is_quoted else ""
    searched = f"Searched {found.documents_searched} documents, {found.chunks_searched} passages."
    if found.pages_without_text:
        is_one = found.pages_without_text == 1
        searched += " 1 page has" if is_one else f" {found.pages_without_text} pages have"
        searched += " no text and could not be searched."
    searched += f" The best passages were reranked by {found.reranked_by}." if found.reranked_by else ""
    st.caption(sources.plain(" ".join(part for part in (found.notice, searched, judge) if part)))


def _cited(found: Answer, key: str) -> None:
    """The sources of a model's answer, or the passages nearest to a question that nothing answers."""
    shown = found.citations if found.is_answered else found.nearest
    citations, numbers = tuple(m.citation for m in shown), [str(m.marker) for m in shown]
    if found.is_answered:
        sources.chips(citations, key, numbers)
        return
    if shown:
        st.caption("The nearest passages:")
    for number, marked in enumerate(shown):
        st.html(quotation(marked.citation.quote, marked.decisive, is_quiet=True))
        sources.chips(citations, f"{key}-{number}", numbers, only=[number], label=f"Source {number + 1}")


def _extract(found: Answer, key: str) -> None:
    """Quotations that answer, each with its source; what is told about documents above the quotations it rests on."""
    citations, numbers = tuple(m.citation for m in found.citations), [str(m.marker) for m in found.citations]
    items = [sentence for sentence in found.sentences if sentence.form == "item"]
    for place, sentence in enumerate(found.sentences):
        positions = [marker - 1 for marker in sentence.markers]
        if sentence.form == "item":
            if sentence is items[0]:
                st.markdown("\n".join(f"- {_told(item)}" for item in items))
                listed = sorted({marker - 1 for item in items for marker in item.markers})
                sources.chips(citations, f"{key}-list", numbers, only=listed, label="Sources of the list")
            continue
        if sentence.form == "told":
            st.markdown(_told(sentence))
        quoted = positions if sentence.form == "told" else positions[:1]
        for number in quoted:
            st.html(quotation(found.citations[number].citation.quote, found.citations[number].decisive))
            sources.chips(citations, f"{key}-{place}-{number}", numbers, only=[number], label=f"Source {number + 1}")
        if also := [number for number in positions if number not in quoted]:
            st.caption("Also in")
            sources.chips(citations, f"{key}-{place}-also", numbers, only=also, label="Further sources")


def _told(sentence: Sentence) -> str:
    """A sentence with its markers, as Markdown."""
    return " ".join([sources.plain(sentence.text), *(f"\\[{marker}\\]" for marker in sentence.markers)])


def quotation(quote: str, decisive: str = "", *, is_quiet: bool = False) -> str:
    """A quotation with its decisive part marked, as HTML."""
    start = quote.find(decisive) if decisive and decisive != quote else -1
    if start < 0:
        text = html.escape(quote)
    else:
        end = start + len(decisive)
        text = f"{html.escape(quote[:start])}<mark>{html.escape(decisive)}</mark>{html.escape(quote[end:])}"
    return f'<div class="gp-quote{" gp-quiet" if is_quiet else ""}">{text}</div>'


def next_question(consultation: Consultation) -> None:
    """The open question; when asking further does not pay, why, and the questions left for those who want them."""
    if heard.waiting(consultation):
        return
    now = consultation.interview.round()
    question = consultation.interview.open_question()
    if question is None and session.recall("ask-more"):
        question = next(iter(now.questions), None)
    if question is not None:
        _question(question)
        _respondent(consultation)
    else:
        st.caption(sources.plain(now.reason))
        if now.questions:
            label = f"Ask me anyway ({len(now.questions)})"
            st.button(label, type="tertiary", on_click=session.remember, args=("ask-more", True))


def _question(question: Question) -> None:
    """The question that is open, with the words it is about, its reason and quick replies."""
    with st.chat_message("assistant", avatar=AVATARS["assistant"]), st.container(key="question"):
        st.markdown(f"**{sources.plain(question.text)}**")
        if question.topic == "conflict":
            for number in _one_per_document(question):
                st.html(quotation(question.citations[number].quote, is_quiet=True))
                sources.chips(
                    question.citations, f"question-{question.id}-{number}", only=[number], label=f"Source {number + 1}"
                )
        else:
            sources.chips(question.citations, f"question-{question.id}")
        if question.form == "multi" and question.choices:
            _several(question)
        elif len(question.choices) > MOST_BUTTONS:
            _one(question)
        elif question.choices:
            with st.container(horizontal=True, gap="small"):
                for number, choice in enumerate(question.choices):
                    _quick_reply(question, choice.label, f"{question.id}-{number}")
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            _quick_reply(question, "I don't know", f"{question.id}-unknown", "don't know", is_quiet=True)
            _quick_reply(question, "Skip", f"{question.id}-skip", "skip", is_quiet=True)
        st.caption(f"Why I ask: {sources.plain(question.why)}")


def _respondent(consultation: Consultation) -> None:
    """Who answers, asked once and beside the first question: it decides which questions come first."""
    if consultation.interview.respondent or any(turn.role == "user" for turn in consultation.conversation.turns()):
        return
    picked = st.segmented_control(
        "Who is answering? The questions that you can answer come first.",
        consultation.interview.respondents,
        format_func=lambda who: who[:1].upper() + who[1:],
    )
    if picked:
        consultation.interview.set_respondent(picked)
        st.rerun()


def _one_per_document(question: Question) -> list[int]:
    """Positions of the citations to quote: the first of each document."""
    first: dict[str, int] = {}
    for number, citation in enumerate(question.citations):
        first.setdefault(citation.document, number)
    return list(first.values())[:MOST_QUOTES]


def _quick_reply(question: Question, label: str, key: str, text: str = "", *, is_quiet: bool = False) -> None:
    kind = "tertiary" if is_quiet else "secondary"
    pending = (question, text or label)
    st.button(sources.plain(label), key=key, type=kind, on_click=session.remember, args=("reply", pending))  # type: ignore[arg-type]


def _several(question: Question) -> None:
    """Quick replies of which several may hold."""
    labels = [choice.label for choice in question.choices]
    picked = st.pills(question.text, labels, selection_mode="multi", key=f"{question.id}-pills", label_visibility="collapsed")
    pending = (question, ", ".join(picked or ()))
    st.button("Answer", key=f"{question.id}-several", disabled=not picked, on_click=session.remember, args=("reply", pending))


def _one(question: Question) -> None:
    """Many quick replies, of which one holds."""
    labels = [choice.label for choice in question.choices]
    picked = st.pills(question.text, labels, key=f"{question.id}-pills", label_visibility="collapsed")
    st.button(
        "Answer", key=f"{question.id}-one", disabled=not picked, on_click=session.remember, args=("reply", (question, picked))
    )


def take_reply(consultation: Consultation) -> None:
    """Take in a quick reply that was pressed, showing it at once."""
    pending: tuple[Question, str] | None = session.forget("reply")
    if pending is None:
        return
    question, text = pending
    with st.chat_message("assistant", avatar=AVATARS["assistant"]):
        st.markdown(sources.plain(question.text))
    _say_user(text)
    with st.chat_message("assistant", avatar=AVATARS["assistant"]), st.spinner("Working out what that changes …"):
        try:
            consultation.conversation.reply(question, text)
        except RagError as error:
            session.remember("notice", str(error))
    st.rerun()


def say(consultation: Consultation, text: str) -> None:
    """Put a line into the conversation and stream what comes back."""
    _say_user(text)
    with st.chat_message("assistant", avatar=AVATARS["assistant"]), st.spinner("Looking …"):
        try:
            st.write_stream(map(sources.escaped, consultation.conversation.say(text)))
        except RagError as error:
            session.remember("notice", str(error))
    st.rerun()


def _say_user(text: str) -> None:
    with st.chat_message("user", avatar=AVATARS["user"]):
        st.markdown(sources.plain(text))
