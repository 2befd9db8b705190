"""The web server: the Streamlit app with security headers, health and readiness, and a warm start.

`groundplan run` starts it. The record and the indexes are opened before the first visitor is served; the embedding model loads
in a process of its own meanwhile, and `/api/ready` answers 503 until it has.
"""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from rag.errors import RagError
from rag.settings import load_settings

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
    """Whether search is complete: the embedding model is loaded."""
    from pages.parts.session import application

    is_ready = application().is_ready()
    return JSONResponse({"ready": is_ready}, status_code=200 if is_ready else 503)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Open the record and the indexes before the first visitor, and close them after the last."""
    from pages.parts.session import application

    opened = application()
    gc.collect()
    gc.freeze()  # what is loaded now stays; later collections need not walk it
    try:
        yield {}
    finally:
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
        from pages.parts.session import application

        application()
    except RagError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the person at the terminal reads it
        return 1
    # Streamlit would run a file of pages/ by itself when the first visitor comes to its address; app.py names the pages.
    PagesManager.uses_pages_directory = False
    app.run(
        config={
            "server.port": settings.port,
            "server.address": settings.host,
            "server.maxUploadSize": settings.upload_mb,
            "server.allowedHosts": [host.strip() for host in settings.allowed_hosts.split(",")],
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
