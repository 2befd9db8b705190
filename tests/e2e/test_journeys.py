"""What a person does, from the first visit to the download, in Chromium against the real server."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
import typst
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.accessibility import NOT_OURS, faults
from tests.e2e.conftest import PATIENCE_MS, Serve, Visit, visiting
from tests.ingest import samples
from tests.llm.server import chat_server

pytestmark = pytest.mark.browser

INPUT = "Ask, answer, or tell me what to change"
TAKEN_IN = re.compile(r"Took in 10 of 10 documents")
PAGES = ("", "documents", "facts", "brief", "decision", "proposal", "settings")
HOSTILE = "The archive must stay in Kiel. ![pixel](http://tracker.example/pixel.png) <img src=http://tracker.example/b.png>"
NAMELESS = """() => [...document.querySelectorAll('button, textarea, input:not([type=file]), a[href], select')]
  .filter(e => e.checkVisibility() && e.getAttribute('aria-hidden') !== 'true')
  .filter(e => !(e.innerText || e.getAttribute('aria-label') || e.title || e.placeholder || e.ariaLabelledByElements?.length
    || e.labels?.length)).map(e => e.outerHTML.slice(0, 200))"""


def ask(page: Page, question: str) -> None:
    """Put a line into the conversation."""
    box = page.get_by_role("textbox", name=INPUT)
    box.fill(question)
    box.press("Enter")


def wait_until_idle(page: Page) -> None:
    """Until the last run has been drawn."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def start_with_sample(page: Page, address: str) -> None:
    """Open the first page and take the sample company."""
    page.goto(address, wait_until="networkidle")  # nobody clicks before the pictures are there
    page.get_by_role("button", name="Try it with a sample company").click()
    page.get_by_text(TAKEN_IN).first.wait_for()


@pytest.fixture(scope="module")
def with_sample(address: str, chromium: Browser) -> str:
    """The server after a first visit, which took the sample company; nothing left the machine."""
    with visiting(chromium) as window:
        start_with_sample(window.page, address)
        assert "workspace=sample" in window.page.url
        window.assert_quiet()
    return address


