"""What a page keeps between runs, and the one application behind all sessions.

The only file that touches session state and caches.
"""

from typing import Any

import streamlit as st

from rag.build import Application, open_application
from rag.consultation import Consultation
from rag.ground.citation import Citation
from rag.settings import load_settings


@st.cache_resource(show_spinner=False)
def application() -> Application:
    """The record, the indexes and the models, opened once for the whole server."""
    return open_application(load_settings(), writing=True)


def consultation() -> Consultation:
    """The workspace that this session works in."""
    return application().consultation(workspace())


def workspace() -> str:
    """Slug of the workspace; kept in the address, so that a refresh returns to it."""
    return str(st.query_params.get("workspace", "") or application().settings.workspace)


def open_workspace(slug: str) -> None:
    """Work in another workspace from now on."""
    st.query_params["workspace"] = slug


def remember(name: str, value: Any) -> None:
    """Keep a small value for this session."""
    st.session_state[f"gp-{name}"] = value


def recall(name: str, default: Any = None) -> Any:
    """A value kept with `remember`."""
    return st.session_state.get(f"gp-{name}", default)


def forget(name: str) -> Any:
    """Take a kept value away, and return it; None when there is none."""
    return st.session_state.pop(f"gp-{name}", None)


def show_sources(citations: tuple[Citation, ...], position: int) -> None:
    """Open the source viewer at one of `citations` in the next run, or move it there."""
    remember("sources", citations)
    remember("source-position", position)
    remember("source-open", True)
