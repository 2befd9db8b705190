"""What manifests of packages have in common: an element for what is depended on, and the lowest version of a range."""

import re

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span

MAX_RANGE = 60  # characters of a range that is worth naming
_ALTERNATIVES = re.compile(r"\|\|?")
_BOUND = re.compile(r"(?P<mark>[<>=!~^]*)\s*v?(?P<number>\d+(?:\.\d+)*)")
_ELSEWHERE = re.compile(r"^(?:file|link|git|github|https?|workspace|portal|patch|npm|path)\b.*[:+]|[/@]|\$")


def lowest(spec: str) -> str:
    """The lowest version that a range allows: "^18.2.0" is "18.2.0", ">=3.2,<4" is "3.2"; "" where none is said."""
    spec = spec.strip()[:MAX_RANGE]
    if spec.startswith("(,") or _ELSEWHERE.search(spec):
        return ""
    found: list[str] = []
    for part in _ALTERNATIVES.split(spec):
        numbers = [one["number"] for one in _BOUND.finditer(part) if not one["mark"].startswith(("<", "!"))]
        found += numbers[:1]
    return min(found, key=_order, default="")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:4])


def package(
    text: str,
    span: tuple[int, int],
    type_: str,
    name: str,
    spec: str = "",
    *,
    technology: str = "",
    group: str = "",
    otherwise: tuple[int, int] | None = None,
) -> Element:
    """A package as a manifest names it; `technology` is its name unless another is given, `group` what it is needed for."""
    version = lowest(spec)
    details = [("for", group)] if group else []
    if spec and spec != version and len(spec) <= MAX_RANGE and "@" not in spec:
        details.append(("range", spec))
    return Element(
        ElementKind.PACKAGE,
        name,
        *line_span(text, *span, otherwise=otherwise),
        type=type_,
        technology=(technology or name).lower(),
        version=version,
        details=tuple(details),
    )


def mention(text: str, span: tuple[int, int], type_: str, name: str, version: str) -> Element:
    """The lines that name a package whose version stands elsewhere: to be found, but cited for no version."""
    details = (("version", version),) if version and len(version) <= MAX_RANGE else ()
    return Element(ElementKind.PACKAGE, name, *line_span(text, *span), type=type_, details=details)


def runtime(text: str, span: tuple[int, int], technology: str, spec: str) -> Element:
    """The language or platform that something runs on, with the lowest version that it takes."""
    return package(text, span, "runtime", technology, spec)
