"""The fields of the Brief, part by part: value, source, what it drives; and the form of the one that is being edited."""

from collections.abc import Sequence
from html import escape
from typing import Literal

import streamlit as st

from pages.parts import contradictions, session, sources
from rag.brief.brief import Status
from rag.consultation import Consultation
from rag.interview.entries import Entry

AT_ONCE = 30  # fields shown before "Show more"
GROUPS = {
    "everything": tuple(Status),
    "known": (Status.STATED, Status.DOCUMENTED, Status.CONFIRMED, Status.CONFLICTED, Status.NOT_APPLICABLE),
    "assumed": (Status.ASSUMED,),
    "contradicted": (Status.CONFLICTED,),
    "nobody said": (Status.UNKNOWN,),
}
WORDS = {
    Status.UNKNOWN: "nobody said",
    Status.ASSUMED: "assumed",
    Status.STATED: "you said it",
    Status.DOCUMENTED: "documented",
    Status.CONFIRMED: "confirmed",
    Status.CONFLICTED: "sources disagree",
    Status.NOT_APPLICABLE: "does not apply",
}
KINDS = {Status.ASSUMED: "assumed", Status.UNKNOWN: "unknown", Status.CONFLICTED: "conflicted"}  # drawn in a way of their own


def every(consultation: Consultation) -> None:
    """All fields that are asked for."""
    entries = consultation.entries()
    counts = {name: sum(entry.status in statuses for entry in entries) for name, statuses in GROUPS.items()}
    group = st.pills(
        "Show",
        list(GROUPS),
        default="known" if counts["known"] else "everything",
        format_func=lambda name: f"{name} ({counts[name]})",
        required=True,
        key="fields-group",
        on_change=session.remember,
        args=("fields-shown", 1),
    )
    said = st.text_input("Find words", placeholder="Find words", label_visibility="collapsed", width=420, key="fields-words")
    words = said.casefold().split()
    shown = [
        entry
        for entry in entries
        if entry.status in GROUPS[group or "known"]
        and all(word in f"{entry.part} {entry.label} {entry.shown}".casefold() for word in words)
    ]
    if group == "assumed":
        st.caption("Nobody has said these. Each is listed in the proposal with the effect if it is wrong.")
    _parts(consultation, shown)


def _parts(consultation: Consultation, shown: Sequence[Entry]) -> None:
    """The fields under the names of their parts; a long list goes on when it is asked to, so that each run is quick."""
    pages = session.recall("fields-shown", 1)
    part = ""
    for entry in shown[: AT_ONCE * pages]:
        if entry.part != part:
            part = entry.part
            st.header(part, anchor=False)
        _entry(consultation, entry)
    left = len(shown) - AT_ONCE * pages
    if left > 0:
        st.button(f"Show more ({left})", on_click=session.remember, args=("fields-shown", pages + 1))
    if not shown:
        st.caption("No field is like that.")


def _entry(consultation: Consultation, entry: Entry) -> None:
    is_open = session.recall("editing") == entry.path
    with st.container(key=f"field-{KINDS.get(entry.status, 'known')}-{entry.path.replace('.', '-')}", gap="small"):
        st.html(_told(entry))
        spread: Literal["distribute", "left"] = "distribute" if entry.citations else "left"
        with st.container(horizontal=True, gap="medium", vertical_alignment="center", horizontal_alignment=spread):
            sources.chips(entry.citations, f"field-{entry.path}", label=f"Sources of {sources.plain(entry.label)}")
            _buttons(entry, is_open=is_open)
        _others(entry)
        if is_open:
            _form(consultation, entry)


def _buttons(entry: Entry, *, is_open: bool) -> None:
    if not entry.is_known:
        searched = ("searched", entry.path)
        st.button("What was searched", key=f"searched-{entry.path}", type="tertiary", on_click=session.remember, args=searched)
    editing = ("editing", "" if is_open else entry.path)
    label = "Close" if is_open else "Edit"
    st.button(label, key=f"edit-{entry.path}", type="tertiary", on_click=session.remember, args=editing)


def _told(entry: Entry) -> str:
    """Label, value, status and what it drives, as HTML."""
    status = WORDS[entry.status] + (", hard" if entry.hard else "")
    value = f'<dd class="gp-value">{escape(entry.shown)}</dd>' if entry.shown else ""
    notes = [part for part in (entry.origin, entry.note) if part]
    drives = f"drives {', '.join(entry.drives)}" if entry.drives else ""
    lines = "".join(f'<dd class="gp-place">{escape(line)}</dd>' for line in (" · ".join(notes), drives) if line)
    label = f'<dt>{escape(entry.label)} <span class="gp-status">{escape(status)}</span></dt>'
    return f'<dl class="gp-rows"><div class="gp-row">{label}{value}{lines}</div></dl>'


def _others(entry: Entry) -> None:
    """Values that are not used, each with its source; both sides of a contradiction stand here in full."""
    for number, other in enumerate(entry.others):
        value = f"or **{sources.plain(other.shown)}**" if other.is_rival else f"not used: {sources.plain(other.shown)}"
        st.markdown(f":small[{value} :gray[{sources.plain(other.reason)}]]")
        sources.chips(other.citations, f"other-{entry.path}-{number}", label=f"Sources of {sources.plain(other.shown)}")


def _form(consultation: Consultation, entry: Entry) -> None:
    """The form of one field, with the reason for which it is asked and the sides of its contradictions."""
    if entry.why:
        st.caption(f"Why it is asked: {sources.plain(entry.why)}.")
    for found in consultation.ledger.contradictions():
        if found.conflict.field == entry.path and entry.status is Status.CONFLICTED:
            contradictions.contradiction(consultation, found)
    with st.form(f"field-form-{entry.path}", border=False):
        text = _input(entry)
        with st.container(horizontal=True, gap="small"):
            if st.form_submit_button("Save", type="primary"):
                _save(consultation, entry, text)
            if entry.is_said and st.form_submit_button("Take back what was said here"):
                consultation.interview.untell(entry.path)
                _done(f"{entry.label}: what you said is taken back.")


def _input(entry: Entry) -> str:
    if entry.choices:
        index = entry.choices.index(entry.shown) if entry.shown in entry.choices else None
        return st.selectbox(sources.plain(entry.label), entry.choices, index=index, placeholder="choose") or ""
    hint = "is added to what is known" if entry.shown and not entry.draft and entry.is_known else "as you would say it"
    return st.text_input(sources.plain(entry.label), entry.draft, placeholder=hint, max_chars=500)


def _save(consultation: Consultation, entry: Entry, text: str) -> None:
    if not text.strip():
        st.error("Say a value first. To take a value out, say “n/a”: it does not apply.")
        return
    reading = consultation.interview.tell(entry.path, text)
    if reading.not_understood:
        st.error(sources.plain(reading.message))
        return
    _done(reading.message)


def _done(message: str) -> None:
    session.remember("editing", "")
    session.remember("notice", message)
    st.rerun()
