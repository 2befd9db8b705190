"""Words that may stand for each other when a question is put to papers, in five languages."""

from functools import cache, lru_cache

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table

_WORDS_KEPT = 20_000  # words whose rows are remembered


class KinRow(KnowledgeRow):
    """Words of one meaning, in lower case; "*" at the end stands for any ending, at the beginning for any beginning."""

    id: str
    person: bool = False  # who does something: may answer "who"
    event: bool = False  # what happens or is done: a sentence about another event is no answer
    en: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    pt: tuple[str, ...] = ()


class KinTable(KnowledgeTable):
    """corpus/tables/kin.yaml."""

    kin: tuple[KinRow, ...]


@lru_cache(maxsize=_WORDS_KEPT)
def kin_of(word: str, language: str) -> frozenset[str]:
    """Ids of the rows that a lower-case word of a language is in; words in different languages may share one.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    rows = _rows(language)
    keys = [
        word,
        *(f"{word[:size]}*" for size in range(2, len(word) + 1)),
        *(f"*{word[at:]}" for at in range(1, len(word) - 2)),
    ]
    return frozenset().union(*(rows.get(key, frozenset()) for key in keys))


@cache
def persons() -> frozenset[str]:
    """Ids of the rows of people, and of what people make up."""
    return frozenset(row.id for row in read_table("kin", KinTable).kin if row.person)


@cache
def events() -> frozenset[str]:
    """Ids of the rows of what happens or is done."""
    return frozenset(row.id for row in read_table("kin", KinTable).kin if row.event)


@cache
def _rows(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_table("kin", KinTable).kin:
        for word in getattr(row, language, ()):
            found[word] = found.get(word, frozenset()) | {row.id}
    return found
