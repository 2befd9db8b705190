"""Adding a constraint that reading missed: choose a page, take its words, say whether they bind."""

import streamlit as st

from pages.parts import session, sources
from rag.consultation import Consultation
from rag.errors import RagError
from rag.ledger.add import PageWords

WORDS = "added-words"


def form(consultation: Consultation) -> None:
    """Document and page, the page's text with what was read of it, and the words to add."""
    st.markdown("Choose the page that says it, then pick the sentence, or paste the words as they stand there.")
    chosen = _choose(consultation)
    if chosen is None:
        st.caption("There is no page to choose from.")
        return
    document_id, index = chosen
    if consultation.model_name():
        _ask(consultation, document_id)
    page = consultation.ledger.page(document_id, index)
    held = {id_ for constraint in consultation.brief().constraints for id_ in constraint.fact_ids}
    places = [fact.citation for fact in consultation.facts() if fact.id in held and fact.citation.document_id == document_id]
    places = [place for place in places if place.page_index == index]
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        st.caption(f"{page.label[:1].upper()}{page.label[1:]}: what the ledger holds is marked.")
        st.html(sources.marked(page.text, [(place.start, place.end) for place in places]))
    with right:
        _words(consultation, document_id, page, {place.quote for place in places})


def _ask(consultation: Consultation, document_id: str) -> None:
    """The connected model looks through the document; what it finds waits under *All facts* as suggested."""
    about = "Its text goes to the connected model. What it points to counts once you confirm it."
    if st.button("Ask the model what this document says besides", key="added-ask", help=about):
        try:
            with st.spinner("The model is reading."):
                opinion = consultation.ledger.ask_model(document_id)
        except RagError as error:
            st.error(sources.plain(str(error)))
            return
        unread = f" {opinion.unread} of {opinion.asked} passages got no usable reply." if opinion.unread else ""
        st.success(
            f"{len(opinion.facts)} suggested: confirm or reject them under All facts, state “suggested”. "
            f"{opinion.known} were known, {opinion.refused} do not stand there.{unread}"
        )


def _choose(consultation: Consultation) -> tuple[str, int] | None:
    """Document and page; None where there is none."""
    documents = {one.id: one for one in consultation.documents() if not one.is_excluded}
    with st.container(horizontal=True, gap="small"):
        document_id = st.selectbox(
            "Document", list(documents), format_func=lambda id_: documents[id_].name, on_change=_clear, width=380
        )
        if document_id is None:
            return None
        labels = consultation.ledger.pages(document_id)
        index = st.selectbox(
            "Page",
            range(len(labels)),
            format_func=labels.__getitem__,
            key=f"added-page-{document_id}",
            on_change=_clear,
            width=200,
        )
    return None if index is None else (document_id, index)


def _words(consultation: Consultation, document_id: str, page: PageWords, held: set[str]) -> None:
    sentences = [sentence for sentence in page.sentences if sentence not in held]
    key = f"added-sentence-{document_id}-{page.index}"
    st.selectbox(
        "Sentence (type to find it)",
        sentences,
        index=None,
        format_func=lambda text: " ".join(text.split()),
        placeholder="pick one" if sentences else "no sentence on this page",
        key=key,
        on_change=_take,
        args=(key,),
        disabled=not sentences,
    )
    st.text_area("Words that say it", key=WORDS, height=120, placeholder="or paste them here; shorten them as you like")
    weight = st.segmented_control("It is", ["hard", "soft"], default="hard", required=True, key="added-weight")
    st.button(
        "Add to the ledger",
        type="primary",
        on_click=_add,
        args=(consultation, document_id, page.index, weight == "hard"),
    )
    problem, done = session.forget("added-problem"), session.forget("added")
    if problem:
        st.error(sources.plain(problem))
    if done:
        st.success(sources.plain(done))


def _add(consultation: Consultation, document_id: str, index: int, hard: bool) -> None:
    try:
        fact = consultation.ledger.add(document_id, index, session.typed(WORDS), hard=hard)
    except RagError as error:
        session.remember("added-problem", str(error))  # what was typed stays
        return
    session.preset(WORDS, "")
    session.remember("added", f"Added as a {'hard' if hard else 'soft'} constraint: “{fact.statement}”")


def _take(key: str) -> None:
    """Put the picked sentence where it can be shortened."""
    session.preset(WORDS, session.typed(key))


def _clear() -> None:
    session.preset(WORDS, "")
