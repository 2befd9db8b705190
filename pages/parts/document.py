"""One document in a dialog: what it is, its pages, its versions, who quotes it; and the question before deleting."""

from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st

from pages.parts import session, shelf
from pages.parts.sources import plain
from rag.consultation import Consultation
from rag.errors import RagError
from rag.shelf.report import DocumentReport
from rag.store.labels import Label

MOST_LISTED = 30
NO_DATE = "none"


def dialogs(consultation: Consultation) -> None:
    """The dialog that was asked for."""
    opened, deleting = session.forget("opened"), session.forget("deleting")
    if deleting:
        _delete(consultation, deleting)
    elif opened:
        _report(consultation, opened)


@st.dialog("Document", width="large")
def _report(consultation: Consultation, document_id: str) -> None:
    try:
        report = consultation.shelf.report(document_id)
    except RagError as error:
        st.warning(plain(str(error)))
        return
    document = report.document
    st.markdown(f"**{plain(document.name)}**")
    st.caption(
        f"version {document.version} · {shelf.status(document)} · {_size(document.size)} · {report.characters:,} characters"
    )
    _label_form(consultation, report)
    _contents(report)
    with st.container(horizontal=True, gap="small"):
        label, work = (
            ("Use again", consultation.shelf.use_again) if document.is_excluded else ("Set aside", consultation.shelf.set_aside)
        )
        if st.button(label, key="report-exclude"):
            shelf.attempt(lambda: work([document.id]))
            st.rerun()
        if st.button("Delete …", key="report-delete"):
            session.remember("deleting", (document.id,))
            st.rerun()
        original = consultation.original(document.sha256)
        if original is not None:
            name = PurePath(document.name).name
            st.download_button("Open the original", data=original.read_bytes(), file_name=name, on_click="ignore")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Values of a choice whose first says that what was detected holds."""

    detected: str
    labels: dict[str, str]

    def show(self, value: str) -> str:
        return self.labels[value] if value else f"{self.labels.get(self.detected, self.detected)} (as detected)"


def _label_form(consultation: Consultation, report: DocumentReport) -> None:
    """Type, date and authority; what a person says holds for later versions, too."""
    document, kept = report.document, consultation.shelf
    types = _Choice(document.detected_type, dict(kept.types()))
    classes = _Choice(kept.authority_of_type(document), dict(kept.authorities()))
    said = document.label
    with st.form(f"label-{document.id}"):
        doc_type = _select("Type", types, said.doc_type or "")
        authority = _select("Authority, when documents disagree", classes, said.authority or "")
        dated = st.text_input(
            f"Date, like 2026-11-21; “{NO_DATE}” for no date",
            value=NO_DATE if said.dated == "" else said.dated or "",
            placeholder=f"{document.detected_date or 'no date'} (as detected)",
        )
        if st.form_submit_button("Save"):
            date = "" if dated.strip().lower() == NO_DATE else dated.strip() or None
            shelf.attempt(lambda: kept.edit(document, Label(doc_type or None, date, authority or None)))
            st.rerun()


def _select(label: str, choice: _Choice, value: str) -> str:
    options = ["", *choice.labels]
    return st.selectbox(label, options, index=options.index(value) if value in options else 0, format_func=choice.show)


def _contents(report: DocumentReport) -> None:
    """Pages, remarks, versions and proposals."""
    document = report.document
    pages = f"{document.pages} pages" if document.has_pages else "No numbered pages"
    st.markdown(f"{pages}, {document.chunks} passages, {document.facts} facts.")
    lines = [f"{fault.page}: {fault.problem}" for fault in report.faults]
    lines += [warning for warning in document.warnings if not any(fault.problem in warning for fault in report.faults)]
    if lines:
        more = [f"and {len(lines) - MOST_LISTED} more"] if len(lines) > MOST_LISTED else []
        st.markdown("\n".join(f"- {plain(line)}" for line in [*lines[:MOST_LISTED], *more]))
    if len(report.versions) > 1:
        st.markdown("**Versions**")
        st.markdown(
            "\n".join(
                f"- version {one.version}, {one.created[:10]}, {shelf.status(one)}" for one in report.versions[:MOST_LISTED]
            )
        )
    if report.proposals:
        st.markdown(f"Quoted by version {', '.join(map(str, report.proposals))} of the proposal.")


@st.dialog("Delete for good?")
def _delete(consultation: Consultation, ids: tuple[str, ...]) -> None:
    chosen = set(ids)
    names = [document.name for document in consultation.documents() if document.id in chosen]
    st.markdown("\n".join(f"- {plain(name)}" for name in names[:MOST_LISTED]))
    if len(names) > MOST_LISTED:
        st.caption(f"and {len(names) - MOST_LISTED} more")
    st.markdown(
        "Text, vectors, facts and files go, with all versions. To leave a document out and keep it, set it aside instead."
    )
    for name, versions in list(consultation.shelf.citing(ids).items())[:MOST_LISTED]:
        st.warning(
            plain(f"{name} is quoted by version {', '.join(map(str, versions))} of the proposal, which stays and says so.")
        )
    with st.container(horizontal=True, gap="small"):
        if st.button("Delete for good", type="primary"):
            with st.spinner("Deleting, and looking whether it is gone …"):
                shelf.attempt(lambda: consultation.shelf.remove(ids))
            st.rerun()
        if st.button("Keep"):
            st.rerun()


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
