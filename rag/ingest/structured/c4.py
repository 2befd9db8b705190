"""The C4 macros that PlantUML and Mermaid share: `Container(api, "API", "Java 17")`, `Rel(api, db, "reads", "JDBC")`."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span
from rag.ingest.structured.products import built_with

_CALL = re.compile(
    r"(?<!\w)(?P<macro>(?:Person|System|Container|Component|Node|Deployment_Node|Rel|BiRel|Rel_Back)(?:Db|Queue)?"
    r"(?:_(?:Ext|Boundary|U|D|L|R|Up|Down|Left|Right|Neighbor|Back_Neighbor))*)[ \t]*\((?P<said>(?:\"[^\"\n]*\"|[^\"()\n])*+)\)"
)
_ARGUMENT = re.compile(r'\s*(?:\$(?P<name>\w+)\s*=\s*)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^",]*))[^,]*(?:,|$)')
_WITH_TECHNOLOGY = ("Container", "Component", "Node", "Deployment_Node")


def read_c4(text: str) -> Iterator[Element]:
    """Elements of all macros in `text`; an alias stands for the label that it was given."""
    calls = [(found, _arguments(found["said"], 3 if _is_relation(found) else 2)) for found in _CALL.finditer(text)]
    labels = {said[0]: said[1] for found, said in calls if not _is_relation(found) and said[0] and said[1]}
    outside = {said[0] for found, said in calls if "_Ext" in found["macro"]}
    for found, said in calls:
        span = line_span(text, *found.span())
        if _is_relation(found):
            source, target = (labels.get(alias, alias) for alias in said[:2])
            if found["macro"].startswith("Rel_Back"):
                source, target = target, source
            if source and target:
                partner = target if said[1] in outside else source if said[0] in outside else ""
                details = given(("label", said[2]), ("protocol", said[3]), ("outside", partner))
                yield Element(ElementKind.RELATION, source, *span, type="relationship", target=target, details=details)
        elif said[1] or said[0]:
            yield from _part(found, said, span)


def _part(found: re.Match[str], said: list[str], span: tuple[int, int]) -> Iterator[Element]:
    macro = found["macro"]
    is_store = "Db" in macro
    has_technology = macro.startswith(_WITH_TECHNOLOGY) and "Boundary" not in macro
    words = macro.replace("_Ext", " external").replace("_", " ").replace("Db", " database").replace("Queue", " queue").lower()
    technology, description = (said[2], said[3]) if has_technology else ("", said[2])
    details = given(("description", description if "Boundary" not in macro else ""))
    kind = ElementKind.DATA if is_store else ElementKind.SYSTEM
    yield from built_with(Element(kind, said[1] or said[0], *span, type=words, details=details), technology)


def _is_relation(found: re.Match[str]) -> bool:
    return found["macro"].startswith(("Rel", "BiRel"))


def _arguments(said: str, technology_at: int) -> list[str]:
    """The first four arguments; the technology stands at its place also when it is given by name."""
    found = ["", "", "", ""]
    at = 0
    for argument in _ARGUMENT.finditer(said[:2000]):
        value = " ".join((argument["quoted"] or argument["bare"] or "").split())
        if argument["name"] in ("techn", "technology"):
            found[technology_at] = value
        elif not argument["name"] and at < len(found):
            found[at] = found[at] or value
            at += 1
    return found
