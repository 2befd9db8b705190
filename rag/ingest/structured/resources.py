"""Resources of infrastructure as code, in whatever language: which of their values an architect asks for, and what they run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span

MAX_DETAILS = 14
MAX_VALUE = 80  # characters of a value that is worth naming
_ENGINES = (
    "engine",
    "databaseversion",
    "engineversion",
    "kubernetesversion",
    "version",
    "runtime",
    "linuxfxversion",
    "javaversion",
)
_WANTED = {  # names in lower case without marks between words
    *("region", "location", "availabilityzone", "zone", "multiregion", "multiaz", "zoneredundant", "highavailability", "mode"),
    *(
        "instanceclass",
        "dbinstanceclass",
        "instancetype",
        "nodetype",
        "cachenodetype",
        "vmsize",
        "size",
        "sku",
        "skuname",
        "tier",
    ),
    *("machinetype", "skutier", "capacity", "family", "allocatedstorage", "storagemb", "disksize", "disksizegb", "volumesize"),
    *(
        "maxsizegb",
        "storagesizegb",
        "storagetype",
        "storageclass",
        "iops",
        "memory",
        "memorysize",
        "cpu",
        "timeout",
        "throughput",
    ),
    *("backupretentionperiod", "backupretentiondays", "retentionperiod", "retentionindays", "messageretentionseconds"),
    *(
        "pointintimerecoveryenabled",
        "georedundantbackupenabled",
        "georedundantbackup",
        "deletionprotection",
        "skipfinalsnapshot",
    ),
    *("publiclyaccessible", "publicnetworkaccessenabled", "publicnetworkaccess", "public", "acl", "assignpublicip"),
    *("storageencrypted", "encrypted", "kmskeyid", "ssepolicy", "transitencryptionenabled", "atrestencryptionenabled"),
    *("httpsonly", "mintlsversion", "minimumtlsversion", "sslenforcementenabled", "supportshttpstrafficonly"),
    *("desiredcount", "desiredcapacity", "desiredsize", "minsize", "maxsize", "mincapacity", "maxcapacity", "nodecount"),
    *(
        "minreplicas",
        "maxreplicas",
        "numcachenodes",
        "numberofbrokernodes",
        "instancecount",
        "replicacount",
        "numnodes",
        "count",
    ),
    *(
        "billingmode",
        "versioning",
        "cidrblock",
        "addressspace",
        "addressprefixes",
        "schedule",
        "scheduleexpression",
        "launchtype",
    ),
    *(
        "name",
        "bucket",
        "identifier",
        "dbinstanceidentifier",
        "clusteridentifier",
        "dbname",
        "tablename",
        "queuename",
        "functionname",
    ),
    *("protocol", "port", "source", "accounttier", "accountreplicationtype", "kind", "accesstier"),
}
_DATA = re.compile(
    r"bucket|(?:^|_|::|/)tables?$|_dynamodb_table|volume|disk|file_?system|storageaccount|share$|container$", re.I
)
_NUMBERED = re.compile(r"([A-Za-z][A-Za-z_.]*?)[-_|]?v?(\d+(?:[._]\d+)*)(?:[._]x)?", re.ASCII)
_SECRET = re.compile(r"pass|secret|token|credential|private|api_?key|access_?key", re.I)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a resource: what it is called, what it says, where."""

    name: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Its name as all languages have it: lower case, no marks between words."""
        return re.sub(r"[\W_]", "", self.name).lower()


def resource(text: str, type_: str, name: str, header: tuple[int, int], values: Iterable[Value]) -> Element:
    """The element of one resource; `header` is the span of the lines that name it.

    Quoted are the lines from its header to its engine or version when that is near, else the header.
    """
    found = [value for value in values if value.text and not _SECRET.search(value.name)]
    technology, version, place = _engine(found)
    details = [
        (value.name, " ".join(value.text.split()))
        for value in found
        if value.key in _WANTED and value.text != name and len(value.text) <= MAX_VALUE and "@" not in value.text
    ]
    end = place.end if place is not None and place.start >= header[0] else header[1]
    return Element(
        ElementKind.DATA if _DATA.search(type_) else ElementKind.SYSTEM,
        name,
        *line_span(text, header[0], end, otherwise=(place.start, place.end) if place is not None else header),
        type=type_,
        technology=technology,
        version=version,
        details=tuple(dict.fromkeys(details))[:MAX_DETAILS],
    )


def _engine(values: list[Value]) -> tuple[str, str, Value | None]:
    """Product, version, and the last value that says so: engine = "postgres", database_version = "POSTGRES_13", "python3.9"."""
    by_key: dict[str, Value] = {}
    for value in values:
        if value.key in _ENGINES:
            by_key.setdefault(value.key, value)
    engine = by_key.get("engine")
    number = by_key.get("engineversion") or by_key.get("kubernetesversion") or by_key.get("version")
    version = lowest_number(number.text) if number is not None else ""
    if engine is not None:
        near = max((one for one in (engine, number) if one is not None), key=lambda one: one.end)
        return engine.text.lower(), version, near
    for key in ("databaseversion", "runtime", "linuxfxversion", "javaversion"):
        named = by_key.get(key)
        found = _NUMBERED.match(named.text) if named is not None else None
        if found is not None:
            return found.group(1).lower().rstrip("._"), found.group(2).replace("_", "."), named
    return "", version, number if version else None


def lowest_number(text: str) -> str:
    """The number that a version begins with; "" for what is none."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", text.strip())
    return found.group(1) if found else ""
