"""Settings of applications (.env, .properties, .ini, appsettings.json, application.yml) → hosts, addresses, regions, engines.

A line that holds a secret, by its name or its value, gives nothing: neither its value nor its place.
"""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span, numbered_lines
from rag.ingest.structured.nodes import Node, parse

MAX_VALUE = 150  # characters; a longer value is no host or region
_SECRET_NAME = re.compile(
    r"passw|passphrase|(?:^|[\W_])(?:pwd|pass|dsn|key|auth)$|[a-z](?:Key|Pwd|Dsn)$|secret|token|credential|private|salt|signature"
    r"|api_?key|access[._-]?key|cookie|cert(?:ificate)?$|webhook",
    re.IGNORECASE,
)
_USER = re.compile(r"//[^/\s@:]*(?::(?P<said>[^/\s@]*))?@")
_BLANKED = re.compile(r"^(?:\$\{?\(?[\w.:-]+\)?\}?|%\w+%|\*+|x{3,}|<[^<>]*>|\[[^\[\]]*\]|\{\{.*\}\})$", re.IGNORECASE)
_SECRET_VALUE = re.compile(
    r"(?:passw(?:or)?d|pwd|secret|token|accountkey|sharedaccesskey|apikey|sig)\s*=\s*[^;\s]|^[A-Za-z0-9+/_-]{32,}={0,2}$|hooks\.",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"(?:^|[._\-:])(?:"
    r"\w*(?:hosts?|hostname|url|uri|endpoints?|servers?|brokers?|region|zone|location|port|domain)"
    r"|driver|driverclassname|driver-class-name|dialect|engine|database|db|schema|adapter|connection|backend|provider|platform"
    r"|topic|queue|exchange|bucket|timezone|tz|environment|env|profile|active|retention|timeout|cron|schedule|replicas"
    r"|ddl-auto|pool-?size|max_connections|queue_connection|cache_driver|mail_mailer)$",
    re.IGNORECASE,
)
_ENGINE = re.compile(
    r"(?:^|[._\-:])(?:\w*(?:engine|driver|driverclassname|dialect|adapter|connection|backend|provider|platform)"
    r"|driver-class-name)$",
    re.IGNORECASE,
)
_ENGINE_WORD = re.compile(
    r"postgresql|mysql|mariadb|oracle|sqlserver|sqlite|\bh2\b|\bdb2|mongodb|redis|memcached", re.IGNORECASE
)
_CONNECTION = re.compile(r"(?:server|data source|host)\s*=", re.IGNORECASE)
_SCHEME = re.compile(r"jdbc:([a-z][a-z0-9]*):|([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://|([a-z][a-z0-9]*):\d+$", re.IGNORECASE)
_LINE = re.compile(r"(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.\-\[\]]*)[ \t]*[=:][ \t]*(?P<value>\S.*)?$")
_SECTION = re.compile(r"\[([^\[\]\n]+)\]$")
_NO_PRODUCT = {"http", "https", "file", "classpath", "tcp", "ws", "wss", "localhost", "data", "smtp", "smtps", "ldap", "ldaps"}
_UNIMPORTANT = re.compile(r"^(?:true|false|null|none|\d{1,2})$", re.IGNORECASE)


def read_properties(name: str, text: str) -> Iterator[Element]:
    """Settings of a file of lines `name = value`, with or without sections."""
    section = ""
    for start, line in numbered_lines(text):
        if line.startswith(("#", ";", "!", "//")):
            continue
        if found := _SECTION.match(line):
            section = found.group(1)
        elif found := _LINE.match(line):
            value = (found["value"] or "").strip().strip("\"'")
            label = f"{section}.{found['name']}" if section else found["name"]
            yield from _setting(text, label, value, (start, start + len(line)))


def read_settings_tree(name: str, text: str) -> Iterator[Element]:
    """Settings of a tree, as in appsettings.json or application.yml; the name is the whole path."""
    for root in parse(text):
        waiting: list[tuple[str, Node]] = [("", root)]
        while waiting:
            path, node = waiting.pop()
            if node.kind == "scalar":
                yield from _setting(text, path, node.text, (node.start, node.end))
            children = [(f"{path}.{key}" if path else key, child) for key, child in node.items()]
            waiting += reversed(children if len(path) <= MAX_VALUE else [])
            waiting += reversed([(path, child) for child in node.values()])


def _setting(text: str, name: str, value: str, place: tuple[int, int]) -> Iterator[Element]:
    """The setting, if it is one that tells something about the architecture and holds no secret."""
    shown = _USER.sub("//", value)
    if not value or len(value) > MAX_VALUE or _is_secret(name, value) or "@" in shown:
        return
    technology = _product(name, value)
    told = _WANTED.search(name) is not None or "://" in value or _CONNECTION.match(value) is not None
    if told and (technology or not _UNIMPORTANT.match(value)):
        span = line_span(text, *place)
        yield Element(ElementKind.SETTING, name, *span, type="setting", technology=technology, details=(("value", shown),))


def _product(name: str, value: str) -> str:
    """What a value names: the scheme of an address, the host "redis" of "redis:6379", the engine of a driver."""
    if found := _SCHEME.match(value):
        scheme = next(part for part in found.groups() if part).lower()
        return "" if scheme in _NO_PRODUCT else scheme
    if not _ENGINE.search(name):
        return ""
    if found := _ENGINE_WORD.search(value):
        return found.group().lower()
    return value.lower() if re.fullmatch(r"\w+", value) else ""


def _is_secret(name: str, value: str) -> bool:
    """Whether a name or value looks like a secret. A place-holder for one is none."""
    if _SECRET_NAME.search(name.rpartition(".")[2]) or _SECRET_VALUE.search(value):
        return True
    found = _USER.search(value)
    return found is not None and bool(found["said"]) and not _BLANKED.match(found["said"])
