"""The systems of today: one a row, and for the selected one where each of its values stands."""

import streamlit as st

from pages.parts import sources
from rag.brief.brief import Brief, Provenance, System

COLUMNS = {
    "technology": "Technology",
    "version": "Version",
    "owner": "Owner",
    "contract_end": "Contract ends",
    "support_end": "Support ends",
    "disposition": "Disposition",
    "criticality": "Criticality",
}


def systems(brief: Brief) -> None:
    """The table, and the sources of the row that is selected."""
    if not brief.systems:
        st.caption("None: no document names a system that is in use.")
        return
    rows = [
        {
            "System": system.name,
            **{label: _value(system, part) for part, label in COLUMNS.items()},
            "Sources": ", ".join(_documents(system)),
        }
        for system in brief.systems
    ]
    event = st.dataframe(
        rows,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        key=f"systems-{hash(tuple(system.name for system in brief.systems))}",
        column_config={"System": {"pinned": True}},
        alt="Systems of today, one a row",
    )
    chosen = [brief.systems[row] for row in event["selection"]["rows"] if row < len(brief.systems)]
    if chosen:
        _system(chosen[0])
    else:
        st.caption("Select a system at its left edge to see where each of its values stands.")


def _system(system: System) -> None:
    st.subheader(sources.plain(system.name), anchor=False)
    for part, label in COLUMNS.items():
        value, origin = _value(system, part), system.origins.get(part)
        if value:
            with st.container(horizontal=True, vertical_alignment="center", key=f"rule-system-{part}", gap="small"):
                st.markdown(f"{label}: **{sources.plain(value)}**", width="content")
                _origin(system, part, origin)
    cited = tuple(source.citation for source in system.provenance if source.citation is not None)
    st.caption("All statements about it")
    sources.chips(cited, "system-all", label=f"Sources of {sources.plain(system.name)}")


def _origin(system: System, part: str, origin: Provenance | None) -> None:
    if part == "support_end" and system.support_note:
        about = f"{system.supported}: " if system.is_part_first else ""
        st.caption(sources.plain(f"{about}{system.support_note}"), width="content")
    if origin is not None and origin.citation is not None:
        sources.chips((origin.citation,), f"system-{part}", label=f"Source of {COLUMNS[part]}")
    elif origin is not None:
        st.caption(sources.plain(f"your answer: “{origin.text}”"))


def _value(system: System, part: str) -> str:
    value = str(getattr(system, part))
    if part == "disposition" and value == "unknown":
        return ""
    return value


def _documents(system: System) -> list[str]:
    origins = [*system.origins.values(), *system.provenance]
    return list(dict.fromkeys(source.citation.document for source in origins if source.citation is not None))
