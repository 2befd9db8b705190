"""How long a person waits: from the start of the server to health, to the page drawn in an open Chromium, to full search.

Without Chromium the page's own time is left out.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.bootstrap import find_browser

ROOT = Path(__file__).resolve().parents[1]
HEALTH, FRAME, PAGE, SEARCH = "health", "frame and menu drawn", "first page drawn", "search with vectors"
LONGEST_S = 120.0
FIRST_PORT = 8790


def start_once(data_dir: str, port: int, browser: Browser | None) -> dict[str, float]:
    """Seconds from the start of the process until each stage."""
    environment = {**os.environ, "GROUNDPLAN_DATA_DIR": data_dir, "GROUNDPLAN_PORT": str(port), "HF_HUB_OFFLINE": "1"}
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        times = {HEALTH: _until_ok(f"{address}/api/health", started, process)}
        if browser is not None:
            times |= _until_drawn(browser, address, started)
        return times | {SEARCH: _until_ok(f"{address}/api/ready", started, process)}
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_drawn(browser: Browser, address: str, started: float) -> dict[str, float]:
    """Seconds until the menu, and until the first page's offer to try the sample company, can be seen."""
    page = browser.new_page()
    page.goto(address, wait_until="commit")
    page.get_by_role("link", name="Documents").first.wait_for()
    frame = time.perf_counter() - started
    page.get_by_role("button", name="Try it with a sample company").wait_for()
    drawn = time.perf_counter() - started
    page.close()
    return {FRAME: frame, PAGE: drawn}


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


@contextmanager
def _open_browser() -> Iterator[Browser | None]:
    """Chromium, if it is installed, started before the clock is."""
    path = find_browser()
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


def main() -> None:
    """Start the server several times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundplan-start-") as data_dir, _open_browser() as browser:
        first = start_once(data_dir, FIRST_PORT, browser)
        later = [start_once(data_dir, FIRST_PORT + 1 + turn, browser) for turn in range(given.times)]
    print("| until | on an empty data directory, s | later starts, median s |\n|---|---|---|")
    for name in first:
        print(f"| {name} | {first[name]:.2f} | {statistics.median(one[name] for one in later):.2f} |")


if __name__ == "__main__":
    main()
