"""Screenshots of the main steps for the README, from the sample company (`python tools/screenshots.py`).

Starts the server on an empty record of its own, walks through the app in Chromium, and writes docs/images/*.png.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.bootstrap import find_browser  # noqa: E402 - the project's root comes first

IMAGES = ROOT / "docs" / "images"
DESKTOP, PHONE = (1280, 880), (390, 844)
QUESTION = "What is the total budget?"
COLOURS = 128  # of the palette: text and paper need no more


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The app on an empty record; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "GROUNDPLAN_DATA_DIR": str(folder), "GROUNDPLAN_PORT": str(port)}
    process = subprocess.Popen([sys.executable, str(ROOT / "server.py")], env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await_ready(f"{address}/api/ready", process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _await_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + 120
    while time.monotonic() < patience:
        if process.poll() is not None:
            raise SystemExit("The server ended; start it by hand to see why: python server.py")
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own server
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server was not ready within two minutes.")


def window(browser: Browser, size: tuple[int, int], scheme: str = "light") -> Page:
    """A new window."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(120_000)
    return context.new_page()


def shoot(page: Page, name: str) -> None:
    """Write docs/images/`name`.png when the page has come to rest."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    with Image.open(path) as image:
        image.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")


def walk(browser: Browser, address: str) -> None:
    """The steps, each with its picture."""
    page = window(browser, DESKTOP)
    page.goto(address)
    page.get_by_role("button", name="Try it with a sample company").click()
    page.get_by_text("Took in 10 of 10 documents").first.wait_for()
    page.get_by_test_id("stSidebar").get_by_role("button", name="Dismiss").click()
    box = page.get_by_role("textbox", name="Ask, answer, or tell me what to change")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator('[data-testid="stChatMessage"] [class*="st-key-chips-turn"] button').first.wait_for()
    shoot(page, "chat")
    page.locator('[data-testid="stChatMessage"] [class*="st-key-chips-turn"] button', has_text=".pdf").first.click()
    page.get_by_role("dialog").get_by_role("img").wait_for()
    shoot(page, "sources")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    more = page.get_by_role("button", name="Ask me anyway")
    if more.count():
        more.click()
    page.locator(".st-key-question").wait_for()
    shoot(page, "question")
    page.get_by_role("button", name="Draft proposal").click()
    page.get_by_role("button", name="Check every citation").wait_for()
    shoot(page, "proposal")
    for name, size, scheme, place in (("phone", PHONE, "light", ""), ("dark", DESKTOP, "dark", "")):
        other = window(browser, size, scheme)
        other.goto(f"{address}/{place}?workspace=sample")
        other.get_by_role("heading", level=1).wait_for()
        shoot(other, name)


def main() -> int:
    """Command-line entry."""
    path = find_browser()
    if path is None:
        print("No Chromium found. Install it with: sudo apt-get install chromium", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="groundplan-") as folder,
        server(Path(folder)) as address,
        sync_playwright() as driver,
    ):
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        walk(browser, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
