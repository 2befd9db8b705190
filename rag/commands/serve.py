"""`run`: the web app in a process of its own. Imports nothing of the engine, so that the server starts at once."""

import argparse
import socket
import subprocess
import sys
from pathlib import Path

from rag.errors import UsageError
from rag.settings import Settings, override

ROOT = Path(__file__).resolve().parents[2]


def run_app(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start the web app on the first free port from the configured one on."""
    port = _free_port(settings.host, settings.port)
    if port != settings.port:
        print(f"Port {settings.port} is taken; using {port}.", file=sys.stderr)
    override({"port": str(port)})
    print(f"Groundplan opens at http://localhost:{port} (stop with Ctrl+C)", file=sys.stderr)
    return subprocess.run([sys.executable, str(ROOT / "server.py")], cwd=ROOT, check=False).returncode  # noqa: S603 - our own file


def _free_port(host: str, first: int) -> int:
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise UsageError(f"No free port between {first} and {first + 99}. Set GROUNDPLAN_PORT.")
