"""The table of all facts: filter, select, decide about one or many; a single one with its quotation, history and form."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts import conversation, session, shelf, sources
from pages.parts.ledger import DECISIONS
from rag.brief.show import show as show_value
from rag.brief.show import show_date
from rag.consultation import Consultation
from rag.errors import RagError
from rag.extract.fact import Fact, FactState, Time
from rag.ledger.add import RULE
from rag.ledger.edit import FactWords, in_words, words_of
from rag.ledger.filter import FactFilter, find_facts

REASON = "facts-reason"
HEIGHT = 420  # pixels of the table: what is selected stands below it, in sight


def table(consultation: Consultation, facts: Sequence[Fact]) -> None:
    """The facts that are asked for; those selected can be decided about."""
    wanted = _filter(facts)
    shown = find_facts(facts, wanted)
    st.caption(sources.plain(f"{len(shown)} of {len(facts)} facts. {consultation.ledger.quality.said(wanted.kinds)}"))
    bar = st.container(horizontal=True, gap="small", vertical_alignment="center", key="facts-actions")
    chosen = _select(shown)
    with bar:
        _actions(consultation, chosen)
    if len(chosen) == 1:
        _one(consultation, chosen[0])
    elif not chosen:
        st.caption("Select rows at their left edge. A single one shows its quotation, what was decided about it, and a form.")


def _spoken(value: str) -> str:
    return value.replace("_", " ")


def _filter(facts: Sequence[Fact]) -> FactFilter:
    with st.container(horizontal=True, gap="small", key="facts-filter"):
        words = st.text_input("Find words", width=150)
        kinds = _several("Kind", {fact.kind for fact in facts})
        documents = _several("Document", {fact.citation.document for fact in facts}, str)
        states = _several("State", {fact.state.value for fact in facts})
        times = _several("Time", {fact.time.value for fact in facts})
    return FactFilter(kinds, documents, states, times, words)


def _several(label: str, values: set[str], show: Callable[[str], str] = _spoken) -> tuple[str, ...]:
    return tuple(st.multiselect(label, sorted(values), placeholder="any", format_func=show, width=150))


def _select(shown: Sequence[Fact]) -> list[Fact]:
    """The table; the facts of the selected rows."""
    rows = [
        {
            "Kind": _spoken(fact.kind),
            "Statement": fact.statement,
            "Value": "" if fact.value is None else show_value(fact.unit, fact.value, None, fact.unit),
            "State": fact.state.value,
            "Document": fact.citation.document,
            "Place": fact.citation.locator,
            "Subject": fact.subject,
            "Time": fact.time.value,
        }
        for fact in shown
    ]
    if not rows:
        st.caption("No fact is like that.")
        return []
    event = st.dataframe(
        rows,
        hide_index=True,
        height=HEIGHT,
        column_config={"Statement": st.column_config.Column(width=290), "Value": st.column_config.Column(width=105)},
        on_select="rerun",
        selection_mode="multi-row",
        key=f"facts-{hash(tuple(fact.id for fact in shown))}",  # other rows: nothing is selected
        alt="All facts that are asked for, one a row",
    )
    return [shown[row] for row in event["selection"]["rows"] if row < len(shown)]


def _actions(consultation: Consultation, chosen: Sequence[Fact]) -> None:
    ids = tuple(fact.id for fact in chosen)
    st.markdown(f"**{len(chosen)} selected**", width="content")
    for label, state in DECISIONS:
        st.button(label, key=f"facts-{state.value}", disabled=not ids, on_click=_decide, args=(consultation, ids, state))
    st.text_input("Reason", key=REASON, max_chars=300, placeholder="Reason (optional)", label_visibility="collapsed", width=250)


def _decide(consultation: Consultation, ids: Sequence[str], state: FactState) -> None:
    reason = session.typed(REASON)
    shelf.attempt(lambda: consultation.ledger.decide(ids, state, reason))
    session.preset(REASON, "")


def _one(consultation: Consultation, fact: Fact) -> None:
    """A single fact: what it says, where, what was decided, and how to change it."""
    st.html(conversation.quotation(fact.citation.quote))
    sources.chips((fact.citation,), f"fact-{fact.id}", label="Source")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Change what it says", anchor=False)
        _form(consultation, fact)
    with right:
        st.subheader("History", anchor=False)
        _history(consultation, fact)


def _form(consultation: Consultation, fact: Fact) -> None:
    said, times = words_of(fact), list(Time)
    with st.form(f"edit-{fact.id}", border=False):
        value, unit = st.columns([2, 1])
        new = FactWords(
            value=value.text_input("Value", said.value, placeholder="none", max_chars=200),
            unit=unit.text_input("Unit", said.unit, placeholder="none", max_chars=20),
            subject=st.text_input("Subject: the system, tier or group it is about", said.subject, placeholder="the whole"),
            time=st.selectbox("Time", times, index=times.index(said.time), format_func=lambda time: time.value),
            hard=st.checkbox("Hard: it must hold", said.hard),
        )
        reason = st.text_input("Reason of the change (optional)", max_chars=300)
        problem = st.empty()
        if st.form_submit_button("Save"):
            try:
                consultation.ledger.edit(fact, new, reason)
            except RagError as error:
                problem.error(sources.plain(str(error)))
            else:
                st.rerun()


def _history(consultation: Consultation, fact: Fact) -> None:
    try:
        decisions = consultation.ledger.history(fact.id)
    except RagError as error:
        st.warning(sources.plain(str(error)))
        return
    dated = f", a paper of {show_date(fact.dated)}" if fact.dated else ""
    read = "Added by a person" if fact.rule == RULE else f"Read by rule {fact.rule}, {100 * fact.confidence:.0f} % sure"
    lines = [f"{read}, from {fact.citation.document}{dated}."]
    if fact.state is FactState.SUPERSEDED:
        lines.append("Its words do not stand in the document's present version: it counts no longer.")
    for one in decisions:
        what = "taken back" if one.state is FactState.EXTRACTED else one.state.value
        reason = f"“{one.reason}”" if one.reason else ""
        parts = (f"{one.at[:10]} {one.at[11:16]}", what, in_words(one.edits, fact), one.by, reason)
        lines.append(" · ".join(part for part in parts if part))
    st.markdown("\n".join(f"- {sources.plain(line)}" for line in lines))
    if not decisions:
        st.caption("Nobody has decided about it yet.")
