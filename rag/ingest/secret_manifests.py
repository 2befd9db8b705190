"""Kubernetes manifests of kind Secret: every value in them is a secret, whatever its name says; base64 hides nothing."""

import re
from collections.abc import Iterator

_KIND = re.compile(r"""(?:^[ ]*(?:-[ ]+)?|[{,]\s*)["']?kind["']?[ \t]*:[ \t]*["']?Secret["']?[ \t]*(?=[,}#]|$)""", re.MULTILINE)
_DOCUMENT_END = re.compile(r"^---.*$", re.MULTILINE)
_BLOCK = re.compile(r"^(?P<indent>[ ]*)(?:-[ ]+)?(?:data|stringData)[ \t]*:[ \t]*(?:#.*)?$", re.MULTILINE)
_FLOW = re.compile(r"""["']?\b(?:data|stringData)["']?[ \t]*:\s*\{(?P<values>[^{}]*)\}""")
_PAIR = re.compile(
    r"""["']?[\w.-]+["']?[ \t]*:[ \t]*"""
    r"""(?:"(?P<double>[^"\n]+)"|'(?P<single>[^'\n]+)'|(?P<plain>[^\s"',{}|>#][^\n,}]*))"""
)
_LINE = re.compile(r"""^[ ]*["']?[\w.-]+["']?[ \t]*:[ \t]*["']?(?P<value>[^\n]*?)["']?[ \t]*$""")
_SCALAR = re.compile(r"[|>][+-]?\d?$")  # the value is the deeper lines that follow


def secret_values(text: str) -> Iterator[tuple[int, int]]:
    """Places of the values of all Secrets in a file."""
    if "kind" not in text or "Secret" not in text:
        return
    start = 0
    for end in [*(found.start() for found in _DOCUMENT_END.finditer(text)), len(text)]:
        if _KIND.search(text, start, end):
            for flow in _FLOW.finditer(text, start, end):
                yield from _pairs(text, *flow.span("values"))
            for block in _BLOCK.finditer(text, start, end):
                yield from _lines(text, block.end() + 1, end, len(block["indent"]))
        start = end + 1


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _PAIR.finditer(text, start, end):
        name = found.lastgroup or "plain"
        first, last = found.span(name)
        yield first, first + len(text[first:last].rstrip())


def _lines(text: str, at: int, end: int, indent: int) -> Iterator[tuple[int, int]]:
    """Values of the lines from `at` that are indented deeper than `indent`."""
    scalar = -1  # indent of the name whose value is the lines below it
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop]
        depth = len(line) - len(line.lstrip(" "))
        if line.strip() and depth <= indent:
            return
        found = _LINE.match(line)
        if 0 <= scalar < depth and line.strip():
            yield at + depth, at + len(line.rstrip())
        elif found and not line.lstrip().startswith("#"):
            scalar = depth if _SCALAR.match(found["value"]) else -1
            if found["value"] and scalar < 0:
                yield at + found.start("value"), at + found.end("value")
        at = stop + 1
