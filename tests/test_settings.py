"""Settings: one mapping in, clear errors, and a README that tells the truth about them."""

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Settings, settings_table

ROOT = Path(__file__).resolve().parent.parent


def test_environment_wins_over_file(tmp_path: Path) -> None:
    """A variable of the environment outranks the same one in .env; what neither names keeps its default."""
    env_file = tmp_path / ".env"
    env_file.write_text("GROUNDPLAN_PORT=9000\nGROUNDPLAN_WORKERS=3\n", encoding="utf-8")
    settings = Settings.from_env({"GROUNDPLAN_PORT": "9001", "PATH": "/bin"}, env_file)
    assert (settings.port, settings.workers, settings.top_k) == (9001, 3, 8)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"GROUNDPLAN_PROT": "1"}, "GROUNDPLAN_PROT"),
        ({"GROUNDPLAN_PORT": "many"}, "GROUNDPLAN_PORT"),
        ({"GROUNDPLAN_DENSE_WEIGHT": "1.5"}, "GROUNDPLAN_DENSE_WEIGHT"),
        ({"GROUNDPLAN_LLM_BASE_URL": "http://localhost:1/v1"}, "GROUNDPLAN_LLM_MODEL"),
    ],
)
def test_wrong_setting_is_named(variables: dict[str, str], named: str) -> None:
    """A wrong setting stops the start, and the message names it."""
    with pytest.raises(SettingsError, match=named):
        Settings.from_env(variables)


def test_secret_is_not_shown() -> None:
    """The key never appears when settings are printed."""
    assert "hush" not in repr(Settings.from_env({"GROUNDPLAN_LLM_API_KEY": "hush"}))


def test_readme_table_is_generated() -> None:
    """The README's table of settings is the one the code gives."""
    assert settings_table() in (ROOT / "README.md").read_text(encoding="utf-8")
