"""The source viewer: a citation → the page image with the passage highlighted, or the passage in its context."""

import base64
import html
from collections.abc import Sequence

import streamlit as st

from pages.parts import session
from rag.consultation import Consultation, SourceView
from rag.errors import RagError
from rag.ground.citation import Citation


def chips(citations: tuple[Citation, ...], key: str, marks: Sequence[str] = ()) -> None:
    """A row of numbered buttons that open the sources; `marks` number them otherwise than 1, 2, 3."""
    if not citations:
        return
    with st.container(horizontal=True, gap="small"):
        for number, citation in enumerate(citations):
            mark = marks[number] if marks else str(number + 1)
            st.button(
                plain(f"[{mark}] {citation.document} · {citation.locator}"),
                key=f"{key}-{number}",
                type="tertiary",
                help="Open the source",
                on_click=session.show_sources,
                args=(citations, number),
            )


def viewer(consultation: Consultation) -> None:
    """The dialog, when a chip was pressed."""
    if session.forget("source-open"):
        _dialog(consultation)


@st.dialog("Source", width="large")
def _dialog(consultation: Consultation) -> None:
    citations: tuple[Citation, ...] = session.recall("sources")
    position: int = session.recall("source-position")
    citation = citations[position]
    st.markdown(f"**{plain(citation.document)}** · {plain(citation.locator)}")
    try:
        view = consultation.source(citation)
    except RagError as error:
        st.warning(str(error))
        return
    st.html(passage(view) if view.image is None else picture(view))
    with st.container(horizontal=True, gap="small"):
        if len(citations) > 1:
            st.button("‹ Previous", disabled=position == 0, on_click=session.remember, args=("source-position", position - 1))
            last = position == len(citations) - 1
            st.button("Next ›", disabled=last, on_click=session.remember, args=("source-position", position + 1))
        if view.original is not None:
            st.download_button("Open the original", data=view.original.read_bytes, file_name=view.file_name, on_click="ignore")


def picture(view: SourceView) -> str:
    """The page image with its highlights, as HTML."""
    image = view.image
    if image is None:
        return ""
    boxes = "".join(
        f'<span style="left:{100 * x0 / image.width:.2f}%;top:{100 * y0 / image.height:.2f}%;'
        f'width:{100 * (x1 - x0) / image.width:.2f}%;height:{100 * (y1 - y0) / image.height:.2f}%"></span>'
        for x0, y0, x1, y1 in image.boxes
    )
    data = base64.b64encode(image.png).decode()
    alt = html.escape(f"Page image with the passage highlighted: {view.quote}", quote=True)
    return f'<div class="gp-sheet"><img alt="{alt}" src="data:image/png;base64,{data}">{boxes}</div>'


def passage(view: SourceView) -> str:
    """The passage in its context, as HTML."""
    heading = f'<p class="gp-place">{html.escape(" › ".join(view.heading_path))}</p>' if view.heading_path else ""
    text = f"{html.escape(view.before)}<mark>{html.escape(view.quote)}</mark>{html.escape(view.after)}"
    return f'{heading}<div class="gp-page">{text}</div>'


def plain(text: str) -> str:
    """Text that Markdown leaves alone."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]<>()#+-.!|~$:" else character for character in text)
