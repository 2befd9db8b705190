"""Reading corpus/tables/: a YAML or CSV file → frozen, validated rows; a fault names file, row and field."""

import csv
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import KnowledgeError
from rag.knowledge.patterns import OURS

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TABLES = CORPUS / "tables"
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads our tables seven times faster


class KnowledgeTable(BaseModel):
    """What every YAML table starts with."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    version: str  # ISO date of the last change; printed in the proposal
    source: str  # where the knowledge comes from


class KnowledgeRow(BaseModel):
    """Base of a table's rows."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


TableType = TypeVar("TableType", bound=KnowledgeTable)
RowType = TypeVar("RowType", bound=KnowledgeRow)


def read_table(name: str, schema: type[TableType], folder: Path = TABLES) -> TableType:
    """The table `name` (without suffix) from its YAML file. Ours are read once: they are part of the program.

    Raises:
        KnowledgeError: the file is missing, is not YAML, or does not hold to `schema`.
    """
    kept: TableType = _own_table(name, schema) if folder == TABLES else _read_table(name, schema, folder)
    return kept


@cache
def _own_table(name: str, schema: type[KnowledgeTable]) -> Any:
    return _read_table(name, schema, TABLES, OURS)


def _read_table(name: str, schema: type[TableType], folder: Path, context: dict[str, bool] | None = None) -> TableType:
    path = folder / f"{name}.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is the safe loader
        return schema.model_validate(content, context=context)
    except OSError as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.name}: is not YAML: {error}") from error
    except ValidationError as error:
        raise KnowledgeError(f"{path.name}: {_first_fault(error)}") from error


def read_rows(name: str, row: type[RowType], folder: Path = TABLES) -> tuple[RowType, ...]:
    """The rows of the CSV file `name`, ours read once; empty cells are left to the schema's defaults.

    Raises:
        KnowledgeError: the file is missing, or a row does not hold to the schema `row`.
    """
    kept: tuple[RowType, ...] = _own_rows(name, row) if folder == TABLES else _read_rows(name, row, folder)
    return kept


@cache
def _own_rows(name: str, row: type[KnowledgeRow]) -> Any:
    return _read_rows(name, row, TABLES)


def _read_rows(name: str, row: type[RowType], folder: Path) -> tuple[RowType, ...]:
    path = folder / f"{name}.csv"
    rows: list[RowType] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file), start=2):
                values: dict[str, Any] = {key: cell for key, cell in cells.items() if cell != ""}
                try:
                    rows.append(row.model_validate(values))
                except ValidationError as error:
                    raise KnowledgeError(f"{path.name}, line {number}: {_first_fault(error)}") from error
    except OSError as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error.strerror}).") from error
    return tuple(rows)


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
