"""What stands behind “nothing found”: where was looked, for what, and what was found that does not count."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import session, sources
from rag.consultation import Consultation
from rag.interview.entries import Entry
from rag.ledger.searched import Searched

MOST_WORDS, MOST_EXAMPLES, MOST_FACTS = 40, 3, 8


def unanswered(consultation: Consultation) -> tuple[Entry, ...]:
    """The fields that no document and nobody speaks about."""
    return tuple(entry for entry in consultation.entries() if not entry.is_known)


def fields(consultation: Consultation, missing: Sequence[Entry]) -> None:
    """Choose one of them, and see what was searched."""
    if not missing:
        st.caption("Every field of the Brief is known.")
        return
    chosen = st.selectbox(
        "No document says anything about",
        missing,
        format_func=lambda entry: f"{entry.label} ({entry.part})",
        width=520,
    )
    record(consultation, chosen)


def dialog(consultation: Consultation) -> None:
    """The search record that was asked for, over the page."""
    path = session.forget("searched")
    if path:
        _dialog(consultation, path)


@st.dialog("What was searched", width="medium")
def _dialog(consultation: Consultation, path: str) -> None:
    record(consultation, next(entry for entry in consultation.entries() if entry.path == path))


def record(consultation: Consultation, entry: Entry) -> None:
    """What was searched for one field."""
    found = consultation.ledger.searched(entry.path)
    st.markdown(f"**{sources.plain(entry.label)}**" + (f": assumed, {sources.plain(entry.shown)}" if entry.shown else ""))
    pages = f" ({found.pages} pages)" if found.pages else ""
    aside = f"; {found.set_aside} set aside were left out" if found.set_aside else ""
    st.markdown(f"All {found.documents} documents{pages} were read from end to end{aside}.")
    if found.pages_without_text:
        gaps = "; ".join(f"{name}, p. {', '.join(map(str, numbers))}" for name, numbers in found.pages_without_text)
        st.warning(sources.plain(f"Not read, for want of text: {gaps}. It may stand there."))
    if not found.sought:
        why = f" {entry.why}." if entry.why else ""
        st.markdown(f"No rule reads this from documents: it is only known when somebody says it.{sources.plain(why)}")
        return
    st.markdown(f"Looked for: {_listed(found.sought)}.")
    if found.words:
        st.markdown(
            f"Cue words, any of them: {_listed(found.words[:MOST_WORDS])}{' …' if len(found.words) > MOST_WORDS else ''}"
        )
    if found.examples:
        st.markdown("Sentences like these are read: " + _listed([f"“{text}”" for text in found.examples[:MOST_EXAMPLES]]))
    _uncounted(found)
    if found.quality:
        st.caption(sources.plain(found.quality))


def _uncounted(found: Searched) -> None:
    if found.others:
        is_one = found.others == 1
        st.markdown(
            f"{found.others} statement{' of this kind fills' if is_one else 's of this kind fill'} other fields, not this one."
        )
    if not found.uncounted:
        return
    st.markdown("Found, but it does not count:")
    cited = tuple(fact.citation for fact, _ in found.uncounted[:MOST_FACTS])
    for number, (fact, why) in enumerate(found.uncounted[:MOST_FACTS]):
        st.markdown(f"- {sources.plain(fact.statement)} :gray[{sources.plain(why)}]")
        sources.chips(cited, f"uncounted-{found.path}-{number}", only=[number], label=f"Source {number + 1}")
    if len(found.uncounted) > MOST_FACTS:
        st.caption(f"and {len(found.uncounted) - MOST_FACTS} more")


def _listed(items: Sequence[str]) -> str:
    return sources.plain(", ".join(items))
