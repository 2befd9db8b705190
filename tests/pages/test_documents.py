"""The page Documents: find, select, set aside, edit, delete; passwords; and what the proposal says of replaced papers."""

import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.parts import session
from rag.consultation import Consultation
from rag.store.labels import Label
from tests.ingest import samples
from tests.pages.conftest import Open, texts


def here() -> Consultation:
    """The work of the default workspace."""
    return session.application().consultation("default")


def take_in(tmp_path: Path, count: int) -> list[Path]:
    """So many small papers, taken in."""
    session.application().wait()
    paths = []
    for number in range(count):
        path = tmp_path / f"policy-{number:02d}.md"
        path.write_text(
            f"# Recovery policy {number}\n\nService {number} must be back within {number + 1} hours.\n", encoding="utf-8"
        )
        paths.append(path)
    here().ingest(paths)
    return paths


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this name."""
    return next(button for button in app.button if button.label == label).click().run()


def until(app: AppTest, is_so: Callable[[], bool]) -> None:
    """Wait for background work, then draw the page anew."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    app.run()


def listed(app: AppTest) -> list[str]:
    """Names on the page's list."""
    return [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("open-")]


def test_many_documents_are_paged_and_found(empty_app: Open, tmp_path: Path) -> None:
    """The list shows 25 at a time, goes on, and is narrowed by name."""
    take_in(tmp_path, 27)
    app = empty_app("documents")
    assert len(listed(app)) == 25
    press(app, "Next page ›")
    assert listed(app) == ["policy-25.md", "policy-26.md"]
    next(field for field in app.text_input if field.label == "Find by name").set_value("policy-07").run()
    assert listed(app) == ["policy-07.md"]
    assert not app.exception


def test_several_are_set_aside_and_used_again(empty_app: Open, tmp_path: Path) -> None:
    """What is ticked is set aside in one go, and taken back the same way."""
    take_in(tmp_path, 3)
    app = empty_app("documents")
    for number in (0, 2):
        document = here().shelf.find(f"policy-{number:02d}.md")
        app.checkbox(key=f"pick-{document.id}").check().run()
    assert "2 selected" in texts(app)
    press(app, "Set aside")
    assert [document.is_excluded for document in here().documents()] == [True, False, True]
    assert texts(app).count("set aside") >= 2
    press(app, "Select these 3")
    press(app, "Use again")
    assert not any(document.is_excluded for document in here().documents())
    assert not app.exception


def test_deleting_asks_and_names_the_proposals(empty_app: Open, tmp_path: Path) -> None:
    """The question names the document and the proposal that quotes it; afterwards it is gone, and the proposal says so."""
    take_in(tmp_path, 2)
    here().drafts.propose()
    app = empty_app("documents")
    app.checkbox(key=f"pick-{here().shelf.find('policy-00.md').id}").check().run()
    press(app, "Delete …")
    assert "quoted by version 1 of the proposal" in texts(app)
    assert len(here().documents()) == 2
    assert not app.exception
    here().shelf.remove((here().shelf.find("policy-00.md").id,))
    assert listed(empty_app("documents")) == ["policy-01.md"]
    assert "stale" in texts(empty_app("proposal"))


def test_a_document_is_said_to_be_something_else(empty_app: Open, tmp_path: Path) -> None:
    """Its report offers type, authority and date; what was said of them is shown in the list."""
    take_in(tmp_path, 1)
    app = empty_app("documents")
    press(app, r"policy\-00\.md")
    assert {"Type", "Authority, when documents disagree"} <= {box.label for box in app.selectbox}
    assert any(field.label.startswith("Date") for field in app.text_input)
    here().shelf.edit(here().shelf.find("policy-00.md"), Label("contract", "2026-02-03", None))
    assert "Contract · 2026-02-03" in texts(empty_app("documents"))


def test_a_password_is_asked_for_and_used(empty_app: Open) -> None:
    """A dropped file that needs a password gets a field; with the password it is taken in."""
    session.application().wait()
    app = empty_app("documents")
    here().arrivals.start_files([("budget.pdf", samples.encrypted_pdf("sesame"))])
    until(app, lambda: bool(here().shelf.locked()) and not _is_running())
    assert "needs a password" in texts(app)
    next(field for field in app.text_input if "Password" in field.label).set_value("sesame")
    press(app, "Open it")
    until(app, lambda: not _is_running())
    assert listed(app) == ["budget.pdf"]
    assert "needs a password" not in texts(app)


def test_paths_are_offered_on_this_machine_only(empty_app: Open, tmp_path: Path) -> None:
    """A folder given on the page is kept in step; a path that is none is refused."""
    session.application().wait()
    app = empty_app("documents")
    path = next(field for field in app.text_input if "path on this machine" in field.label)
    path.set_value(str(tmp_path / "nowhere"))
    press(app, "Keep in step")
    assert "There is no folder" in texts(app)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.md").write_text("# Policy\n\nAll must be back within 4 hours.\n", encoding="utf-8")
    path = next(field for field in app.text_input if "path on this machine" in field.label)
    path.set_value(str(tmp_path / "papers"))
    press(app, "Keep in step")
    until(app, lambda: bool(here().documents()) and not here().shelf.folders()[0].is_looking)
    assert "indexed" in texts(app)
    press(app, "Stop keeping it in step")
    assert here().shelf.folders() == ()


def _is_running() -> bool:
    job = here().arrivals.job()
    return job is not None and job.is_running
