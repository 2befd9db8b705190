"""pom.xml and Gradle builds → dependencies, plugins and the Java that they are built for."""

import re
from collections.abc import Iterator, Mapping

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.packages import mention, package, runtime
from rag.ingest.structured.toml_lines import entries
from rag.ingest.structured.xml import XmlNode, parse_xml

_PROPERTY = re.compile(r"\$\{([\w.-]+)\}")
_JAVA = ("java.version", "maven.compiler.release", "maven.compiler.source", "maven.compiler.target", "release", "source")
_PLACES = (
    (("parent",), "Maven parent"),
    (("dependencies", "dependency"), "Maven dependency"),
    (("dependencyManagement", "dependencies", "dependency"), "Maven dependency"),
    (("build", "plugins", "plugin"), "Maven plugin"),
)
_SCOPE = (
    r"(?:implementation|api|compile|compileOnly|runtime|runtimeOnly|testImplementation|testCompile|testRuntimeOnly|classpath"
    r"|annotationProcessor|kapt|ksp|provided|developmentOnly|androidTestImplementation|debugImplementation)"
)
_COORDINATES = re.compile(
    rf"^[ \t]*(?P<scope>{_SCOPE})[ \t(]+(?:(?:enforcedP|p)latform[ \t]*\([ \t]*)?[\"']"
    r"(?P<group>[\w.-]+):(?P<name>[\w.-]+)(?::(?P<version>[^\"'\n:@]+))?[^\"'\n]*[\"']",
    re.MULTILINE,
)
_MAP = re.compile(
    rf"^[ \t]*(?P<scope>{_SCOPE})[ \t(]+group[ \t]*[:=][ \t]*[\"'](?P<group>[\w.-]+)[\"'],[ \t]*name[ \t]*[:=][ \t]*[\"']"
    r"(?P<name>[\w.-]+)[\"'](?:,[ \t]*version[ \t]*[:=][ \t]*[\"'](?P<version>[^\"'\n]+)[\"'])?",
    re.MULTILINE,
)
_PLUGIN = re.compile(
    r"^[ \t]*(?:id|kotlin)[ \t(]+[\"'](?P<name>[\w.-]+)[\"']\)?(?:[ \t]+version[ \t(]*[\"'](?P<version>[^\"'\n]+)[\"'])?",
    re.MULTILINE,
)
_TARGET = re.compile(
    r"^[ \t]*(?:(?:source|target)Compatibility[ \t]*=?[ \t]*[\"']?(?:JavaVersion\.VERSION_)?(?P<old>[\d._]+)"
    r"|[^\n]{0,80}?JavaLanguageVersion\.of\([ \t]*(?P<new>\d+))",
    re.MULTILINE,
)
_VALUE = re.compile(
    r"^[ \t]*(?:ext\.|val |def |set\([\"'])?(?P<name>\w[\w.]*)[\"']?[ \t]*[=,][ \t]*[\"'](?P<value>[\w.-]+)[\"']", re.M
)
_NAMED = re.compile(r"\$\{?(\w[\w.]*)\}?")


def read_pom(name: str, text: str) -> Iterator[Element]:
    """Parent, dependencies, plugins and Java of a pom.xml; properties of the same file are filled in."""
    project = parse_xml(text)
    if project.name != "project":
        return
    properties = _properties(project)
    for tag in properties.values():
        if tag.name in _JAVA and tag.said:
            yield runtime(text, (tag.start, tag.close), "java", tag.said)
    module = project.first("artifactId")
    if module.said:
        description = project.first("description").said[:120]
        details = (("description", description),) if description else ()
        span = line_span(text, module.start, module.close)
        yield Element(ElementKind.SYSTEM, module.said, *span, type="Maven module", details=details)
    for path, type_ in _PLACES:
        for tag in project.first(*path[:-1]).all(path[-1]):
            yield from _artifact(text, tag, type_, properties)


def _properties(project: XmlNode) -> Mapping[str, XmlNode]:
    """The tags that `${...}` may stand for."""
    parent = project.first("parent", "version")
    own = project.first("version") or parent
    found = {tag.name: tag for tag in project.first("properties").all()}
    return found | {name: tag for name, tag in (("project.parent.version", parent), ("project.version", own)) if tag}


def _artifact(text: str, tag: XmlNode, type_: str, properties: Mapping[str, XmlNode]) -> Iterator[Element]:
    artifact, version = tag.first("artifactId"), tag.first("version")
    if not artifact.said:
        return
    group, scope = tag.first("groupId").said, tag.first("scope").said
    label = f"{group}:{artifact.said}" if group else artifact.said
    place = (artifact.start, artifact.close)
    named = _PROPERTY.fullmatch(version.said)
    given = properties.get(named.group(1)) if named is not None else None
    if given is not None:
        yield package(text, (given.start, given.close), type_, label, given.said, technology=artifact.said, group=scope)
        yield mention(text, place, type_, label, given.said)
        return
    span = (artifact.start, version.close) if version.close > artifact.close else place
    yield package(text, span, type_, label, version.said, technology=artifact.said, group=scope, otherwise=place)


def read_gradle(name: str, text: str) -> Iterator[Element]:
    """Dependencies, plugins and Java of a build.gradle or build.gradle.kts; values named in the same file are filled in."""
    values = {found["name"].rpartition(".")[2]: found for found in _VALUE.finditer(text)}
    for pattern in (_COORDINATES, _MAP):
        for found in pattern.finditer(text):
            label, spec = f"{found['group']}:{found['name']}", found["version"] or ""
            group = "test" if found["scope"].startswith(("test", "androidTest")) else ""
            named = _NAMED.fullmatch(spec)
            given = values.get(named.group(1).rpartition(".")[2]) if named else None
            span = given.span() if given is not None else found.span()
            spec = given["value"] if given is not None else spec
            yield package(text, span, "Gradle dependency", label, spec, technology=found["name"], group=group)
            if given is not None:
                yield mention(text, found.span(), "Gradle dependency", label, spec)
    for found in _PLUGIN.finditer(text):
        label = "kotlin" if found.group().lstrip().startswith("kotlin") else found["name"]
        yield package(text, found.span(), "Gradle plugin", label, found["version"] or "")
    for found in _TARGET.finditer(text):
        version = (found["old"] or found["new"]).replace("_", ".").removeprefix("1.")
        yield runtime(text, found.span(), "java", version)


def read_catalog(name: str, text: str) -> Iterator[Element]:
    """Libraries and plugins of a Gradle version catalogue (libs.versions.toml); named versions are filled in."""
    listed = list(entries(text))
    versions = {entry.key: entry for entry in listed if entry.section == "versions"}
    for entry in listed:
        if entry.section not in ("libraries", "plugins"):
            continue
        label, spec = entry.field("module") or entry.field("id"), entry.field("version")
        if not label and entry.field("group") and entry.field("name"):
            label = f"{entry.field('group')}:{entry.field('name')}"
        if entry.text:
            label, _, spec = entry.text.rpartition(":")
        given = versions.get(entry.field("version.ref") or entry.field("ref"))
        what = "Gradle plugin" if entry.section == "plugins" else "Gradle dependency"
        technology = label.rpartition(":")[2]
        place = (entry.start, entry.end)
        if label and given is not None and (said := given.text or given.field("strictly") or given.field("prefer")):
            yield package(text, (given.start, given.end), what, label, said, technology=technology)
            yield mention(text, place, what, label, said)
        elif label:
            yield package(text, place, what, label, spec, technology=technology)
