"""The app in a data directory of its own, empty or with the sample company."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session
from rag.build.application import open_application
from rag.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """All that a page says in words, without Markdown's backslashes."""
    parts: list[Any] = [*app.markdown, *app.caption, *app.error, *app.warning, *app.get("html")]
    return "\n".join(re.sub(r"\\(?=\W)", "", str(getattr(part, "value", "") or part.proto.body)) for part in parts)


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory as a first start leaves it: search has the reference architectures, the record holds nothing."""
    data_dir = tmp_path_factory.mktemp("empty")
    with open_application(
        Settings(data_dir=data_dir, embedder="hashing", ocr="off", libreoffice="off"), writing=True
    ) as opened:
        opened.index_library().result()
    return data_dir


@pytest.fixture(scope="session")
def sample_record(empty_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the sample company and its proposal."""
    data_dir = shutil.copytree(empty_record, tmp_path_factory.mktemp("sample") / "data")
    with open_application(
        Settings(data_dir=data_dir, embedder="hashing", ocr="off", libreoffice="off"), writing=True
    ) as opened:
        consultation = opened.consultation(opened.create_sample())
        consultation.ingest_sources(opened.sample_sources())
        consultation.drafts.propose()
    return data_dir


def _app_on(record: Path, folder: Path, environment: pytest.MonkeyPatch) -> Iterator[None]:
    """The app on a copy of a data directory."""
    environment.setenv("GROUNDPLAN_DATA_DIR", str(shutil.copytree(record, folder / "data")))
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
def empty_app(empty_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the app on an empty record."""
    for _ in _app_on(empty_record, tmp_path, monkeypatch):
        yield _open


@pytest.fixture(scope="module")
def sample_app(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens the app on a record that holds the sample company."""
    with pytest.MonkeyPatch.context() as environment:
        for _ in _app_on(sample_record, tmp_path_factory.mktemp("app"), environment):
            yield lambda page="": _open(page, workspace="sample")
