"""A real server process, and Chromium watched for requests, faults and their hosts."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tools.bootstrap import find_browser

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = ("127.0.0.1", "localhost", "")  # "": data and blob addresses
PATIENCE_MS = 60_000
PROBES = re.compile(r"/\w+/_stcore/(health|host-config)$")
Serve = Callable[..., str]


@dataclass
class Visit:
    """A page in the browser, and what it asked for and complained about."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """Nothing left this machine, and the page has no complaint."""
        assert self.hosts <= set(LOOPBACK)
        assert not self.complaints


def _is_complaint(said: ConsoleMessage) -> bool:
    """Whether a line of the console is an error of ours; Streamlit asks for its own state below a page's address first."""
    return said.type == "error" and not PROBES.search(said.location["url"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chromium; skips where there is none."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium is installed: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens a window of a size and colour scheme."""
    contexts: list[BrowserContext] = []

    def open_window(width: int = 1280, height: int = 900, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).hostname or ""))
        visit.page.on("websocket", lambda stream: visit.hosts.add(urlsplit(stream.url).hostname or ""))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "console",
            lambda said: visit.complaints.append(f"{said.text} {said.location['url']}") if _is_complaint(said) else None,
        )
        return visit

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts the server on a free port with an empty record; further settings as keywords."""
    servers: list[subprocess.Popen[bytes]] = []

    def start(**settings: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        given = {"data_dir": str(tmp_path / "data"), "embedder": "hashing", "port": str(port), **settings}
        environment = {**os.environ, **{f"GROUNDPLAN_{name.upper()}": value for name, value in given.items()}}
        log = (tmp_path / "server.log").open("wb")
        servers.append(
            subprocess.Popen([sys.executable, str(ROOT / "server.py")], cwd=tmp_path, env=environment, stdout=log, stderr=log)
        )
        log.close()
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/api/health", servers[-1], tmp_path / "server.log")
        return address

    yield start
    for server in servers:
        server.terminate()
        server.wait(timeout=30)


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own server
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server does not answer: {log.read_text()}")