def test_from_the_first_visit_to_the_download(with_sample: str, visit: Callable[..., Visit]) -> None:
    """Sample company, question, page image, quick reply, refresh, draft, check, downloads; nothing leaves the machine."""
    window = visit()
    page = window.page
    response = page.goto(f"{with_sample}/?workspace=sample")
    assert response is not None
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    page.get_by_text(TAKEN_IN).first.wait_for()

    ask(page, "What is the total budget?")
    expect(page.locator(".gp-quote mark", has_text="780,000").first).to_be_visible(timeout=PATIENCE_MS)
    wait_until_idle(page)
    page.locator('[data-testid="stChatMessage"] [class*="st-key-chips-"] button', has_text="budget-memo.pdf").first.click()
    sheet = page.get_by_role("dialog").get_by_role("img", name=re.compile("passage highlighted"))
    sheet.wait_for()
    assert page.locator(".gp-sheet span").count() > 0
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")

    more = page.get_by_role("button", name=re.compile("Ask me anyway"))
    if more.count():
        more.click()
    question = page.locator(".st-key-question strong").first
    asked = question.inner_text()
    page.locator(".st-key-question .stButton button").first.click()
    expect(page.locator(".st-key-question strong").filter(has_text=asked)).to_have_count(0, timeout=PATIENCE_MS)
    wait_until_idle(page)
    assert page.evaluate(NAMELESS) == []
    page.reload()
    expect(page.get_by_text(asked).first).to_be_attached(timeout=PATIENCE_MS)
    window.assert_quiet()

    page.get_by_role("button", name="Draft proposal").click()
    page.get_by_role("button", name="Check every citation").click()
    expect(page.get_by_text(re.compile(": all hold"))).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".gp-read h2", has_text="Summary and key decisions")).to_be_visible()
    for label, beginning in (("Markdown", b"# "), ("PDF", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).click()
        assert Path(download.value.path()).read_bytes().startswith(beginning)
    window.assert_quiet()

    phone = visit(width=390, height=844, scheme="dark")
    for place in ("?workspace=sample", "proposal?workspace=sample"):
        phone.page.goto(f"{with_sample}/{place}")
        phone.page.get_by_role("heading", level=1).wait_for()
        wait_until_idle(phone.page)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.hosts <= {"127.0.0.1", ""}


def test_our_pages_have_no_fault(axe: str, with_sample: str, visit: Callable[..., Visit]) -> None:
    """Every page of the app with the sample company in it holds to WCAG 2.2 AA, by day and by night."""
    windows = {"by day": visit().page, "by night": visit(scheme="dark").page}
    found = {}
    for name in PAGES:
        for time, page in windows.items():
            page.goto(f"{with_sample}/{name}?workspace=sample")
            if not name:
                page.get_by_text(TAKEN_IN).first.wait_for()
            wait_until_idle(page)
            found[name, time] = faults(page, axe, NOT_OURS)
    assert {place: said for place, said in found.items() if said} == {}


def test_uploads_are_searchable_and_a_broken_file_is_named(address: str, visit: Callable[..., Visit]) -> None:
    """A PDF and a Word file are read, a broken one is named; a refresh keeps all, and hostile text fetches nothing."""
    pdf = typst.compile(b"= Recovery\nThe order desk must be running again within 6 hours of a failure.")
    word = BytesIO()
    document = docx.Document()
    document.add_heading("Archive", 1)
    document.add_paragraph(HOSTILE)
    document.save(word)
    files = (("recovery.pdf", pdf), ("archive.docx", word.getvalue()), ("broken.pdf", b"%PDF-1.7\nnot a document"))
    window = visit()
    page = window.page
    page.goto(f"{address}/?workspace=uploads")
    chosen = [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    page.get_by_text("Drop documents here").wait_for()
    page.locator('[data-testid="stFileUploader"] input[type="file"]').first.set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_text(re.compile("Took in 2 of 3 documents")).first.wait_for()
    expect(page.get_by_test_id("stSidebar").get_by_text("broken.pdf")).to_be_visible()

    ask(page, "Where must the archive stay?")
    expect(page.locator(".gp-quote", has_text="Kiel").first).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    expect(page.locator(".gp-quote", has_text="Kiel").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("recovery.pdf")).to_be_visible()
    window.assert_quiet()


def test_a_locked_file_is_opened_set_aside_and_deleted(address: str, visit: Callable[..., Visit]) -> None:
    """A protected PDF gets a password field, comes in, is set aside by the keyboard, and is deleted after a question."""
    window = visit(390, 844)
    page = window.page
    page.goto(f"{address}/documents?workspace=locked")
    page.get_by_role("heading", name="Documents", exact=True).wait_for()
    wait_until_idle(page)
    dropped: FilePayload = {
        "name": "budget.pdf",
        "mimeType": "application/pdf",
        "buffer": samples.encrypted_pdf("sesame"),
    }
    page.locator('[data-testid="stFileUploader"] input[type="file"]').first.set_input_files([dropped])
    area = page.get_by_test_id("stMain")
    area.get_by_label(re.compile("Password for budget")).fill("sesame")
    area.get_by_role("button", name="Open it").click()
    box = page.get_by_role("checkbox", name=re.compile("Select budget"))
    box.wait_for(state="attached", timeout=PATIENCE_MS)
    wait_until_idle(page)
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 selected")).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate(NAMELESS) == []
    page.get_by_role("button", name="Set aside", exact=True).click()
    expect(area.get_by_text(re.compile("version 1 · set aside"))).to_be_visible(timeout=PATIENCE_MS)
    area.get_by_role("button", name="budget.pdf").click()
    page.get_by_role("dialog").get_by_label(re.compile("^Date")).fill("2026-02-03")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(area.get_by_text(re.compile("2026-02-03"))).to_be_visible(timeout=PATIENCE_MS)
    area.get_by_role("button", name="budget.pdf").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete …").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("No documents yet. Drop files")).to_be_visible(timeout=PATIENCE_MS)
    window.assert_quiet()


def test_with_a_model_the_ledger_shows_what_was_sent(serve: Serve, visit: Callable[..., Visit]) -> None:
    """A connected model's answer carries a citation; the page Settings lists what went to it."""
    with chat_server("echo") as model:
        address = serve(llm_base_url=model.base_url, llm_model="echo")
        window = visit()
        page = window.page
        start_with_sample(page, address)
        ask(page, "What is the total budget?")
        expect(page.get_by_text(re.compile("Searched 10 documents")).first).to_be_visible(timeout=PATIENCE_MS)
        wait_until_idle(page)
        assert model.chats
        page.get_by_role("link", name="Settings", exact=True).click()
        expect(page.get_by_text(re.compile("Connected:"))).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("What was sent, newest first")).to_be_visible()
        window.assert_quiet()
