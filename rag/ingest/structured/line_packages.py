"""Manifests that are read line by line → packages and runtimes: go.mod, Gemfile, Cargo.toml, mix.exs, version files."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element
from rag.ingest.structured.lines import numbered_lines
from rag.ingest.structured.packages import lowest, package, runtime
from rag.ingest.structured.toml_lines import entries

_GO = re.compile(
    r"^(?:go[ \t]+(?P<go>\d+(?:\.\d+)*)|(?:require[ \t]+)?(?P<path>[\w.~-]+(?:/[\w.~-]+)+)[ \t]+(?P<version>v\d\S*))"
)
_MAJOR = re.compile(r"/v\d+$")
_GEM = re.compile(r"^gem[ \t(]+[\"'](?P<name>[\w-]+)[\"'](?P<rest>(?:[ \t]*,[ \t]*[\"'][^\"'\n]*[\"'])*)")
_RUBY = re.compile(r"^ruby[ \t(]+[\"'](?P<version>[^\"'\n]+)[\"']")
_LOCKED = re.compile(r"(?P<name>[\w-]+) \((?P<version>\d[\w.]*)(?:-[\w-]+)?\)$")
_MIX = re.compile(r"\{[ \t]*:(?P<name>\w+)[ \t]*,[ \t]*\"(?P<version>[^\"\n]*)\"")
_ELIXIR = re.compile(r"\belixir:[ \t]*\"(?P<version>[^\"\n]*)\"")
_QUOTED = re.compile(r"[\"']([^\"'\n]*)[\"']")
_VERSION_FILES = {
    *((".nvmrc", "node"), (".node-version", "node"), (".java-version", "java"), (".python-version", "python")),
    *((".ruby-version", "ruby"), (".go-version", "go"), (".php-version", "php"), (".terraform-version", "terraform")),
}
_TOOLS = {"nodejs": "node", "golang": "go"}
MAX_WORD = 60  # characters of a name or version in a version file


def read_go_mod(name: str, text: str) -> Iterator[Element]:
    """The Go version and the modules that are required directly."""
    for start, line in numbered_lines(text):
        found = _GO.match(line)
        if found is None:
            continue
        span = (start, start + len(line))
        if found["go"]:
            yield runtime(text, span, "go", found["go"])
        elif "// indirect" not in line:
            technology = _MAJOR.sub("", found["path"])
            yield package(text, span, "Go dependency", found["path"], lowest(found["version"]), technology=technology)


def read_gemfile(name: str, text: str) -> Iterator[Element]:
    """Ruby and the gems of a Gemfile."""
    for start, line in numbered_lines(text):
        span = (start, start + len(line))
        if found := _GEM.match(line):
            spec = ", ".join(_QUOTED.findall(found["rest"]))
            yield package(text, span, "gem dependency", found["name"], spec)
        elif found := _RUBY.match(line):
            yield runtime(text, span, "ruby", found["version"])


def read_gemfile_lock(name: str, text: str) -> Iterator[Element]:
    """The versions of the gems that the Gemfile names, as they are locked."""
    listed = text.partition("\nDEPENDENCIES\n")[2]
    named = {line.split()[0].rstrip("!") for line in listed.splitlines() if line.startswith("  ") and line.strip()}
    for start, line in numbered_lines(text):
        found = _LOCKED.fullmatch(line)
        if found is not None and found["name"] in named and text[max(0, start - 4) : start].isspace():
            yield package(text, (start, start + len(line)), "gem dependency", found["name"], found["version"])


def read_cargo(name: str, text: str) -> Iterator[Element]:
    """Crates of a Cargo.toml."""
    for one in entries(text):
        section = one.section.rpartition("target.")[2]
        if re.search(r"(?:^|\.)(?:dev-|build-)?dependencies$", section):
            group = "development" if "dev-" in section else ""
            yield package(
                text, (one.start, one.end), "Cargo dependency", one.key, one.field("version") or one.text, group=group
            )
        elif one.key in ("rust-version", "channel") and one.text:
            yield runtime(text, (one.start, one.end), "rust", one.text)


def read_mix(name: str, text: str) -> Iterator[Element]:
    """Elixir and the packages of a mix.exs."""
    for found in _MIX.finditer(text):
        yield package(text, found.span(), "Hex dependency", found["name"], found["version"])
    for found in _ELIXIR.finditer(text):
        yield runtime(text, found.span(), "elixir", found["version"])


def read_versions(name: str, text: str) -> Iterator[Element]:
    """Languages and tools that a .tool-versions, .nvmrc, .java-version, runtime.txt … pins."""
    own = name.replace("\\", "/").rpartition("/")[2].lower()
    technology = next((language for file, language in _VERSION_FILES if file == own), "")
    for start, line in numbered_lines(text):
        words = line.partition("#")[0].split()
        span = (start, start + len(line))
        if technology and words and len(line) <= MAX_WORD:
            yield runtime(text, span, technology, words[0])
            return
        if own == ".tool-versions" and len(words) > 1 and len(words[0]) <= MAX_WORD:
            yield runtime(text, span, _TOOLS.get(words[0], words[0]), words[1])
        elif own == "runtime.txt" and len(words) == 1 and len(line) <= MAX_WORD:
            yield runtime(text, span, words[0].partition("-")[0], words[0].partition("-")[2])
