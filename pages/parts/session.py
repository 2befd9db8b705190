"""What a page keeps between runs, and the one application behind all sessions.

The only file that touches session state, the address's parameters and caches.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from rag.build.application import Application, open_application
from rag.consultation import Consultation
from rag.ground.citation import Citation
from rag.settings import load_settings

Value = TypeVar("Value")


@st.cache_resource(show_spinner=False)
def application() -> Application:
    """The record, the indexes and the models, opened once for the whole server."""
    opened = open_application(load_settings(), writing=True)
    opened.index_library()
    opened.keep_in_step()
    return opened


def consultation() -> Consultation:
    """The workspace that this session works in."""
    return application().consultation(workspace())


def workspace() -> str:
    """Slug of the workspace; kept in the address, so that a refresh or a link returns to it."""
    asked = st.query_params.get("workspace", "")
    slug = str(asked or recall("workspace") or application().settings.workspace)
    if not asked and slug != application().settings.workspace:
        st.query_params["workspace"] = slug  # another page of the app was chosen, which clears the address
    remember("workspace", slug)
    return slug


def open_workspace(slug: str) -> None:
    """Work in another workspace from now on."""
    remember("workspace", slug)
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


def kept(name: str, key: Hashable, compute: Callable[[], Value]) -> Value:
    """A value that holds for this session as long as `key` stays the same."""
    found = recall(f"kept-{name}")
    if found is None or found[0] != key:
        found = (key, compute())
        remember(f"kept-{name}", found)
    value: Value = found[1]
    return value


def picked(key: str) -> Any:
    """What was picked in the row of chips `key`, None for nothing; the row is free again afterwards. For callbacks only."""
    values = st.session_state.get(key) or [None]
    st.session_state[key] = []
    return values[0]


def typed(key: str) -> str:
    """What stands in the text field, or is picked in the list, `key`; "" for nothing."""
    return str(st.session_state.get(key) or "")


def number(key: str) -> float:
    """Where the slider `key` stands."""
    return float(st.session_state[key])


def preset(key: str, value: Any) -> None:
    """Give the widget `key`, which is drawn after this, its value."""
    st.session_state[key] = value


def show_sources(citations: tuple[Citation, ...], position: int) -> None:
    """Open the source viewer at one of `citations` in the next run, or move it there."""
    remember("sources", citations)
    remember("source-position", position)
    remember("source-open", True)
