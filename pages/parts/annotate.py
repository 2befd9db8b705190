"""Writing into the proposal: a paragraph in one's own words, a section that stays or is written anew, comments."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from pages.parts import session, sources
from rag.brief.show import show_date
from rag.consultation import Consultation
from rag.drafts.annotations import EditableBlock
from rag.drafts.drafts import USER
from rag.errors import RagError
from rag.propose.annotation import Annotation
from rag.propose.proposal import Proposal, Section

SECTION = "s-"  # anchors of sections that a person may write into; indexes have others
OPENING = 70  # characters by which a paragraph is known in a list
NOTICE = "annotate-notice"


def button(annotations: Sequence[Annotation], anchor: str, title: str, is_editing: bool) -> None:
    """Below a section: the way to change it, or to the comments on it; `annotations` are read once for the whole page."""
    if not anchor.startswith(SECTION):
        return
    section_id = anchor.removeprefix(SECTION)
    count = len(comments_on(annotations, section_id))
    said = f"{count} comment{'s' if count > 1 else ''}" if count else ""
    if is_editing or said:
        label = " · ".join(part for part in ("Change" if is_editing else "", said) if part)
        if st.button(label, key=f"annotate-{section_id}", type="tertiary", help=f"{title}: edit, lock, write anew, comment"):
            session.remember("annotate", section_id)


def comments_on(annotations: Sequence[Annotation], section_id: str) -> list[Annotation]:
    """The open comments on a section."""
    return [one for one in annotations if one.kind == "comment" and one.section == section_id]


def dialog(consultation: Consultation, latest: Proposal) -> None:
    """The dialog, when one of the buttons was pressed."""
    section_id = session.forget("annotate")
    section = next((one for one in latest.sections if one.id == section_id), None)
    if section is not None:
        _dialog(consultation, section)


@st.dialog("Change the text", width="large")
def _dialog(consultation: Consultation, section: Section) -> None:
    st.markdown(f"**{sources.plain(f'{section.number} {section.title}'.strip())}**")
    by = st.text_input("Your name", value=session.recall("author", ""), help="Stands beside what you write.")
    session.remember("author", by)
    words, comments, whole = st.tabs(["Words", "Comments", "Whole section"])
    with words:
        _words(consultation, section, by or USER)
    with comments:
        _comments(consultation, section, by or USER)
    with whole:
        _whole(consultation, section, by or USER)
    notice = session.forget(NOTICE)
    if notice:
        st.error(sources.plain(notice))


def _words(consultation: Consultation, section: Section, by: str) -> None:
    blocks = consultation.annotations.editable(section.id)
    st.caption("Tables, diagrams and figures follow from answers and facts: change those, and draft again.")
    if not blocks:
        return
    block = st.selectbox("Paragraph", blocks, format_func=_opening, key=f"annotate-block-{section.id}")
    label = "Text, a line for each item" if block.is_list else "Text; empty leaves the paragraph out"
    text = st.text_area(label, value=block.text, height=220, key=f"annotate-text-{section.id}-{block.index}")
    with st.container(horizontal=True, gap="small"):
        if st.button("Save", type="primary", key="annotate-save"):
            _do(lambda: consultation.annotations.edit(section.id, block, text, by))
        edit = block.edit
        if edit is not None and st.button("Take back", help="Groundplan's own words again", key="annotate-back"):
            _do(lambda: consultation.annotations.take_back(edit, by))
    if edit is not None:
        st.caption(f"Written by {sources.plain(edit.by)}, {show_date(edit.at[:10])}. Groundplan wrote:")
        st.caption(sources.plain(" ".join(edit.original)))


def _opening(block: EditableBlock) -> str:
    first = block.text if len(block.text) <= OPENING else block.text[:OPENING].rsplit(" ", 1)[0] + " …"
    return f"{'By hand: ' if block.edit else ''}{'• ' if block.is_list else ''}{first}"


def _comments(consultation: Consultation, section: Section, by: str) -> None:
    st.caption("For those who work on the proposal; no file holds them.")
    for comment in comments_on(consultation.annotations.all(), section.id):
        about = f" on “{' '.join(comment.original)[:OPENING]} …”" if comment.original else ""
        st.markdown(sources.plain(comment.text))
        st.caption(sources.plain(f"{comment.by}, {show_date(comment.at[:10])}{about}"))
        if st.button("Settled", key=f"settle-{comment.id}"):
            _do(partial(consultation.annotations.take_back, comment, by))
    blocks = consultation.annotations.editable(section.id)
    about_block = st.selectbox(
        "About",
        [None, *blocks],
        format_func=lambda one: "the whole section" if one is None else _opening(one),
        key="comment-about",
    )
    text = st.text_area("Comment", key="comment-text", height=100)
    if st.button("Add comment", key="comment-add"):
        _do(lambda: consultation.annotations.comment(section.id, text, about_block, by))


def _whole(consultation: Consultation, section: Section, by: str) -> None:
    locked = any(one.kind == "lock" and one.section == section.id for one in consultation.annotations.all())
    if locked:
        st.markdown("This section stays as it is in every new draft.")
        if st.button("Let it follow again", key="annotate-unlock"):
            _do(lambda: consultation.annotations.unlock(section.id, by))
    else:
        st.markdown("Let the section stay as it is now, whatever changes.")
        if st.button("Lock", key="annotate-lock"):
            _do(lambda: consultation.annotations.lock(section.id, by))
    st.markdown("Write only this section anew from what is known now, without what was written into it; all others stay.")
    if st.button("Write anew", key="annotate-anew"):
        _do(lambda: consultation.drafts.write_anew(section.id, by))


def _do(work: Callable[[], object]) -> None:
    """Change the text; the page shows it, or the dialog says why not."""
    with st.spinner("Drawing the text …"):
        try:
            work()
        except RagError as error:
            session.remember(NOTICE, str(error))
            return
    st.rerun()
