"""Container image references: "registry.example.com/bitnami/postgresql:13.4-alpine" → product and version."""

import re

_REFERENCE = re.compile(
    r"^(?:[\w.-]+(?::\d+)?/)*(?P<name>[a-z0-9][\w.-]*)(?::(?P<tag>[\w][\w.-]*))?(?:@sha256:[0-9a-f]+)?$", re.I
)
_DEFAULT = re.compile(r"\$\{\w+:?-([^${}]*)\}")  # a variable with what it is when nothing else is set
_VERSION = re.compile(r"^v?(\d+(?:\.\d+)*)")


def product_of(reference: str) -> tuple[str, str]:
    """Name and version of an image; both "" for a variable without a default, the version "" for a tag that is no number."""
    found = _REFERENCE.match(_DEFAULT.sub(r"\1", reference.strip()))
    if found is None:
        return "", ""
    version = _VERSION.match(found["tag"] or "")
    return found["name"].lower(), version.group(1) if version else ""
