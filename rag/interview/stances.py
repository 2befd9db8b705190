"""Technologies in a person's words, each under the field that is meant: it has to be, it would be nice, it must not be.

In: the words of an answer. Out: field path → names.
"""

import re
from collections.abc import Mapping
from typing import Any

from rag.interview.amounts import AmountReader
from rag.knowledge.questions import QuestionRow


def technologies_by_stance(amounts: AmountReader, plain: str, path: str, stances: Mapping[str, str]) -> dict[str, Any]:
    """The technologies that are named, each under the field of the first stance that is taken on it, else under `path`.

    Of a technology that speaks which stands with it between two commas, where it is the only one of its sentence, what
    follows, and what heads its list: “never: A, B”.

    Args:
        amounts: knows technologies.
        plain: the words, in the form in which rules read them.
        path: of the field for those of which nothing else is said.
        stances: field path → pattern of words beside a technology.
    """
    found: dict[str, list[str]] = {}
    for sentence in re.split(r"(?<=[.!?;])\s+", plain):
        mentions = sorted(amounts.named(sentence))
        for start, end, name in mentions:
            parts = [0, *(match.end() for match in _PART.finditer(sentence)), len(sentence)]
            own = sentence[max(one for one in parts if one <= start) : next(one for one in parts if one >= end)]
            alone = _stance(sentence[start:], stances) if len(mentions) == 1 else ""
            field = _stance(own, stances) or alone or _stance(_heading(sentence[:start]), stances) or path
            if not any(name in names for names in found.values()):
                found.setdefault(field, []).append(name)
    return found


def kinds_of(text: str, row: QuestionRow) -> dict[str, list[str]]:
    """Field path → the kinds of technologies that are meant there without a name: “no brokers please”."""
    found = {
        path: [name for name, words in kinds.items() if re.search(words, text, re.IGNORECASE)]
        for path, kinds in row.kinds.items()
    }
    return {path: names for path, names in found.items() if names}


def _heading(before: str) -> str:
    """What stands before the last colon, as far back as a comma; "" without a colon."""
    head, colon, _ = before.rpartition(":")
    return head.rpartition(",")[2] if colon else ""


def _stance(words: str, stances: Mapping[str, str]) -> str:
    """The field of the first stance that the words take; "" where they take none."""
    return next((field for field, pattern in stances.items() if re.search(pattern, words, re.IGNORECASE)), "")


_PART = re.compile(r"[,:](?!\d)\s*|\s[–—-]\s")
