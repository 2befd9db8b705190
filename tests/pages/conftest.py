"""The app in a data directory of its own, empty or with the sample company."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """All that a page says in words, without Markdown's backslashes."""
    parts: list[Any] = [*app.markdown, *app.caption, *app.error, *app.warning, *app.get("html")]
    return "\n".join(re.sub(r"\\(?=\W)", "", str(getattr(part, "value", "") or part.proto.body)) for part in parts)


def _app_in(folder: Path, environment: pytest.MonkeyPatch) -> Iterator[None]:
    environment.setenv("GROUNDPLAN_DATA_DIR", str(folder / "data"))
    environment.setenv("GROUNDPLAN_EMBEDDER", "hashing")
    environment.setenv("GROUNDPLAN_OCR", "off")
    environment.setenv("GROUNDPLAN_LIBREOFFICE", "off")
    environment.chdir(folder)  # away from a developer's .env
    session.application.clear()
    session.application()
    yield
    session.application().close()
    session.application.clear()


def _open(page: str = "", **parameters: str) -> AppTest:
    """The app as a new visitor sees it, at one of its pages."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(parameters)
    app.run()
    if page:
        app.switch_page(f"pages/{page}.py").run()
    return app


@pytest.fixture
def empty_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the app on an empty record."""
    for _ in _app_in(tmp_path, monkeypatch):
        yield _open


@pytest.fixture(scope="module")
def sample_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens the app on a record that holds the sample company."""
    with pytest.MonkeyPatch.context() as environment:
        for _ in _app_in(tmp_path_factory.mktemp("sample"), environment):
            application = session.application()
            consultation = application.consultation(application.create_sample())
            consultation.ingest_sources(application.sample_sources())
            consultation.drafts.propose()
            yield lambda page="": _open(page, workspace="sample")
