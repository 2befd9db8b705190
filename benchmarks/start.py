"""How long a person waits: from the start of the server to health, to the first page's response, and to full search.

The page itself is drawn by the browser; the end-to-end tests measure that.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"health": "/api/health", "first page": "/", "search with vectors": "/api/ready"}
LONGEST_S = 120.0
FIRST_PORT = 8790


def start_once(data_dir: str, port: int) -> dict[str, float]:
    """Seconds from the start of the process until each address answers 200."""
    environment = {**os.environ, "GROUNDPLAN_DATA_DIR": data_dir, "GROUNDPLAN_PORT": str(port), "HF_HUB_OFFLINE": "1"}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        return {name: _until_ok(f"http://127.0.0.1:{port}{path}", started, process) for name, path in PAGES.items()}
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_ok(url: str, started: float, process: "subprocess.Popen[bytes]") -> float:
    while time.perf_counter() - started < LONGEST_S:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with {process.returncode}; run it by hand to see why.")
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
                if response.status == 200:
                    return time.perf_counter() - started
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.01)
    raise SystemExit(f"{url} did not answer within {LONGEST_S:.0f} s.")


def main() -> None:
    """Start the server several times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundplan-start-") as data_dir:
        first = start_once(data_dir, FIRST_PORT)
        later = [start_once(data_dir, FIRST_PORT + 1 + turn) for turn in range(given.times)]
    print("| until | on an empty data directory, s | later starts, median s |\n|---|---|---|")
    for name in PAGES:
        print(f"| {name} | {first[name]:.2f} | {statistics.median(one[name] for one in later):.2f} |")


if __name__ == "__main__":
    main()
