"""Fixtures shared by all tests."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from rag.build.application import Application, open_application
from rag.knowledge.library import Library, load_library
from rag.settings import Settings
from tests.command import TODAY, Shell

# The same examples in every run: a new one is found by a search of its own, not by somebody else's change.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("same")

gc.set_threshold(50_000, 20, 100)  # as `open_application` does


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--shared-data=DIR`: optional public data sets; tests that need them skip without it."""
    parser.addoption("--shared-data", default=None, help="folder of the optional shared data (ir/, packs/, advisor/, torture/)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the whole product come first: they take longest, and no worker is left alone with one at the end."""
    root = Path(__file__).parent
    items.sort(key=lambda item: item.path.parent not in (root, root / "e2e", root / "pages"))


@pytest.fixture(scope="session")
def shared_data(request: pytest.FixtureRequest) -> Path:
    """The optional shared data folder; skips the test when it was not given."""
    given = request.config.getoption("--shared-data")
    if given is None:
        pytest.skip("needs the optional data sets: run pytest with --shared-data=DIR")
    return Path(given).resolve()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's own shell and no program of the machine reaches a test; nothing asks a model hub."""
    for name in list(os.environ):
        if name.startswith(("GROUNDPLAN_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("GROUNDPLAN_OCR", "off")
    monkeypatch.setenv("GROUNDPLAN_LIBREOFFICE", "off")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data directory of the test's own, no model hub and no language model.

    A model that a test sets is not measured for its number format first: that loads it twice, in a process of its own.
    """
    return Settings(data_dir=tmp_path / "data", embedder="hashing", embedding_precision="float32", ocr="off", libreoffice="off")


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of the reference architectures instead of all: a real model needs most of a minute for those."""
    few = load_library().entries[:3]
    monkeypatch.setattr("rag.knowledge.knowledge.load_library", lambda: Library(entries=few))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The command line on a data directory that holds the sample company, to be read only; see `own_sample`."""
    shell = Shell(tmp_path_factory.mktemp("sample"))
    shell("sample")
    return shell


@pytest.fixture
def own_sample(sample: Shell, tmp_path: Path) -> Shell:
    """The command line on a copy of that data directory, to be written to."""
    return Shell(shutil.copytree(sample.data_dir, tmp_path / "sample"))


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """One application, in which every test has a workspace of its own."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY) as opened:
        opened.wait()
        yield opened
