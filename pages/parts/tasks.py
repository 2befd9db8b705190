"""What is left to do before a version is final, each with the way there."""

import streamlit as st

from pages.parts import sources
from rag.consultation import Consultation
from rag.propose.proposal import Proposal

WAYS = {
    "value": ("Values that somebody has to say", "pages/brief.py", "Brief"),
    "sentence": ("Sentences that break a rule", "", ""),
    "constraint": ("Hard constraints to be answered, or waived with a reason", "pages/facts.py", "Facts"),
    "declare": ("At last", "", ""),
}
MOST = 20  # of one kind


def show(consultation: Consultation, proposal: Proposal) -> None:
    """The tasks, closed; nothing for a final version."""
    tasks = consultation.drafts.tasks(proposal)
    if not tasks:
        return
    with st.expander(f"To do before it is final ({len(tasks)})"):
        for kind, (title, page, name) in WAYS.items():
            named = [task for task in tasks if task.kind == kind]
            if not named:
                continue
            st.markdown(f"**{title}**")
            lines = [f"- {sources.plain(task.text)}{_where(task.section)}" for task in named[:MOST]]
            st.markdown("\n".join(lines))
            if len(named) > MOST:
                st.caption(f"and {len(named) - MOST} more")
            if page:
                st.page_link(page, label=f"Open {name}")


def _where(section: str) -> str:
    return f" ([where](#s-{section}))" if section else ""
