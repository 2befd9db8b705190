"""The web server: the Streamlit app with security headers, health and readiness, and a warm start.

`groundplan run` starts it. It answers at once: while a browser loads the page's frame, the record is opened behind it, and the
embedding model loads in a process of its own; `/api/ready` answers 503 until both are there.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from rag.errors import RagError
from rag.settings import load_settings

if TYPE_CHECKING:
    from rag.build.application import Application

# Streamlit's own bundle needs inline scripts and styles, and blobs for diagrams; nothing comes from another host.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class SecurityHeaders:
    """Adds `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers when its response starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def health(_request: Request) -> JSONResponse:
    """The server lives."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> JSONResponse:
    """Whether search is complete: the record is open and the embedding model is loaded."""
    opening: asyncio.Task[Application | None] = app.state["opening"]
    opened = opening.result() if opening.done() else None
    is_ready = opened is not None and opened.is_ready()
    return JSONResponse({"ready": is_ready}, status_code=200 if is_ready else 503)


def _open() -> "Application | None":
    """The application that the pages will find open; when it cannot be opened, the server says why and ends."""
    from pages.parts.session import application

    try:
        opened = application()
    except Exception as error:  # whatever it is, a server without its record must not stay
        os.kill(os.getpid(), signal.SIGINT)
        if not isinstance(error, RagError):
            raise
        print(error, file=sys.stderr)  # noqa: T201 - the person at the terminal reads it
        return None
    gc.collect()
    gc.freeze()  # what is loaded now stays; later collections need not walk it
    return opened


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Open the record and the indexes while the first visitor's browser loads the page's frame; close them after the last."""
    opening = asyncio.create_task(asyncio.to_thread(_open))
    try:
        yield {"opening": opening}
    finally:
        if (opened := await opening) is not None:
            opened.close()


app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders)],
    routes=[Route("/api/health", health), Route("/api/ready", ready)],
)


def main() -> int:
    """Serve until stopped; exit status 1 with a message when the app cannot start."""
    try:
        settings = load_settings()
    except RagError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the person at the terminal reads it
        return 1
    # Streamlit would run a file of pages/ by itself when the first visitor comes to its address; app.py names the pages.
    PagesManager.uses_pages_directory = False
    # It would read the metadata of every installed package, 0.5 s, to find components of others; there are none here.
    manifest_scanner.scan_component_manifests = lambda max_workers=None: []
    with suppress(KeyboardInterrupt):  # Ctrl+C, or `_open`, which said why
        app.run(
            config={
                "server.port": settings.port,
                "server.address": settings.host,
                "server.maxUploadSize": settings.upload_mb,
                "server.allowedHosts": [host.strip() for host in settings.allowed_hosts.split(",")],
            }
        )
    opening: asyncio.Task[Application | None] | None = app.state.get("opening")
    return 0 if opening is not None and opening.done() and opening.result() is not None else 1


if __name__ == "__main__":
    status = main()
    # All is closed and said. What follows are a native library's remarks on its own objects at the interpreter's end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.exit(status)
