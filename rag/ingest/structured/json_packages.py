"""package.json, package-lock.json, composer.json, global.json → packages and runtimes with versions."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse
from rag.ingest.structured.packages import lowest, package, runtime

_NPM = {"dependencies": "", "devDependencies": "development", "peerDependencies": "peer", "optionalDependencies": "optional"}
_COMPOSER = {"require": "", "require-dev": "development"}
_SCRIPTS = ("build", "test", "start", "deploy", "lint", "e2e")


def read_npm(name: str, text: str) -> Iterator[Element]:
    """Dependencies, engines and scripts of a package.json."""
    for root in parse(text)[:1]:
        yield from _dependencies(text, root, _NPM, "npm dependency")
        for engine, node in root.get("engines").items():
            yield runtime(text, (node.start, node.end), engine, node.text)
        for tool, node in root.get("volta").items():
            yield runtime(text, (node.start, node.end), tool, node.text)
        manager = root.get("packageManager")
        if manager.text:
            label, _, spec = manager.text.partition("@")
            yield runtime(text, (manager.start, manager.end), label, spec.partition("+")[0])
        for script, node in root.get("scripts").items():
            if script in _SCRIPTS and node.text:
                span = line_span(text, node.start, node.end)
                yield Element(ElementKind.STEP, script, *span, type="npm script", details=(("runs", node.text),))


def read_npm_lock(name: str, text: str) -> Iterator[Element]:
    """What a lock file says of the packages that the project itself names."""
    for root in parse(text)[:1]:
        packages = root.get("packages")
        top = packages.get("")
        named = {key for group in _NPM for key in top.get(group).texts()}
        for path, node in packages.items():
            label = path.removeprefix("node_modules/")
            version = node.get("version")
            if label in named and path.startswith("node_modules/") and version.text:
                place = (version.start, version.end)
                yield package(text, (node.start, version.end), "npm dependency", label, version.text, otherwise=place)


def read_composer(name: str, text: str) -> Iterator[Element]:
    """Requirements of a composer.json; `php` and its extensions are the platform."""
    for root in parse(text)[:1]:
        for key in ("require", "require-dev"):
            php = root.get(key, "php")
            if php.text:
                yield runtime(text, (php.start, php.end), "php", php.text)
        yield from _dependencies(text, root, _COMPOSER, "Composer dependency")


def read_global_json(name: str, text: str) -> Iterator[Element]:
    """The .NET SDK that a repository is built with."""
    for root in parse(text)[:1]:
        version = root.get("sdk", "version")
        if lowest(version.text):
            yield runtime(text, (version.start, version.end), "dotnet", version.text)


def _dependencies(text: str, root: Node, groups: dict[str, str], type_: str) -> Iterator[Element]:
    for key, group in groups.items():
        for label, node in root.get(key).items():
            if node.kind == "scalar" and (type_ != "Composer dependency" or "/" in label):
                yield package(text, (node.start, node.end), type_, label, node.text, group=group)
