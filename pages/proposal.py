"""Proposal: draft, read, check and download."""

from functools import partial

import streamlit as st

from pages.parts import annotate, logo, report, session, sources, tasks, versions
from rag.errors import RagError
from rag.export.export import file_name
from rag.export.nodes import UNNAMED
from rag.propose.proposal import Proposal

LABELS = {"pdf": "PDF", "docx": "Word", "html": "Web page", "md": "Markdown", "json": "JSON", "zip": "Evidence pack"}
MOST_STALE = 40
ORDER = ("pdf", "docx", "html", "md", "json", "zip")
MORE = {"pptx": "Slides", "xlsx": "Workbook", "csv": "Backlog CSV", "starter": "Starter repository"}

consultation = session.consultation()
drafts = {"draft": consultation.drafts.propose, "finalise": consultation.drafts.finalise}
for draft in [work for name, work in drafts.items() if session.forget(name)]:
    with st.spinner("Drafting: reading the facts, scoring the options, checking every citation …"):
        try:
            draft()
        except RagError as error:
            st.error(sources.plain(str(error)))

proposal = consultation.drafts.latest()
if proposal is None:
    st.title("Proposal", anchor=False)
    st.markdown("There is no draft yet. It takes a few seconds and can be repeated whenever something changes.")
    if st.button("Draft proposal", type="primary"):
        session.remember("draft", True)
        st.rerun()
    st.stop()


def offer(proposal: Proposal, format_: str, label: str) -> None:
    """A button that makes the file when it is pressed."""
    st.download_button(
        label,
        data=partial(consultation.drafts.export_bytes, proposal, format_, edition),
        file_name=file_name(proposal, format_, edition.name),
        on_click="ignore",
        key=f"download-{format_}",
    )


with st.sidebar:
    latest, proposal = proposal, versions.chosen(consultation, proposal)
    edition = versions.edition(consultation)
drawing = session.kept(
    "drawing",
    (consultation.slug, proposal.version, consultation.drafts.stamp(proposal.version), edition),
    partial(report.draw, proposal, edition),
)
with st.sidebar:
    st.header("Download", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for format_ in ORDER:
            offer(proposal, format_, LABELS[format_])
    with st.expander("More files"), st.container(horizontal=True, gap="small"):
        for format_, label in MORE.items():
            offer(proposal, format_, label)
    logo.show(consultation)
    st.header("Contents", anchor=False)
    st.html(drawing.contents)

layout = drawing.layout
st.title(layout.title, anchor=False)
named = [] if layout.company in UNNAMED else [layout.company]
facts = [*named, f"version {layout.version}", layout.date, f"{layout.status}: {layout.status_reason}"]
st.caption(sources.plain(" · ".join(facts)))
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    if st.button("Draft again"):
        session.remember("draft", True)
        st.rerun()
    is_checking = st.button("Check every citation")
    is_editing = proposal is latest and st.toggle("Edit", help="Change words, lock sections, comment.", key="editing")
    is_ready = proposal is latest and proposal.status == "ready"
    if is_ready and st.button("Declare final", help="This version becomes the final one, if nothing stands against it."):
        session.remember("finalise", True)
        st.rerun()
if is_checking:
    with st.spinner("Checking every citation and number …"):
        checked = consultation.drafts.verify(proposal)
    (st.success if checked.passed else st.error)(sources.plain(checked.summary))
if proposal is not latest:
    st.info(f"This is version {proposal.version}; the latest is version {latest.version}.")
else:
    tasks.show(consultation, proposal)
versions.changes(consultation, proposal)
stale = consultation.drafts.stale() if proposal is latest else ()
if stale:
    lost = [citation for citation in stale if not citation.standing.still_stands]
    counts = f"{len(stale)} quotation{'s are' if len(stale) > 1 else ' is'} stale"
    st.warning(f"{counts}: documents were replaced, set aside or deleted since. Draft again to follow them.")
    with st.expander("What is stale", expanded=bool(lost)):
        st.markdown("\n".join(f"- {sources.plain(f'{one.where} {one.said}')}" for one in stale[:MOST_STALE]))
        if len(stale) > MOST_STALE:
            st.caption(f"and {len(stale) - MOST_STALE} more")
annotations = consultation.annotations.all() if proposal is latest else ()
with st.container(key="reading"):
    for part in drawing.parts:
        report.show(part)
        if proposal is latest:
            annotate.button(annotations, part.anchor, part.title, is_editing)
annotate.dialog(consultation, latest)
sources.viewer(consultation)
