"""COBOL programs and copybooks → records with their fields, files, calls, and what is asked of databases and CICS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, listed

MAX_STATEMENT = 4000  # characters of a statement that are looked at
_FIXED = re.compile(r"^(?:[ \d]{6}|[A-Z0-9 ]{6}(?=[ *]))[ *\-/D]", re.MULTILINE)
_CODE = re.compile(
    r"(?P<exec>\bEXEC\s+(?P<to>SQL|CICS|DLI)\b(?P<said>[\s\S]{0,3000}?)\bEND-EXEC\b)"
    r"|\bPROGRAM-ID\.?\s+'?\"?(?P<program>[\w-]+)"
    r"|\bCALL\s+(?:['\"](?P<call>[\w-]+)['\"]|(?P<called>[A-Z][\w-]*))"
    r"|\bSELECT\s+(?:OPTIONAL\s+)?(?P<file>[\w-]+)\s+ASSIGN\s+(?:TO\s+)?(?P<assigned>'[^'\n]*'|\"[^\"\n]*\"|[\w-]+)(?P<rest>[^.]{0,400})"
    r"|\bCOPY\s+['\"]?(?P<copy>[\w-]+)"
    r"|\b(?:FD|SD)\s+(?P<fd>[\w-]+)"
    r"|^[ \t]*(?P<level>0?[1-9]|[1-4]\d|66|77|88)\s+(?P<name>[A-Z0-9][\w-]*)"
    r"(?P<clauses>(?:'[^'\n]*'|\"[^\"\n]*\"|\.(?=\S)|[^.'\"]){0,1000}+)\.",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = re.compile(r"\bPIC(?:TURE)?\s+(?:IS\s+)?(?P<picture>\S+)", re.IGNORECASE)
_USAGE = re.compile(r"\b(?P<usage>COMP(?:UTATIONAL)?(?:-\d)?|PACKED-DECIMAL|BINARY|POINTER|DISPLAY-1)\b", re.IGNORECASE)
_REDEFINES = re.compile(r"\bREDEFINES\s+(?P<name>[\w-]+)", re.IGNORECASE)
_OCCURS = re.compile(r"\bOCCURS\s+(?P<times>[\w-]+(?:\s+TO\s+\d+)?)", re.IGNORECASE)
_VALUES = re.compile(r"\bVALUES?\s+(?:IS\s+|ARE\s+)?(?P<values>[\s\S]{1,200})", re.IGNORECASE)
_SQL = re.compile(r"\b(?P<verb>FROM|JOIN|INTO|UPDATE|TABLE)\s+(?P<table>[A-Z][\w.$#@]*)", re.IGNORECASE)
_SQL_WAYS = {"FROM": "reads", "JOIN": "reads", "INTO": "writes", "UPDATE": "writes", "TABLE": "declares"}
_MONITORS = {"CICS": "CICS", "DLI": "IMS DB"}
_CICS = re.compile(r"\b(?P<what>PROGRAM|TRANSID|FILE|DATASET|QUEUE|MAP|QNAME)\s*\(\s*['\"]?(?P<name>[\w-]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Record:
    """A level-01 record with what stands below it."""

    found: re.Match[str]
    fields: list[re.Match[str]] = field(default_factory=list)


def read_cobol(name: str, text: str) -> Iterator[Element]:
    """Elements of a program or copybook."""
    plain = _code(text)
    program, record = "", None
    monitors: set[str] = set()  # CICS or DL/I, named once
    for found in _CODE.finditer(plain):
        span = line_span(
            text, *found.span(), otherwise=(found.start() + len(found.group()) - len(found.group().lstrip()), found.end())
        )
        if found["level"]:
            if found["level"] in ("01", "77", "1"):
                yield from _record(text, record)
                record = _Record(found)
            elif record is not None:
                record.fields.append(found)
            else:
                record = _Record(found)
        elif found["program"]:
            program = found["program"]
            yield Element(ElementKind.SYSTEM, program, *span, type="program", technology="COBOL")
        elif found["call"] or found["called"]:
            target = found["call"] or found["called"]
            yield Element(ElementKind.RELATION, program or name, *span, type="calls", target=target)
        elif found["file"]:
            organised = re.search(r"\bORGANIZATION\s+(?:IS\s+)?(\w+)", found["rest"] or "", re.IGNORECASE)
            details = given(
                ("assigned to", found["assigned"].strip("'\"")), ("organisation", organised.group(1) if organised else "")
            )
            yield Element(ElementKind.DATA, found["file"], *span, type="file", details=details)
        elif found["copy"]:
            yield Element(ElementKind.RELATION, program or name, *span, type="copies", target=found["copy"])
        elif found["exec"]:
            to = _MONITORS.get(found["to"].upper(), "")
            if to and to not in monitors:
                monitors.add(to)
                yield Element(ElementKind.SETTING, to, *span, type="runs under", technology=to)
            yield from _asked(span, program or name, found)
        else:
            yield Element(ElementKind.DATA, found["fd"], *span, type="file description")
    yield from _record(text, record)


def _code(text: str) -> str:
    """The code of `text`, all else blank and each character at its place.

    In fixed format that is columns 8 to 72 of lines without a mark in column 7; elsewhere, lines without a comment.
    """
    is_fixed = len(_FIXED.findall(text[:20_000])) * 2 > text[:20_000].count("\n")
    lines = []
    for line in text.split("\n"):
        if is_fixed:
            code = " " * 7 + line[7:72] if line[6:7] in (" ", "") else ""
        else:
            code = "" if line.lstrip()[:1] == "*" else line.partition("*>")[0]
        lines.append(code[: len(line)] + " " * (len(line) - len(code)))
    return "\n".join(lines)


def _record(text: str, record: _Record | None) -> Iterator[Element]:
    """A record, then its fields and the values that they may have."""
    if record is None:
        return
    names = [one["name"] for one in record.fields if one["level"] != "88" and one["name"].upper() != "FILLER"]
    first = record.found
    if names or not _PICTURE.search(first["clauses"]):
        details = given(("fields", listed(names)), *_clauses(first["clauses"]))
        yield Element(ElementKind.DATA, first["name"], *_place(text, first), type="record", details=details)
    else:
        yield _field(text, first, "")
    for one in record.fields:
        if one["name"].upper() != "FILLER":
            yield _field(text, one, first["name"])


def _field(text: str, found: re.Match[str], record: str) -> Element:
    details = given(("in", record), *_clauses(found["clauses"]))
    type_ = {"88": "condition", "66": "rename"}.get(found["level"], "field" if _PICTURE.search(found["clauses"]) else "group")
    return Element(ElementKind.DATA, found["name"], *_place(text, found), type=type_, details=details)


def _clauses(said: str) -> tuple[tuple[str, str], ...]:
    said = said[:MAX_STATEMENT]
    picture, usage, redefines, occurs = (one.search(said) for one in (_PICTURE, _USAGE, _REDEFINES, _OCCURS))
    values = _VALUES.search(said) if not picture else None
    return given(
        ("picture", picture["picture"] if picture else ""),
        ("usage", usage["usage"] if usage else ""),
        ("redefines", redefines["name"] if redefines else ""),
        ("occurs", occurs["times"] if occurs else ""),
        ("values", values["values"] if values else ""),
    )


def _place(text: str, found: re.Match[str]) -> tuple[int, int]:
    return line_span(text, found.start("level"), found.end(), otherwise=(found.start("level"), found.end("name")))


def _asked(span: tuple[int, int], program: str, found: re.Match[str]) -> Iterator[Element]:
    """Tables of SQL statements, and what CICS is asked for."""
    said, to = found["said"], found["to"].upper()
    if to == "SQL":
        for table in _SQL.finditer(said):
            if table["table"].upper() not in ("SELECT", "SQLCA"):
                way = _SQL_WAYS[table["verb"].upper()]
                yield Element(ElementKind.RELATION, program, *span, type=f"sql {way}", target=table["table"])
    elif to == "CICS":
        verb = (said.split() or [""])[0].lower()
        for asked in _CICS.finditer(said):
            details = given(("what", asked["what"].lower()))
            yield Element(ElementKind.RELATION, program, *span, type=f"cics {verb}", target=asked["name"], details=details)
