"""What sources disagree about: the sides beside each other, what precedence suggests, and a button to take a side."""

from pathlib import PurePath

import streamlit as st

from pages.parts import conversation, shelf, sources
from rag.brief.sides import Contradiction, Side
from rag.consultation import Consultation

MOST_QUOTES = 3  # of one side
ABREAST = 2  # sides beside each other; on a phone they stand below each other


def every(consultation: Consultation) -> None:
    """All contradictions, those that wait for a person first, and those that were settled."""
    found = consultation.ledger.contradictions()
    if not found:
        st.caption("None: the documents do not contradict each other in what was read.")
    for one in found:
        contradiction(consultation, one)
    settled = consultation.ledger.settled()
    if settled:
        st.subheader("Settled", anchor=False)
    for answer in settled:
        with st.container(horizontal=True, gap="medium", vertical_alignment="center", key=f"rule-{answer.accepts}"):
            path = next(iter(answer.values), "")
            about = f"{consultation.ledger.label(path)}{f' of {answer.subject}' if answer.subject else ''}"
            st.markdown(f"{sources.plain(about)}: **{sources.plain(answer.text)}** · {answer.at}", width="content")
            st.button(
                "Open again",
                key=f"reopen-{answer.accepts}",
                type="tertiary",
                on_click=consultation.ledger.reopen,
                args=(answer,),
            )


def contradiction(consultation: Consultation, found: Contradiction) -> None:
    """One contradiction, side by side."""
    conflict = found.conflict
    with st.container(key=f"rule-{conflict.id}", gap="small"):
        st.markdown(f"**{sources.plain(found.question)}**")
        for first in range(0, len(found.sides), ABREAST):
            for column, side in zip(st.columns(ABREAST, gap="large"), found.sides[first : first + ABREAST], strict=False):
                with column:
                    _side(consultation, found, side)
        suggested = next((side.shown for side in found.sides if side.is_suggested), "")
        advice = f"Suggested: {suggested} – " if suggested and conflict.kind != "superseded" else ""
        st.caption(sources.plain(f"{advice}{_reason(found)}."))


def _reason(found: Contradiction) -> str:
    """Why precedence suggests what it does; documents by their names without folders, as on the chips."""
    reason = found.conflict.reason
    for document in {statement.citation.document for side in found.sides for statement in side.statements}:
        reason = reason.replace(document, PurePath(document).name)
    return reason


def _side(consultation: Consultation, found: Contradiction, side: Side) -> None:
    marks = [
        name
        for name, holds in (
            ("superseded", side.is_replaced),
            ("suggested", side.is_suggested and found.conflict.kind != "superseded"),
            ("used until it is settled", side.is_used and found.conflict.kind != "superseded"),
            ("holds", side.is_used and found.conflict.kind == "superseded"),
        )
        if holds
    ]
    st.subheader(sources.plain(side.shown), anchor=False)
    if marks:
        st.caption(" · ".join(marks))
    cited = tuple(statement.citation for statement in side.statements)
    key = f"{found.conflict.id}-{found.sides.index(side)}"
    for number, statement in enumerate(side.statements[:MOST_QUOTES]):
        st.html(conversation.quotation(statement.citation.quote))
        sources.chips(cited, f"side-{key}-{number}", only=[number], label=f"Source {number + 1} of {sources.plain(side.shown)}")
        st.caption(sources.plain(" · ".join(part for part in (statement.dated or "no date", statement.authority) if part)))
    if len(side.statements) > MOST_QUOTES:
        st.caption(f"and {len(side.statements) - MOST_QUOTES} more statements")
    st.button(
        f"Take {sources.plain(side.shown)}",
        key=f"take-{key}",
        on_click=_take,
        args=(consultation, found, side),
    )


def _take(consultation: Consultation, found: Contradiction, side: Side) -> None:
    shelf.attempt(lambda: consultation.ledger.settle(found, side))
