"""Taking documents in: the drop zone, the list of sources, and the progress of what is being read."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from pages.parts import session
from pages.parts.sources import plain
from rag.consultation import Consultation
from rag.store.record import DocumentSummary

MARKS = {"indexed": "▣", "stored": "◧", "storing": "◌"}


class Upload(Protocol):
    """A dropped file."""

    name: str

    def getvalue(self) -> bytes:
        """Its bytes."""


def take_in(consultation: Consultation, files: Sequence[Upload]) -> None:
    """Start reading dropped files in the background."""
    consultation.start_ingest_files([(file.name, file.getvalue()) for file in files])


def sidebar(consultation: Consultation) -> None:
    """Sources on the left: what there is, what is being read, and where to drop more."""
    with st.sidebar:
        st.subheader("Sources", anchor=False)
        documents = consultation.documents()
        with st.container(key="sources"):
            for document in documents[:60]:
                st.markdown(_line(document))
        if len(documents) > 60:
            st.caption(f"and {len(documents) - 60} more on the page Documents")
        progress(consultation)
        files = st.file_uploader(
            "Add documents", accept_multiple_files=True, key=f"drop-{session.recall('drop', 0)}", label_visibility="collapsed"
        )
        if files:
            take_in(consultation, files)
            session.remember("drop", session.recall("drop", 0) + 1)
            st.rerun()
        if documents:
            pages = sum(document.pages for document in documents)
            st.caption(f"{len(documents)} documents · {pages} pages · {sum(document.facts for document in documents)} facts")
        elif consultation.job() is None:
            st.button("Try it with a sample company", on_click=open_sample, width="stretch")


def open_sample() -> None:
    """Work in the sample company's workspace; its documents are read if they are not there yet."""
    application = session.application()
    session.open_workspace(application.create_sample())
    sample = session.consultation()
    if not sample.documents():
        sample.start_ingest_sources(application.sample_sources())


def _line(document: DocumentSummary) -> str:
    """One document of the list, as Markdown."""
    size = f"{document.pages} p" if document.has_pages else ""
    line = f"{MARKS.get(document.status, '▣')} {plain(document.name)} :gray[{size}]"
    if document.pages_without_text:
        pages = ", ".join(map(str, document.pages_without_text[:5]))
        line += f"  \n:orange[p. {pages}: no text, needs OCR]"
    return line


def progress(consultation: Consultation) -> None:
    """Progress of the running job, refreshed each second; its outcome once it has ended."""
    job = consultation.job()
    if job is None:
        return
    if job.is_running:
        _running(consultation)
        return
    if job.error:
        st.error(job.error)
    elif job.result is not None:
        for failed in job.result.failed:
            st.warning(f"**{plain(failed.name)}** was not taken in. {plain(failed.message)}")
        done = [outcome for outcome in job.result.documents if outcome.status != "unchanged"]
        unchanged = len(job.result.documents) - len(done)
        said = f"{len(done)} documents taken in" + (f", {unchanged} unchanged" if unchanged else "")
        st.caption(f"{said} in {job.result.seconds:.0f} s." + (" Stopped before the end." if job.result.stopped else ""))
    if job.error or (job.result is not None and job.result.failed):
        st.button("Dismiss", on_click=consultation.dismiss_job, type="tertiary")


@st.fragment(run_every="1s")
def _running(consultation: Consultation) -> None:
    job = consultation.job()
    if job is None or not job.is_running:
        st.rerun()
        return
    report = job.progress
    if report is None:
        st.progress(0.0, text=job.title)
    else:
        left = f" · about {report.eta_s:.0f} s left" if report.eta_s else ""
        st.progress(min(report.done / max(report.total, 1), 1.0), text=f"{report.step} {plain(report.name)}{left}")
    label = "Stopping …" if job.is_stopping else "Stop"
    st.button(label, on_click=consultation.stop_job, disabled=job.is_stopping, key="stop-job")
