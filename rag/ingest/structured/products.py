"""What a model says a part is built with, in words: "Java 17, Spring Boot 2.7 and PostgreSQL 13" → products with versions."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.ingest.element import Element, ElementKind

MAX_PRODUCTS = 8
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,200}[)\]]")
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+(?:and|or|with|on|using|und|mit|auf|et|avec|con|y|com|[/+&])\s+", re.IGNORECASE)
_VERSION = re.compile(
    r"^(?P<name>\S.{0,60}?)[ _-]+(?:v|version[ ])?(?P<version>\d[\d.]*[a-z]?(?: R2)?)(?:\.x|\+)?$", re.IGNORECASE
)


def products_of(words: str) -> list[tuple[str, str]]:
    """Names and versions in `words`, in order; the version "" where none is given."""
    found = []
    for part in _BETWEEN.split(_ASIDE.sub(" ", words[:400]), maxsplit=MAX_PRODUCTS):
        name = " ".join(part.split())
        version = _VERSION.match(name)
        if name:
            found.append((version["name"], version["version"]) if version else (name, ""))
    return found[:MAX_PRODUCTS]


def built_with(element: Element, words: str) -> Iterator[Element]:
    """`element` with the product it is built with; where there are several, each is an element of its own besides."""
    products = products_of(words)
    if len(products) == 1:
        yield replace(element, technology=products[0][0], version=products[0][1])
        return
    details = (*element.details, ("technology", " ".join(words.split()))) if products else element.details
    yield replace(element, details=details)
    for name, version in products:
        yield Element(
            ElementKind.PACKAGE, element.name, element.start, element.end, type="built with", technology=name, version=version
        )
