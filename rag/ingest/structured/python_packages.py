"""requirements.txt, pyproject.toml, Pipfile, setup.cfg → packages and the Python that they need."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element
from rag.ingest.structured.lines import numbered_lines
from rag.ingest.structured.packages import package, runtime
from rag.ingest.structured.toml_lines import Entry, entries

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)[ \t]*(?:\[[^\]\n]*\])?[ \t]*\(?"
    r"(?P<spec>(?:[<>=!~][^;#\n\\]*)?)(?:[;#\\@].*)?$"
)
_PIN = re.compile(r"^[ \t]+(?P<name>[A-Za-z0-9][\w.-]*)[ \t]*(?P<spec>[<>=!~][^;#\n]*)", re.MULTILINE)
_LISTS = re.compile(r"^(?:project\.optional-dependencies|dependency-groups|tool\.pdm\.dev-dependencies)$")
_TABLES = re.compile(
    r"^(?:tool\.poetry\.(?:dev-)?dependencies|tool\.poetry\.group\.[^.]+\.dependencies|packages|dev-packages"
    r"|tool\.pixi\.dependencies|tool\.uv\.[\w-]*dependencies)$"
)


def read_requirements(name: str, text: str) -> Iterator[Element]:
    """Lines of a requirements.txt; options and other files named there are passed over."""
    for start, line in numbered_lines(text):
        found = _REQUIREMENT.match(line)
        if found is not None and found["name"].lower() != "python":
            yield _dependency(text, (start, start + len(line)), line, "")


def read_pyproject(name: str, text: str) -> Iterator[Element]:
    """Dependencies of a pyproject.toml or a Pipfile, and the Python that it asks for."""
    for one in entries(text):
        if one.key in ("requires-python", "python_version", "python_full_version") and one.text:
            yield runtime(text, (one.start, one.end), "python", one.text)
        elif (one.section, one.key) == ("project", "dependencies"):
            yield from _listed(text, one, "")
        elif _LISTS.match(one.section):
            yield from _listed(text, one, one.key)
        elif (one.section, one.key) == ("build-system", "requires"):
            yield from _listed(text, one, "build")
        elif _TABLES.match(one.section):
            spec = one.field("version") or one.text
            if one.key == "python":
                yield runtime(text, (one.start, one.end), "python", spec)
            else:
                group = "development" if "dev" in one.section else ""
                yield package(text, (one.start, one.end), "pip dependency", one.key, spec, group=group)


def read_setup_cfg(name: str, text: str) -> Iterator[Element]:
    """`install_requires` and `python_requires` of a setup.cfg."""
    for found in re.finditer(r"^python_requires[ \t]*=[ \t]*(\S[^\n]*)$", text, re.MULTILINE):
        yield runtime(text, found.span(), "python", found.group(1))
    for part in re.finditer(r"^\w+[ \t]*=[ \t]*\n((?:[ \t]+[^\n]*(?:\n|\Z))+)", text, re.MULTILINE):
        for found in _PIN.finditer(text, part.start(1), part.end(1)):
            yield package(text, found.span(), "pip dependency", found["name"], found["spec"].strip())


def _listed(text: str, one: Entry, group: str) -> Iterator[Element]:
    for requirement, start, end in one.strings():
        if _REQUIREMENT.match(requirement):
            yield _dependency(text, (start, end), requirement, group)


def _dependency(text: str, span: tuple[int, int], requirement: str, group: str) -> Element:
    found = _REQUIREMENT.match(requirement)
    name, spec = (found["name"], found["spec"].strip().rstrip(")")) if found is not None else (requirement, "")
    return package(text, span, "pip dependency", name, spec, group=group)
