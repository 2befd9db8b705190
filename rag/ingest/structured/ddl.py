"""SQL data definitions → tables, columns, keys, views, indexes, routines, and the database product where a mark is certain."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, listed
from rag.ingest.structured.sql import Token, groups, statements, without_asides

DIALECT_CHARS = 300_000  # looked through for marks of a product
_OBJECTS = {
    **dict.fromkeys(("TABLE", "VIEW", "SEQUENCE", "SCHEMA", "DATABASE", "TYPE", "DOMAIN"), ElementKind.DATA),
    **dict.fromkeys(("PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "PACKAGE", "EVENT"), ElementKind.INTERFACE),
    **dict.fromkeys(("INDEX", "SYNONYM", "LINK", "USER", "ROLE", "LOGIN"), ElementKind.SETTING),
}
_NO_COLUMN = frozenset(
    {"CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "KEY", "INDEX", "FULLTEXT", "SPATIAL", "LIKE", "PERIOD", "EXCLUDE"}
)
_GOES_ON = frozenset({"VARYING", "PRECISION", "UNSIGNED", "WITHOUT", "LOCAL", "TIME", "ZONE", "LARGE", "OBJECT", "VARCHAR"})
_HEADERS = (  # of dump programs, with the server's version
    r"^-- (?P<name>MySQL|MariaDB) dump\b[\s\S]{0,400}?^-- Server version[ \t]+(?P<version>\d+(?:\.\d+)*)",
    r"^-- (?P<name>PostgreSQL) database dump\b[\s\S]{0,200}?^-- Dumped from database version (?P<version>\d+(?:\.\d+)*)",
)
_MARKS = {  # words that only one product has
    "MySQL": r"\bENGINE\s*=\s*(?:InnoDB|MyISAM)\b",
    "Oracle Database": r"\bN?VARCHAR2\s*\(",
    "SQL Server": r"\bNVARCHAR\s*\(\s*MAX\s*\)|\[nvarchar\]\s*\(\s*max\s*\)|\[dbo\]\.\[|\bDATETIME2\b",
    "PostgreSQL": r"\b(?:BIG|SMALL)?SERIAL\b|\bJSONB\b|\bTIMESTAMPTZ\b",
    "Db2": r"\bCCSID\s+(?:EBCDIC|UNICODE|ASCII)\b|\bFOR\s+BIT\s+DATA\b|\bORGANIZE\s+BY\s+(?:ROW|COLUMN)\b",
}
_MONEY_NAME = re.compile(
    r"amount|price|total|balance|cost|fee|salary|betrag|preis|saldo|montant|prix|solde|importe|precio|valor|pre[cç]o", re.I
)
_MONEY_TYPE = re.compile(r"^(?:small)?money$|^(?:decimal|numeric|number|dec)\s*\(\s*\d+\s*,\s*[2-6]\s*\)", re.I)
_AUDIT = re.compile(
    r"^(?:(?:created|updated|modified|changed|inserted|last_?(?:updated?|modified|changed?))_?(?:by|at|on|date|ts|time|user)?"
    r"|(?:erstellt|angelegt|ge(?:ae|ä)ndert)_?(?:am|von)|(?:cr[eé]{1,2}|modifi[eé])_?(?:le|par)"
    r"|(?:creado|modificado|criado|alterado)_?(?:en|por|em))$",
    re.I,
)
_SOFT_DELETE = re.compile(
    r"^(?:is_?)?(?:deleted|archived)(?:_?(?:at|on|flag|date))?$|^del_flag$|^gel(?:oe|ö)scht(?:_am)?$", re.I
)


def read_ddl(name: str, text: str) -> Iterator[Element]:
    """Elements of a script."""
    yield from _dialect(text)
    for tokens in statements(text):
        first = tokens[0].upper
        if first == "CREATE":
            yield from _create(text, tokens)
        elif first == "ALTER":
            yield from _alter(text, tokens)
        else:
            yield from _comment(text, tokens)


def _dialect(text: str) -> Iterator[Element]:
    """The product, where a dump names it or the words of exactly one are used."""
    opening = text[:DIALECT_CHARS]
    for header in _HEADERS:
        if found := re.search(header, opening[:20_000], re.MULTILINE):
            span = line_span(text, *found.span())
            yield Element(ElementKind.SETTING, found["name"], *span, "dialect", found["name"], found["version"])
            return
    code = without_asides(opening)
    marks = [(product, found) for product, mark in _MARKS.items() if (found := re.search(mark, code, re.IGNORECASE))]
    if len(marks) == 1:
        product, place = marks[0]
        yield Element(ElementKind.SETTING, product, *line_span(text, *place.span()), type="dialect", technology=product)


def _create(text: str, tokens: Sequence[Token]) -> Iterator[Element]:
    at = next((index for index, token in enumerate(tokens[:16]) if token.upper in _OBJECTS), 0)
    if not at:
        return
    what = tokens[at].upper
    if what == "DATABASE" and tokens[at + 1 : at + 2] and tokens[at + 1].upper == "LINK":
        what, at = "LINK", at + 1
    if what == "PACKAGE" and tokens[at + 1 : at + 2] and tokens[at + 1].upper == "BODY":
        return
    name, after = _name(tokens, _past(tokens, at + 1, "IF", "NOT", "EXISTS"))
    if not name or name.startswith("#"):
        return
    place = line_span(text, tokens[0].start, tokens[after - 1].end, otherwise=(tokens[after - 1].start, tokens[after - 1].end))
    if what == "TABLE":
        yield from _table(text, list(tokens), name, after, place)
    elif what == "VIEW":
        yield Element(ElementKind.DATA, name, *place, type="view")
        yield from _sources(text, tokens, name, after)
    elif what == "LINK":  # its line may hold a password: the words up to the name are enough
        yield Element(ElementKind.SETTING, name, tokens[0].start, tokens[after - 1].end, type="database link")
    elif what in ("INDEX", "TRIGGER", "SYNONYM"):
        yield _attached(text, tokens, name, what.lower(), after)
    elif what not in ("USER", "ROLE", "LOGIN"):
        yield Element(_OBJECTS[what], name, *place, type={"PROC": "procedure"}.get(what, what.lower()))


def _table(text: str, tokens: list[Token], name: str, after: int, place: tuple[int, int]) -> Iterator[Element]:
    has_items = after < len(tokens) and tokens[after].text == "(" and tokens[after].kind == "mark"
    items = [item for item in groups(tokens, after) if item] if has_items else []
    columns = [item[0].text for item in items if _is_column(item)]
    keys = [key for item in items for key in _primary(item)]
    end = max((token.end for item in items[-1:] for token in item[-1:]), default=0)
    tail = [token for token in tokens[-60:] if token.start > end]
    about = [token.text for index, token in enumerate(tail) if token.kind == "string" and _said(tail, index) == "COMMENT"]
    details = given(("columns", listed(columns)), ("primary key", listed(keys)), ("comment", " ".join(about[:1])))
    yield Element(ElementKind.DATA, name, *place, type="table", details=details)
    known = frozenset(keys)
    for item in items:
        yield from _item(text, name, item, known)


def _item(text: str, table: str, item: Sequence[Token], keys: Collection[str]) -> Iterator[Element]:
    """A column, a foreign key, or both."""
    span = line_span(text, item[0].start, item[-1].end, otherwise=(item[0].start, item[min(3, len(item) - 1)].end))
    columns = [item[0].text] if _is_column(item) else []
    if columns:
        name, type_ = item[0].text, _type(text, item)
        said = next(
            (token.text for index, token in enumerate(item) if token.kind == "string" and _said(item, index) == "COMMENT"), ""
        )
        details = given(
            ("table", table),
            ("type", type_),
            ("key", "primary" if name in keys else ""),
            ("role", _role(name, type_)),
            ("comment", said),
        )
        yield Element(ElementKind.DATA, name, *span, type="column", details=details)
    for index, token in enumerate(item):
        if token.upper == "FOREIGN" and not columns:
            columns = _names_in(item, index)
        elif token.upper == "REFERENCES":
            target, after = _name(item, index + 1)
            if target:
                line = line_span(text, item[0].start, item[after - 1].end, otherwise=(token.start, item[after - 1].end))
                details = given(("column", listed(columns)), ("refers to", listed(_names_in(item, after))))
                yield Element(ElementKind.RELATION, table, *line, type="foreign key", target=target, details=details)


def _alter(text: str, tokens: Sequence[Token]) -> Iterator[Element]:
    """Columns and foreign keys that are added to a table."""
    at = next((index for index, token in enumerate(tokens[:4]) if token.upper == "TABLE"), 0)
    table, after = _name(tokens, _past(tokens, at + 1, "IF", "EXISTS", "ONLY")) if at else ("", 0)
    if not table:
        return
    wrapped = [Token("mark", "(", 0, 0), *tokens[after:]]
    adds = False
    for part in groups(wrapped, 0):
        words = [index for index, token in enumerate(part[:6]) if token.upper == "ADD"]
        adds = bool(words) or (adds and bool(part) and _is_column(part) and part[0].upper not in ("DROP", "ALTER", "MODIFY"))
        rest = part[_past(part, words[0] + 1 if words else 0, "COLUMN", "IF", "NOT", "EXISTS") :]
        if adds and rest:
            inner = groups(list(rest), 0) if rest[0].kind == "mark" and rest[0].text == "(" else [rest]
            for item in inner:
                if item:
                    yield from _item(text, table, item, ())


def _comment(text: str, tokens: Sequence[Token]) -> Iterator[Element]:
    words = [token.upper for token in tokens[:3]]
    if words[:2] != ["COMMENT", "ON"] or words[2:] not in (["TABLE"], ["COLUMN"], ["VIEW"]):
        return
    name, after = _name(tokens, 3)
    said = next((token.text for token in tokens[after:] if token.kind == "string"), "")
    if name and said:
        owner, _, column = name.rpartition(".") if words[2] == "COLUMN" else ("", "", name)
        span = line_span(text, tokens[0].start, tokens[-1].end)
        details = given(("table", owner), ("comment", said))
        yield Element(ElementKind.DATA, column, *span, type=f"{words[2].lower()} comment", details=details)


def _sources(text: str, tokens: Sequence[Token], view: str, after: int) -> Iterator[Element]:
    """The tables and views that a view reads."""
    seen: set[str] = set()
    for index in range(after, len(tokens)):
        if tokens[index].upper in ("FROM", "JOIN"):
            target, end = _name(tokens, index + 1)
            if target and target not in seen:
                seen.add(target)
                span = line_span(text, tokens[index].start, tokens[end - 1].end)
                yield Element(ElementKind.RELATION, view, *span, type="reads", target=target)


def _attached(text: str, tokens: Sequence[Token], name: str, what: str, after: int) -> Element:
    """An index, trigger or synonym, and the table that it belongs to."""
    link = "FOR" if what == "synonym" else "ON"
    at = next((index for index in range(after, len(tokens)) if tokens[index].upper == link), len(tokens))
    table, end = _name(tokens, at + 1)
    columns = listed(_names_in(tokens, end)) if what == "index" and table else ""
    last = tokens[end - 1].end if table else tokens[after - 1].end
    span = line_span(text, tokens[0].start, last, otherwise=(tokens[0].start, tokens[after - 1].end))
    details = given(("table" if what != "synonym" else "stands for", table), ("columns", columns))
    return Element(_OBJECTS[what.upper()], name, *span, type=what, details=details)


def _is_column(item: Sequence[Token]) -> bool:
    if len(item) < 2 or item[0].kind not in ("word", "name") or item[0].text[:1].isdigit():
        return False
    named_so = item[0].upper in ("KEY", "INDEX", "LIKE", "PERIOD", "CHECK") and item[1].kind == "word" and _is_type(item[1])
    return item[0].upper not in _NO_COLUMN or named_so


def _is_type(token: Token) -> bool:
    return (
        re.match(r"(?i)(?:var|n)?char|int|big|small|num|dec|date|time|text|bool|bit|clob|blob|json|uuid", token.text)
        is not None
    )


def _primary(item: Sequence[Token]) -> list[str]:
    """The columns that an item makes the primary key."""
    for index, token in enumerate(item[:-1]):
        if token.upper == "PRIMARY" and item[index + 1].upper == "KEY":
            return [item[0].text] if _is_column(item) else _names_in(item, index)
    return []


def _type(text: str, item: Sequence[Token]) -> str:
    """The type of a column with its length."""
    depth, end = 0, item[1].end
    for before, token in pairwise(item[1:]):
        step = {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        joined = token.kind in ("word", "name", "mark") and (before.text == "." or token.text in (".", "%"))
        with_zone = token.upper == "WITH" and token is not item[-1]
        if not (depth or step or joined or with_zone or token.upper in _GOES_ON):
            break
        depth += step
        end = token.end
    said = " ".join(text[item[1].start : end].split())
    return re.sub(r"(?i) WITH$", "", said).replace("[", "").replace("]", "").strip('"`')


def _role(name: str, type_: str) -> str:
    if _SOFT_DELETE.match(name):
        return "soft delete"
    if _AUDIT.match(name):
        return "audit"
    is_money = type_.lower() in ("money", "smallmoney") or (_MONEY_TYPE.match(type_) and _MONEY_NAME.search(name))
    return "money" if is_money else ""


def _name(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """A name of one to four parts from index `at`, without quotes, and the index after it."""
    parts: list[str] = []
    while at < len(tokens) and len(parts) < 4 and tokens[at].kind in ("word", "name"):
        parts.append(tokens[at].text)
        at += 1
        if at < len(tokens) and tokens[at].kind == "mark" and tokens[at].text == ".":
            at += 1
        else:
            break
    return ".".join(parts), at


def _names_in(tokens: Sequence[Token], at: int) -> list[str]:
    """The first words of the parts of the next bracket from index `at`."""
    opening = next(
        (i for i in range(at, min(len(tokens), at + 12)) if tokens[i].kind == "mark" and tokens[i].text == "("), None
    )
    return [part[0].text for part in groups(list(tokens), opening) if part] if opening is not None else []


def _past(tokens: Sequence[Token], at: int, *words: str) -> int:
    while at < len(tokens) and tokens[at].upper in words:
        at += 1
    return at


def _said(tokens: Sequence[Token], index: int) -> str:
    """The word before a value, an equals sign between them or not."""
    before = tokens[max(0, index - 2) : index]
    return next((token.upper for token in reversed(before) if token.upper), "")
