"""The source viewer: a citation → the page image with the passage highlighted, or the passage in its context."""

import base64
import html
import re
from collections.abc import Sequence
from pathlib import PurePath

import streamlit as st

from pages.parts import session
from rag.consultation import Consultation
from rag.errors import RagError
from rag.ground.citation import Citation
from rag.research.source import CONTEXT, SourceView

MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&])")


def chips(
    citations: tuple[Citation, ...], key: str, marks: Sequence[str] = (), only: Sequence[int] = (), label: str = "Sources"
) -> None:
    """A row of numbered chips that open the sources.

    Args:
        citations: what the viewer can page through.
        key: unique on the page.
        marks: numbers other than 1, 2, 3.
        only: positions that get a chip; empty for all.
        label: name of the row for screen readers.
    """
    if not citations:
        return
    shown = list(only) or list(range(len(citations)))
    names = {n: chip(marks[n] if marks else str(n + 1), citations[n], in_full=len(shown) <= 6) for n in shown}
    st.pills(
        label,
        shown,
        selection_mode="multi",  # each chip is a button of its own to a screen reader
        format_func=names.__getitem__,
        key=f"chips-{key}",
        on_change=_open,
        args=(citations, f"chips-{key}"),
        label_visibility="collapsed",
    )


def chip(mark: str, citation: Citation, *, in_full: bool) -> str:
    """Like “[1] dr-policy.pdf · p. 2”, or only “[1]” where there are many."""
    return plain(f"[{mark}] {PurePath(citation.document).name} · {citation.locator}" if in_full else f"[{mark}]")


def _open(citations: tuple[Citation, ...], key: str) -> None:
    position = session.picked(key)
    if position is not None:
        session.show_sources(citations, position)


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
    standing = consultation.shelf.standing(citation)
    if standing.is_stale:
        st.warning(plain(f"Stale: {standing.said}."))
    bar = st.container(horizontal=True, gap="small", vertical_alignment="center")
    if len(citations) > 1:
        with bar:
            _step("‹ Previous", (position - 1) % len(citations))
            st.caption(f"{position + 1} of {len(citations)}", width="content")
            _step("Next ›", (position + 1) % len(citations))
    try:
        with st.spinner("Opening the page …"):
            view = consultation.source(citation)
    except RagError as error:
        st.warning(plain(str(error)))
        return
    if view.original is not None:
        bar.download_button("Open the original", data=view.original.read_bytes, file_name=view.file_name, on_click="ignore")
    st.html(passage(view) if view.image is None else picture(view))


def _step(label: str, position: int) -> None:
    """A button to another citation; after the last comes the first, so that it never loses the keyboard's focus."""
    st.button(label, on_click=session.remember, args=("source-position", position))


def picture(view: SourceView) -> str:
    """The page image with its highlights, as HTML; the words stand under it when they were not found on the image."""
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
    words = "" if boxes else f'<div class="gp-quote">{html.escape(view.quote)}</div>'
    sheet = f'<div class="gp-sheet"><img alt="{alt}" src="data:image/png;base64,{data}">{boxes}</div>'
    return f'{words}<div class="gp-view" tabindex="0" role="region" aria-label="The page">{sheet}</div>'


def passage(view: SourceView) -> str:
    """The passage in its context, as HTML."""
    heading = f'<p class="gp-place">{html.escape(" › ".join(view.heading_path))}</p>' if view.heading_path else ""
    before, after = view.before, view.after
    if len(before) >= CONTEXT:  # cut in the middle of the text: begin and end with a whole word
        before = f"… {before.partition(' ')[2]}"
    if len(after) >= CONTEXT:
        after = f"{after.rpartition(' ')[0]} …"
    text = f"{html.escape(before)}<mark>{html.escape(view.quote)}</mark>{html.escape(after)}"
    return f'{heading}<div class="gp-page" tabindex="0" role="region" aria-label="The passage">{text}</div>'


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A page's text with some of its stretches marked, as HTML."""
    parts, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start < end:
            parts += [html.escape(text[at:start]), f"<mark>{html.escape(text[start:end])}</mark>"]
            at = end
    parts.append(html.escape(text[at:]))
    return f'<div class="gp-page" tabindex="0" role="region" aria-label="The page">{"".join(parts)}</div>'


def plain(text: str) -> str:
    """Text that Markdown leaves alone, in one paragraph."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """Text that Markdown leaves alone, its lines kept; for the parts of a stream."""
    return MARKUP.sub(r"\\\1", text)
