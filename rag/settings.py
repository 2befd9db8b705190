"""Settings: every value that can be configured, from one mapping, frozen once read.

In: the environment over an optional `.env` file. Out: `Settings`. Nothing else in the project reads the environment.
The table in the README is generated from the fields below (`python -m rag.settings`).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from rag.errors import SettingsError

PREFIX = "GROUNDPLAN_"
# What outside programs get to see: where programs, their data and the system are. No keys, no settings.
PROGRAM_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "WINDIR", "PATHEXT", "PROGRAMFILES")


class Settings(BaseModel):
    """What can be configured. Each field is the variable `GROUNDPLAN_<NAME>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("groundplan", appauthor=False),
        description="folder of the record, the indexes and the original files",
    )
    workspace: str = Field("default", description="workspace that the web app opens", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    host: str = Field("127.0.0.1", description="address the web app listens on")
    port: int = Field(8501, ge=1, le=65535, description="port of the web app; a taken one moves to the next free one")
    allowed_hosts: str = Field(
        "localhost,127.0.0.1", description="host names under which the web app may be opened, separated by commas"
    )
    upload_mb: int = Field(200, ge=1, le=2000, description="largest uploaded file, in MB")
    workers: int = Field(2, ge=1, le=64, description="processes that read documents at the same time")
    read_timeout_s: float = Field(
        120.0, gt=0, description="longest time to read one document, in seconds, beside 20 for each MB of it"
    )
    read_memory_mb: int = Field(2048, ge=256, description="memory that reading one document may use, in MB")
    ocr: Literal["auto", "off"] = Field(
        "auto", description="`auto`: pages without text are read by tesseract where it is installed"
    )
    ocr_languages: str = Field(
        "eng",
        description="languages that tesseract reads, joined by `+`: `deu+eng`",
        pattern=r"^[A-Za-z_]+(/[A-Za-z_]+)?(\+[A-Za-z_]+(/[A-Za-z_]+)?)*$",
    )
    libreoffice: Literal["auto", "off"] = Field(
        "auto", description="`auto`: old Office files (.doc, .xls, .ppt) are read through LibreOffice where it is installed"
    )

    word_template: str = Field(
        "", description="a .docx file of your own: its styles, page, header, footer and logo frame the Word proposal"
    )
    logo: str = Field(
        "", description="a PNG, JPEG or SVG file of at most 1 MB: the logo of workspaces that have none of their own"
    )
    embedder: Literal["minilm", "hashing"] | str = Field(
        "minilm",
        description="embedding model: `minilm` (installed with the package), a sentence-transformers name or path, "
        "or `hashing` (no model, for tests)",
    )
    embedding_languages: str = Field(
        "",
        description="languages that the embedding model knows, as codes joined by `+` (`en+de`), or `all`; "
        "empty: as its model card says. Documents in others are ranked mainly by their words",
        pattern=r"^(all|[a-z]{2,3}(\+[a-z]{2,3})*)?$",
    )
    embedding_precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="number format of the embedding model; `auto` measures once per data directory"
    )
    reranker: str = Field(
        "", description="cross-encoder that reads the best passages anew, a folder or downloaded name; empty: none is used"
    )
    dense_weight: float = Field(0.6, ge=0, le=1, description="share of the dense score in hybrid search")
    top_k: int = Field(8, ge=1, le=100, description="passages that an answer may draw on")

    llm_base_url: str = Field("", description="OpenAI-compatible endpoint, with its `/v1`; empty: no language model is used")
    llm_model: str = Field("", description="model name at that endpoint")
    llm_api_key: SecretStr = Field(SecretStr(""), description="key for that endpoint, if it needs one")
    llm_timeout_s: float = Field(60.0, gt=0, description="longest wait for a reply or between two parts of it, in seconds")
    llm_retries: int = Field(2, ge=0, le=10, description="further tries after a failed request")
    llm_temperature: float = Field(0.2, ge=0, le=2, description="sampling temperature")
    llm_context_tokens: int = Field(8192, ge=1024, description="context window of the model, in tokens")
    llm_max_tokens: int = Field(1024, ge=64, description="longest reply, in tokens")

    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="detail of the log on standard error")

    @classmethod
    def from_env(cls, environ: Mapping[str, str], env_file: Path | None = None) -> "Settings":
        """Settings from `environ`, which wins over `env_file`.

        Raises:
            SettingsError: a variable that starts with GROUNDPLAN_ is unknown, or its value is out of range.
        """
        from_file = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
        merged = {**{k: v for k, v in from_file.items() if v is not None}, **environ}
        values = {k[len(PREFIX) :].lower(): v for k, v in merged.items() if k.startswith(PREFIX)}
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            if first["type"] == "extra_forbidden":
                known = ", ".join(PREFIX + field.upper() for field in cls.model_fields)
                raise SettingsError(f"{name} is not a setting. Settings are: {known}.") from error
            raise SettingsError(f"{name}: {first['msg']}. Correct it in the environment or in .env.") from error
        if settings.llm_base_url and not settings.llm_model:
            raise SettingsError("GROUNDPLAN_LLM_BASE_URL is set but GROUNDPLAN_LLM_MODEL is not. Name the model to use.")
        return settings


def load_settings() -> Settings:
    """Settings of this process: the environment over `.env` in the working directory."""
    return Settings.from_env(os.environ, Path(".env"))


def override(values: Mapping[str, str]) -> None:
    """Set settings for this process and those it starts, as a command line's options do: `{"port": "8600"}`."""
    for name, value in values.items():
        os.environ[PREFIX + name.upper()] = value


def program_environment() -> dict[str, str]:
    """The environment for outside programs that read documents."""
    return {"LC_ALL": "C.UTF-8", **{name: os.environ[name] for name in PROGRAM_VARIABLES if name in os.environ}}


def settings_table() -> str:
    """The README's table of settings, in Markdown."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        shown = "the platform's user data folder" if field.default_factory else (f"`{default}`" if default != "" else "–")
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(settings_table())
