"""Proposal: draft, read, check and download."""

from functools import partial

import streamlit as st

from pages.parts import intake, report, session, sources
from rag.errors import RagError
from rag.export.export import file_stem

LABELS = {"pdf": "PDF", "docx": "Word", "html": "Web page", "md": "Markdown", "json": "JSON", "zip": "Evidence pack"}

consultation = session.consultation()
if session.forget("draft"):
    with st.spinner("Drafting: reading the facts, scoring the options, checking every citation …"):
        try:
            consultation.propose()
        except RagError as error:
            st.error(str(error))

proposal = consultation.latest_proposal()
intake.progress(consultation)
if proposal is None:
    st.title("Proposal", anchor=False)
    st.markdown("There is no draft yet. It takes a few seconds and can be repeated whenever something changes.")
    if st.button("Draft proposal", type="primary"):
        session.remember("draft", True)
        st.rerun()
    st.stop()

with st.sidebar:
    st.subheader("Contents", anchor=False)
    st.markdown(
        "\n".join(
            f"{'  ' * (part.level - 1)}- [{sources.plain(f'{part.number} {part.title}'.strip())}](#{part.id})"
            for part in proposal.sections
        )
    )
    st.subheader("Download", anchor=False)
    for format_ in consultation.formats():
        st.download_button(
            LABELS.get(format_, format_),
            data=partial(consultation.export_bytes, proposal, format_),
            file_name=f"{file_stem(proposal)}.{format_}",
            on_click="ignore",
            key=f"download-{format_}",
            width="stretch",
        )

st.title(f"{proposal.product}: architecture proposal", anchor=False)
st.caption(f"Version {proposal.version} · {proposal.as_of} · {proposal.status} – {proposal.status_reason}")
with st.container(horizontal=True, gap="small"):
    if st.button("Draft again"):
        session.remember("draft", True)
        st.rerun()
    if st.button("Check every citation"):
        checked = consultation.verify(proposal)
        if checked.passed:
            st.success(checked.summary)
        else:
            st.error(checked.summary)
reading, _ = st.columns([3, 1])
with reading:
    for part in proposal.sections:
        report.section(proposal, part)
    if proposal.not_in_version:
        st.subheader("Not in this version", anchor=False)
        st.markdown("\n".join(f"- {sources.plain(title)}" for title in proposal.not_in_version))
sources.viewer(consultation)
