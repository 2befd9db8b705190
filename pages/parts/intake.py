"""Taking documents in: the drop zone, the list of sources, and the progress of what is being read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Protocol

import streamlit as st

from pages.parts import session, unlock
from pages.parts.sources import plain
from rag.consultation import Consultation
from rag.errors import RagError
from rag.store.documents import DocumentSummary

MOST_LISTED = 60


class Upload(Protocol):
    """A dropped file."""

    name: str

    def getvalue(self) -> bytes:
        """Its bytes."""


def take_in(consultation: Consultation, files: Sequence[Upload]) -> None:
    """Start reading dropped files in the background."""
    try:
        consultation.arrivals.start_files([(file.name, file.getvalue()) for file in files])
    except RagError as error:
        session.remember("notice", str(error))


def sidebar(consultation: Consultation, *, with_drop: bool = True) -> None:
    """Sources on the left: what there is, what is being read, and where to drop more."""
    with st.sidebar:
        st.header("Sources", anchor=False)
        documents = consultation.documents()
        if documents:
            pages = sum(document.pages for document in documents if document.has_pages)
            facts = sum(document.facts for document in documents)
            counts = [f"{len(documents)} documents", *([f"{pages} pages"] if pages else []), f"{facts} facts"]
            st.caption(" · ".join(counts))
        elif consultation.arrivals.job() is None:
            st.caption("No documents yet.")
        with st.container(key="progress"):
            progress(consultation, "side")
        with st.container(key="sources"):
            for document in documents[:MOST_LISTED]:
                st.markdown(_line(document))
            if len(documents) > MOST_LISTED:
                st.caption(f"and {len(documents) - MOST_LISTED} more on the page Documents")
        if with_drop:
            drop(consultation, "side")


def drop(consultation: Consultation, place: str) -> None:
    """A drop zone that empties itself."""
    count = session.recall("drop", 0)
    files = st.file_uploader("Drop documents here", accept_multiple_files=True, key=f"drop-{place}-{count}")
    if files:
        take_in(consultation, files)
        session.remember("drop", count + 1)
        st.rerun()


def welcome(consultation: Consultation) -> None:
    """The first visit: what this is, a drop zone, and a company to try it with."""
    st.markdown(
        "I am the CTO you can hand your documents to. Drop what your company has on paper, ask me about it, answer a few "
        "questions, and take away an architecture proposal in which every sentence says where it comes from. "
        "Nothing leaves this machine unless you connect a model."
    )
    drop(consultation, "welcome")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Try it with a sample company", type="primary", on_click=open_sample)
        st.button("Start with a question", on_click=session.remember, args=("ask-first", True))
    st.caption(
        "Reads PDF, Word, Excel, PowerPoint, OpenDocument, RTF, Markdown, web pages, text, mail with attachments, "
        "configuration, schemas and models, and ZIP archives of these."
    )


def open_sample() -> None:
    """Work in the sample company's workspace; its documents are read if they are not there yet."""
    application = session.application()
    session.open_workspace(application.create_sample())
    sample = session.consultation()
    job = sample.arrivals.job()
    if not sample.documents() and not (job is not None and job.is_running):
        sample.arrivals.start_sources(application.sample_sources())


def _line(document: DocumentSummary) -> str:
    """One document of the list, as Markdown."""
    size = f" :gray[{document.pages} p]" if document.has_pages else ""
    waits = " :gray[not searchable yet]" if document.status == "stored" else ""
    waits = " :gray[set aside]" if document.is_excluded else waits
    line = f"{plain(PurePath(document.name).name)}{size}{waits}"
    if document.pages_without_text:
        pages = ", ".join(map(str, document.pages_without_text[:5]))
        line += f"  \n:orange[p. {pages}: no text, needs OCR]"
    return line


def progress(consultation: Consultation, place: str) -> None:
    """Progress of the running job, refreshed each second; its outcome once it has ended, and files that need a password."""
    waiting = unlock.forms(consultation, place)
    job = consultation.arrivals.job()
    if job is None:
        return
    if job.is_running:
        _running(consultation, place)
        return
    if job.error:
        st.error(plain(job.error))
    elif job.result is not None:
        report = job.result
        for failed in (failed for failed in report.failed if failed.name not in waiting):
            st.warning(f"**{plain(failed.name)}** was not taken in. {plain(failed.message)}")
        taken = sum(1 for outcome in report.documents if outcome.status != "unchanged")
        unchanged = len(report.documents) - taken
        said = f"Took in {taken} of {taken + len(report.failed) + len(report.left)} documents in {report.seconds:.0f} s"
        said += f"; {unchanged} were here already" if unchanged else ""
        said += f". Stopped; {len(report.left)} are left: drop them again to go on" if report.stopped else ""
        st.caption(f"{said}.")
    st.button("Dismiss", on_click=consultation.arrivals.dismiss_job, type="tertiary", key=f"dismiss-{place}")


@st.fragment(run_every="1s")
def _running(consultation: Consultation, place: str) -> None:
    job = consultation.arrivals.job()
    if job is None or not job.is_running:
        st.rerun()
        return
    report = job.progress
    if report is None:
        st.progress(0.0, text=job.title)
    else:
        left = f" · about {report.eta_s:.0f} s left" if report.eta_s else ""
        count = f"{report.done} of {report.total}"
        st.progress(
            min(report.done / max(report.total, 1), 1.0),
            text=f"{count} · {report.step} {plain(PurePath(report.name).name)}{left}",
        )
    label = "Stopping …" if job.is_stopping else "Stop"
    st.button(label, on_click=consultation.arrivals.stop_job, disabled=job.is_stopping, key=f"stop-{place}")
