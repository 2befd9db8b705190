"""The server's process: it answers before the record is open, ends with the reason when it cannot open it, and ends quietly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 60
Start = Callable[..., "tuple[subprocess.Popen[str], str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server on a free port over one data directory; settings as keywords."""
    servers: list[subprocess.Popen[str]] = []

    def run(**settings: str) -> tuple[subprocess.Popen[str], str]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        given = {"data_dir": str(tmp_path / "data"), "embedder": "hashing", "port": str(port), **settings}
        environment = {**os.environ, **{f"GROUNDPLAN_{name.upper()}": value for name, value in given.items()}}
        command = [sys.executable, str(ROOT / "server.py")]
        pipe = subprocess.PIPE
        servers.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=pipe, stderr=pipe, text=True))
        return servers[-1], f"http://127.0.0.1:{port}"

    yield run
    for server in servers:
        server.kill()
        server.communicate()


def status(url: str) -> int:
    """The HTTP status of an address; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def wait_for(url: str) -> None:
    """Until an address answers 200."""
    patience = time.monotonic() + PATIENCE_S
    while status(url) != 200:
        assert time.monotonic() < patience, url
        time.sleep(0.05)


def test_a_second_server_says_who_holds_the_record_and_ctrl_c_ends_the_first_quietly(start: Start) -> None:
    """The second exits with 1 and names the process to close; the first becomes ready, and Ctrl+C ends it without a word."""
    first, address = start()
    wait_for(f"{address}/api/health")
    wait_for(f"{address}/api/ready")
    second, _ = start()
    _, said = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 1
    assert f"in use by process {first.pid}" in said
    assert "Traceback" not in said
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0
    assert not said.strip()


def test_a_wrong_setting_stops_the_start_with_its_name(start: Start) -> None:
    """Nothing is served with a setting that cannot be read."""
    server, _ = start(top_k="many")
    _, said = server.communicate(timeout=PATIENCE_S)
    assert server.returncode == 1
    assert "GROUNDPLAN_TOP_K" in said
