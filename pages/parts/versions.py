"""The versions of a proposal: which one is read, and what changed since an earlier one, with what caused it."""

from functools import partial

import streamlit as st

from pages.parts import session, sources
from rag.brief.show import show_date
from rag.consultation import Consultation
from rag.export.formats import AUDIENCES, LANGUAGES, PROFILES
from rag.export.nodes import Edition
from rag.propose.diff import NUMBER, Change, ProposalDiff, SectionChange
from rag.propose.proposal import Proposal

HEADINGS = {
    "status": "Decision",
    "recommendation": "Decision",
    "option": "Decision",
    "overlay": "Decision",
    "technology": "Technologies",
    "obligation": "Laws",
    "constraint": "Constraints",
    "number": "Numbers",
    "assumption": "Assumptions",
    "known": "What is known",
    "document": "Documents",
}
PROFILE_NAMES = {"full": "Whole", "short": "Short"}
AUDIENCE_NAMES = {"all": "Everyone", "board": "Board", "engineering": "Engineers"}
AT_ONCE = 12  # changes of one heading before the rest is counted
MOST_SENTENCES = 40  # of one section


def chosen(consultation: Consultation, latest: Proposal) -> Proposal:
    """The version to read: the latest, unless another one is picked."""
    versions = consultation.drafts.versions()
    if len(versions) < 2:
        return latest
    said = {one.version: f"{one.version} · {show_date(one.as_of)} · {one.status}" for one in reversed(versions)}
    key = f"version-{latest.version}-{latest.status}"  # after a new draft, that one is shown
    number = st.selectbox("Version", list(said), format_func=lambda version: said[version], key=key)
    if number == latest.version:
        return latest
    return session.kept("old-version", (consultation.slug, number), partial(consultation.drafts.version, number))


def edition(consultation: Consultation) -> Edition:
    """How to read it: all of it in English, unless the reader wants otherwise; what is downloaded for reading is the same."""
    profile = st.segmented_control(
        "Length", list(PROFILES), format_func=PROFILE_NAMES.__getitem__, default=PROFILES[0], required=True, key="profile"
    )
    audience = st.segmented_control(
        "For", list(AUDIENCES), format_func=AUDIENCE_NAMES.__getitem__, default=AUDIENCES[0], required=True, key="audience"
    )
    language = st.segmented_control(
        "Headings", list(LANGUAGES), format_func=str.upper, default=LANGUAGES[0], required=True, key="language"
    )
    return consultation.drafts.edition(profile or PROFILES[0], audience or AUDIENCES[0], language or LANGUAGES[0])


def changes(consultation: Consultation, proposal: Proposal) -> None:
    """What changed to this version, from the one before or another."""
    earlier = [one.version for one in consultation.drafts.versions() if one.version < proposal.version]
    if not earlier:
        return
    with st.expander("What changed", expanded=False):
        since = st.selectbox("Since version", earlier[::-1], key=f"since-{proposal.version}", width=160)
        key = (consultation.slug, since, proposal.version, consultation.drafts.stamp(proposal.version))
        found = session.kept("difference", key, partial(consultation.drafts.difference, since, proposal.version))
        _changes(found)


def _changes(found: ProposalDiff) -> None:
    if not found.changes and not found.sections:
        st.caption("Nothing.")
    for heading in dict.fromkeys(HEADINGS.values()):
        group = [change for change in found.changes if HEADINGS[change.kind] == heading]
        if group:
            st.markdown(f"**{heading}**")
            st.markdown("\n".join(_line(change) for change in group[:AT_ONCE]))
        if len(group) > AT_ONCE:
            st.caption(f"and {len(group) - AT_ONCE} more")
    if found.sections:
        st.markdown("**Text**")
        titles = {section.id: f"{section.title} (−{len(section.removed)}, +{len(section.added)})" for section in found.sections}
        id_ = st.selectbox("Section", list(titles), format_func=lambda name: titles[name], key=f"text-{found.old}-{found.new}")
        _text(next(section for section in found.sections if section.id == id_))


def _line(change: Change) -> str:
    what, before, after = (sources.plain(text) for text in (change.what, change.before, change.after))
    if change.kind == "number":
        figures = zip(NUMBER.findall(change.before), NUMBER.findall(change.after), strict=False)
        said = f"{after} (was {', '.join(old for old, new in figures if old != new)})"
    elif before and after:
        said = f"{what}: {before} → **{after}**"
    else:
        said = f"{what}: new, **{after}**" if after else f"{what}: gone, {before}"
    why = f" Because of {sources.plain('; '.join(change.causes))}." if change.causes else ""
    return f"- {said}{why}"


def _text(section: SectionChange) -> None:
    lines = [f"- ~~{sources.plain(text)}~~" for text in section.removed[:MOST_SENTENCES]]
    lines += [f"- {sources.plain(text)}" for text in section.added[:MOST_SENTENCES]]
    st.markdown("\n".join(lines))
