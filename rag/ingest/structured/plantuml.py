"""PlantUML → components, participants, classes and what leads from one to the other, C4 macros included."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.c4 import read_c4
from rag.ingest.structured.lines import blanked, given, line_span, numbered_lines

MAX_LINE = 2000  # characters of a line that are looked at
_ASIDE = re.compile(r"/'[\s\S]*?(?:'/|\Z)|^[ \t]*'[^\n]*", re.MULTILINE)
_KINDS = {
    **dict.fromkeys(("database", "storage", "entity", "class", "object", "enum", "file", "artifact"), ElementKind.DATA),
    **dict.fromkeys(("interface", "queue"), ElementKind.INTERFACE),
    **dict.fromkeys(("usecase", "state", "activity"), ElementKind.STEP),
}
_WORDS = (
    "abstract class|actor|agent|artifact|boundary|card|class|cloud|collections|component|control|database|entity|enum|file"
    "|folder|frame|hexagon|interface|node|object|package|participant|person|process|queue|rectangle|stack|state|storage|usecase"
)
_DECLARED = re.compile(
    rf"^(?P<word>{_WORDS})[ \t]+(?:\"(?P<quoted>[^\"]+)\"|\[(?P<boxed>[^\]]+)\]|:(?P<person>[^:]+):|(?P<bare>[^\s\"{{:<#]+))"
    r"(?P<before>(?:[ \t]*<<[^<>]*>>)*)(?:[ \t]+as[ \t]+(?:\"(?P<title>[^\"]+)\"|(?P<alias>[\w.@$]+)))?(?P<rest>.*)$"
)
_BOXED = re.compile(
    r"^(?:\[(?P<component>[^\]]+)\]|:(?P<actor>[^:]+):|\(\)[ \t]*\"?(?P<interface>[^\"]+?)\"?)"
    r"(?:[ \t]+as[ \t]+(?P<alias>[\w.@$]+))?[ \t]*$"
)
_END = r"(?:\"[^\"]+\"|\[[^\[\]]+\]|:[^:]+:|\([^()]*\)|[\w.@$]+)"
_ARROW = (
    r"[<|*o+^x}{#/\\]{0,3}[-.=~]{1,20}(?:\[[^\[\]]{0,80}\])?(?:(?:left|right|up|down|le|ri|do|[lrud])(?=[-.]))?[-.=~]{0,20}"
    r"[>|*o+^x}{#/\\]{0,3}"
)
_RELATION = re.compile(
    rf"^(?P<source>{_END})[ \t]*(?:\"[^\"]*\"[ \t]*)?(?P<arrow>{_ARROW})[ \t]*(?:\"[^\"]*\"[ \t]*)?(?P<target>{_END})"
    r"[ \t]*(?:(?:\+\+|--|\*\*|!!)[ \t]*)?(?::[ \t]*(?P<label>.*))?$"
)


def read_plantuml(name: str, text: str) -> Iterator[Element]:
    """Elements of all diagrams of a file; an alias stands for the name that it was given."""
    plain = blanked(text, _ASIDE)
    yield from read_c4(plain)
    lines = [(start, line) for start, line in numbered_lines(plain) if len(line) <= MAX_LINE]
    names: dict[str, str] = {}
    around: list[str] = []
    for start, line in lines:
        element = _declared(text, start, line, names, around)
        if element is not None:
            yield element
        if line.endswith("{"):
            around.append(element.name if element is not None else "")
        elif line == "}" and around:
            around.pop()
    for start, line in lines:
        found = _RELATION.match(line)
        if found and len(found["arrow"]) > 1:
            yield _relation(text, start, found, names)


def _declared(text: str, start: int, line: str, names: dict[str, str], around: list[str]) -> Element | None:
    """What a line declares; its alias goes into `names`."""
    found = _DECLARED.match(line)
    if found:
        word = found["word"]
        label = found["title"] or found["quoted"] or found["boxed"] or found["person"] or found["bare"]
        alias = found["alias"] or (found["bare"] if found["title"] else "")
        stereotype = re.search(r"<<([^<>]{1,80})>>", found["before"] + found["rest"])
    else:
        found = _BOXED.match(line)
        if not found:
            return None
        word = next(word for word in ("component", "actor", "interface") if found[word])
        label, alias, stereotype = found[word], found["alias"] or "", None
    label = _plain(label)
    names[alias or label] = label
    within = around[-1] if around else ""
    details = given(("stereotype", stereotype.group(1) if stereotype else ""), ("in", within))
    kind = _KINDS.get(word, ElementKind.SYSTEM)
    return Element(kind, label, *line_span(text, start, start + len(line)), type=word, details=details)


def _relation(text: str, start: int, found: re.Match[str], names: dict[str, str]) -> Element:
    source, target = (_plain(found[end].strip('":[]()')) for end in ("source", "target"))
    source, target = names.get(source, source), names.get(target, target)
    arrow = found["arrow"]
    if arrow.startswith("<") and not arrow.endswith(">"):
        source, target = target, source
    details = given(("label", _plain(found["label"] or "")))
    span = line_span(text, start, start + len(found.group()))
    return Element(ElementKind.RELATION, source or "start", *span, type="arrow", target=target or "end", details=details)


def _plain(label: str) -> str:
    """A label on one line, without markup."""
    return " ".join(re.sub(r"\\n|<[^<>]{0,200}>|\*\*|//", " ", label).split())
