"""Projects of .NET → packages with versions, and the framework that they are built for."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.packages import package, runtime
from rag.ingest.structured.xml import XmlNode, parse_xml

_REFERENCES = {
    "PackageReference": ".NET dependency",
    "PackageVersion": ".NET dependency",
    "DotNetCliToolReference": ".NET tool",
}
_OLD = re.compile(r"net(\d)(\d)(\d)?$")  # net48, net472: the framework of Windows
_NEW = re.compile(r"net(coreapp|standard)?(\d+\.\d+)")


def read_dotnet(name: str, text: str) -> Iterator[Element]:
    """Elements of a .csproj, .vbproj, .fsproj, .props or packages.config."""
    for tag in parse_xml(text).walk():
        if tag.name in ("TargetFramework", "TargetFrameworks", "TargetFrameworkVersion"):
            yield from _frameworks(text, tag)
        elif tag.name in _REFERENCES:
            label = tag.get("Include") or tag.get("Update")
            version = tag.get("Version") or tag.first("Version").said
            if label:
                yield package(text, (tag.start, tag.close), _REFERENCES[tag.name], label, version)
        elif tag.name == "package" and tag.get("id"):
            yield package(text, (tag.start, tag.close), ".NET dependency", tag.get("id"), tag.get("version"))
        elif tag.name == "ProjectReference" and tag.get("Include"):
            own = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
            target = re.split(r"[/\\]", tag.get("Include"))[-1].rpartition(".")[0]
            if own and target:
                span = line_span(text, tag.start, tag.close)
                yield Element(ElementKind.RELATION, own, *span, type="refers to project", target=target)


def _frameworks(text: str, tag: XmlNode) -> Iterator[Element]:
    """net6.0 is .NET 6.0, net48 and v4.8 are the .NET Framework."""
    for value in tag.said.split(";"):
        if tag.name.endswith("Version") and value.startswith("v"):
            yield runtime(text, (tag.start, tag.close), "netframework", value)
        elif old := _OLD.fullmatch(value.strip()):
            number = ".".join(part for part in old.groups() if part)
            yield runtime(text, (tag.start, tag.close), "netframework", number)
        elif (new := _NEW.match(value.strip())) and new.group(1) != "standard":
            yield runtime(text, (tag.start, tag.close), "net", new.group(2))
