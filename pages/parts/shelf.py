"""The list of documents: filter, pages of rows, and what is done with several at once."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

import streamlit as st

from pages.parts import session
from pages.parts.sources import plain
from rag.consultation import Consultation
from rag.errors import RagError
from rag.store.documents import FOLDER, DocumentSummary

ROWS = 25  # on one page
MOST_NAMED = 8
VIEWS: dict[str, Callable[[DocumentSummary], bool]] = {
    "All documents": lambda document: True,
    "Searchable": lambda document: not document.is_excluded and document.status != "stored",
    "Needs attention": lambda document: bool(document.pages_without_text or document.warnings) or document.status == "stored",
    "Set aside": lambda document: document.is_excluded,
}


def documents(consultation: Consultation, every: Sequence[DocumentSummary]) -> None:
    """The list, with its filter above and its pager below."""
    found = _filtered(consultation, every)
    last = max((len(found) - 1) // ROWS, 0)
    page = min(session.recall("shelf-page", 0), last)
    rows = found[page * ROWS : (page + 1) * ROWS]
    selected = _selected(every)
    _actions(consultation, selected, rows)
    with st.container(key="shelf-rows"):
        for document in rows:
            _row(consultation, document, document.id in selected)
    if not found:
        st.caption("No document is like that.")
    if last:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="shelf-pager"):
            st.button("‹ Previous page", disabled=page == 0, on_click=session.remember, args=("shelf-page", page - 1))
            st.caption(f"Page {page + 1} of {last + 1}", width="content")
            st.button("Next page ›", disabled=page == last, on_click=session.remember, args=("shelf-page", page + 1))


def status(document: DocumentSummary, names: dict[str, str] | None = None) -> str:
    """How a document stands, in words; `names` by id, to name the one that it is a copy of."""
    if document.is_excluded:
        return "set aside: its file is gone" if document.excluded_by == FOLDER else "set aside"
    if not document.is_current:
        return "replaced"
    if document.copy_of:
        return f"same content as {(names or {}).get(document.copy_of, 'another document')}, counted once"
    return "waits for search" if document.status == "stored" else "searchable"


def attempt(work: Callable[[], object]) -> None:
    """Do it; what goes wrong is said on the page in the next run."""
    try:
        work()
    except RagError as error:
        session.remember("notice", str(error))


def _filtered(consultation: Consultation, every: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    types = consultation.shelf.types()
    held = [name for name in types if any(document.doc_type == name for document in every)]
    first = ("shelf-page", 0)
    with st.container(horizontal=True, gap="small", key="shelf-filter"):
        words = st.text_input("Find by name", on_change=session.remember, args=first, width=260)
        view = st.selectbox("Show", list(VIEWS), on_change=session.remember, args=first, width=180)
        type_ = st.selectbox(
            "Type",
            ["", *held],
            format_func=lambda id_: types.get(id_, "All types"),
            on_change=session.remember,
            args=first,
            width=200,
        )
    wanted = words.casefold().split()
    return [
        document
        for document in every
        if VIEWS[view](document)
        and type_ in ("", document.doc_type)
        and all(word in document.name.casefold() for word in wanted)
    ]


def _selected(every: Sequence[DocumentSummary]) -> frozenset[str]:
    """Ids that are ticked; what is no longer there is forgotten."""
    kept: frozenset[str] = session.recall("selected", frozenset()) & {document.id for document in every}
    session.remember("selected", kept)
    return kept


def _actions(consultation: Consultation, selected: frozenset[str], rows: Sequence[DocumentSummary]) -> None:
    here = frozenset(document.id for document in rows)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="shelf-actions"):
        is_all = bool(here) and here <= selected
        label = "Select none of these" if is_all else f"Select these {len(here)}"
        chosen = selected - here if is_all else selected | here
        st.button(label, on_click=session.remember, args=("selected", chosen), disabled=not here, type="tertiary")
        hidden = len(selected - here)
        st.caption(f"{len(selected)} selected{f', {hidden} of them not shown here' if hidden else ''}", width="content")
        if st.button("Set aside", disabled=not selected):
            with st.spinner("Setting aside …"):
                attempt(lambda: consultation.shelf.set_aside(sorted(selected)))
            _done()
        if st.button("Use again", disabled=not selected):
            with st.spinner("Bringing them back into search …"):
                attempt(lambda: consultation.shelf.use_again(sorted(selected)))
            _done()
        if st.button("Delete …", disabled=not selected):
            session.remember("deleting", tuple(sorted(selected)))


def _done() -> None:
    session.remember("selected", frozenset())
    st.rerun()


def _row(consultation: Consultation, document: DocumentSummary, is_selected: bool) -> None:
    name = PurePath(document.name).name
    with st.container(horizontal=True, gap="small", key=f"shelf-row-{document.id}"):
        session.preset(f"pick-{document.id}", is_selected)
        st.checkbox(
            f"Select {plain(name)}",
            key=f"pick-{document.id}",
            label_visibility="collapsed",
            on_change=_toggle,
            args=(document.id,),
            width="content",
        )
        with st.container(gap=None):
            st.button(
                plain(name), key=f"open-{document.id}", type="tertiary", on_click=session.remember, args=("opened", document.id)
            )
            st.markdown(f":small[{_facts(consultation, document)}]")
            for line in _remarks(document):
                st.markdown(f":small[:orange[{plain(line)}]]")


def _toggle(document_id: str) -> None:
    session.remember("selected", session.recall("selected", frozenset()) ^ {document_id})


def _facts(consultation: Consultation, document: DocumentSummary) -> str:
    """What a document is, in a line."""
    said = [consultation.shelf.types().get(document.doc_type, document.doc_type), document.dated or "no date"]
    said += [f"{document.pages} pages"] if document.has_pages else []
    said += [f"{document.chunks} passages", f"{document.facts} facts", f"version {document.version}"]
    names = {one.id: one.name for one in consultation.documents()} if document.copy_of else None
    return plain(" · ".join([*said, status(document, names)]))


def _remarks(document: DocumentSummary) -> list[str]:
    """What was left out of it, a line each."""
    gaps = document.pages_without_text
    said = (
        [f"page {', '.join(map(str, gaps[:MOST_NAMED]))}{' …' if len(gaps) > MOST_NAMED else ''}: no text, needs OCR"]
        if gaps
        else []
    )
    others = [warning for warning in document.warnings if "needs OCR" not in warning]
    return said + ([f"{len(others)} remark{'s' if len(others) > 1 else ''}: see its report"] if others else [])
