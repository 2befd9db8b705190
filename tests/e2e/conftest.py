"""A real server process, and Chromium watched for requests, faults and their hosts."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from rag.store.record import Record
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


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; skips where the package that holds it is not installed."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed: make setup")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens a window of a size and colour scheme."""
    with ExitStack() as contexts:
        yield lambda width=1280, height=900, scheme="light": contexts.enter_context(visiting(chromium, width, height, scheme))


@contextmanager
def visiting(chromium: Browser, width: int = 1280, height: int = 900, scheme: str = "light") -> Iterator[Visit]:
    """A window of a size and colour scheme."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).hostname or ""))
    visit.page.on("websocket", lambda stream: visit.hosts.add(urlsplit(stream.url).hostname or ""))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on(
        "console",
        lambda said: visit.complaints.append(f"{said.text} {said.location['url']}") if _is_complaint(said) else None,
    )
    yield visit
    context.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts the server on a free port with an empty record; further settings as keywords."""
    with ExitStack() as servers:
        yield lambda **settings: servers.enter_context(_serving(tmp_path, **settings))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for tests that each work in a workspace of their own: the default one, `uploads` and `locked` are empty."""
    folder = tmp_path_factory.mktemp("server")
    with Record.open(folder / "data") as record:
        for slug in ("default", "uploads", "locked"):
            record.create_workspace(slug, slug.capitalize())
    with _serving(folder) as served:
        yield served


@contextmanager
def _serving(folder: Path, **settings: str) -> Iterator[str]:
    """The server on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"data_dir": str(folder / "data"), "embedder": "hashing", "ocr": "off", "libreoffice": "off", "port": str(port)}
    named = {f"GROUNDPLAN_{name.upper()}": value for name, value in {**given, **settings}.items()}
    others = {name: value for name, value in os.environ.items() if not name.startswith(("GROUNDPLAN_", "OPENAI_"))}
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, str(ROOT / "server.py")]
        server = subprocess.Popen(command, cwd=folder, env={**others, **named}, stdout=log, stderr=log)
    try:
        _await(f"http://127.0.0.1:{port}/api/health", server, folder / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    patience = time.monotonic() + 60
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < patience:
        assert server.poll() is None, log.read_text()
        try:
            with directly.open(url, timeout=2) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server does not answer: {log.read_text()}")
