"""A workspace with two papers that disagree, opened as a new process would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.build.application import Application, open_application
from rag.consultation import Consultation
from rag.settings import Settings
from tests.command import TODAY

POLICY = "# Recovery policy\n\nThe RTO is 4 hours for all systems.\n"
MINUTES = "# Minutes of the meeting\n\nThe RTO is 8 hours for all systems.\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a policy and minutes."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "policy.md").write_text(POLICY, encoding="utf-8")
    (folder / "minutes.md").write_text(MINUTES, encoding="utf-8")
    return folder


@pytest.fixture
def application(settings: Settings) -> Iterator[Application]:
    """An application on an empty record."""
    with open_application(settings, writing=True, as_of=TODAY) as opened:
        opened.wait()
        yield opened


@pytest.fixture
def consultation(application: Application) -> Consultation:
    """Its default workspace."""
    return application.consultation("default")


def listed(consultation: Consultation) -> dict[str, tuple[str, bool]]:
    """File name of each document → its status, and whether it is set aside."""
    return {Path(one.name).name: (one.status, one.is_excluded) for one in consultation.documents()}


def audit(application: Application) -> list[str]:
    """What was done in the default workspace, newest first."""
    return [entry.what for entry in application.record.audit("default")]
