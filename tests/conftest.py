"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest

from rag.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--shared-data=DIR`: optional public data sets; tests that need them skip without it."""
    parser.addoption("--shared-data", default=None, help="folder of the optional shared data (ir/, packs/, advisor/, torture/)")


@pytest.fixture(scope="session")
def shared_data(request: pytest.FixtureRequest) -> Path:
    """The optional shared data folder; skips the test when it was not given."""
    given = request.config.getoption("--shared-data")
    if given is None:
        pytest.skip("needs the optional data sets: run pytest with --shared-data=DIR")
    return Path(given).resolve()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's own shell reaches a test; nothing asks a model hub."""
    for name in list(os.environ):
        if name.startswith(("GROUNDPLAN_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data directory of the test's own, no model hub and no language model."""
    return Settings(data_dir=tmp_path / "data", embedder="hashing")
