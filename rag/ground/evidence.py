"""Quotations and their pages → what a sentence may rest on: the quotations, and the sentences they were cut out of.

A quotation may be cut so that it loses its "not", its condition or its subject. What it stands in tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.ground.citation import Citation
from rag.ground.clauses import split_sentences
from rag.ground.lexicon import Lexicon
from rag.ground.normalise import plain_text
from rag.ground.wording import Wording
from rag.ground.words import language_of

CELL = " | "
MAX_AROUND = 600  # characters on either side of a quotation
_PART = re.compile(r";\s+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence rests on, in unified form."""

    quotes: tuple[str, ...]
    parts: tuple[str, ...]  # the sentences, or parts of them up to a semicolon, that the quotations touch
    by_quote: tuple[tuple[str, ...], ...]  # the parts that each quotation touches
    before: tuple[str, ...]  # the sentences that a pronoun in `parts` points back to
    headings: tuple[str, ...]  # what the places are called: document, heading path
    rows: tuple[tuple[tuple[str, str], ...], ...]  # (name of the column, cell) of each table row quoted from
    elsewhere: tuple[str, ...]  # other sentences that could have been quoted

    @property
    def said(self) -> str:
        """All that the parts say."""
        return "\n".join(self.parts)

    @property
    def around(self) -> str:
        """The parts with what they point back to and stand under."""
        return "\n".join([*self.parts, *self.before, *self.headings])


def gather(
    citations: Sequence[Citation],
    pages: Sequence[str],
    headings: Sequence[str],
    others: Sequence[str],
    lexicon: Lexicon,
    wording: Wording,
) -> Evidence:
    """The evidence of citations that pass.

    Args:
        citations: with their offsets in `pages`.
        pages: the text that each was found in.
        headings: what each place is called.
        others: all texts that could have been quoted.
        lexicon: cue words by language.
        wording: more cue words by language.
    """
    groups: list[tuple[str, ...]] = []
    before: list[str] = []
    rows = [row for one in zip(citations, pages, headings, strict=True) for row in _rows(*one)]
    for citation, page in zip(citations, pages, strict=True):
        spans = [_near(span, citation) for span in split_parts(page)]
        own = [place for place, (start, end) in enumerate(spans) if start < citation.end and end > citation.start]
        group = tuple(in_cells(page[slice(*spans[place])]) for place in own)
        groups.append(group)
        if own and own[0] > 0 and _points_back(group[0], lexicon, wording):
            before.append(in_cells(page[slice(*spans[own[0] - 1])]))
    parts = tuple(dict.fromkeys(part for group in groups for part in group))
    rest = [in_cells(page[slice(*span)]) for page in dict.fromkeys(others) for span in split_parts(page)]
    return Evidence(
        quotes=tuple(in_cells(one.quote) for one in citations),
        parts=parts,
        by_quote=tuple(group for group in dict.fromkeys(groups) if group),
        before=tuple(dict.fromkeys(before)),
        headings=tuple(plain_text(heading) for heading in headings),
        rows=tuple(rows),
        elsewhere=tuple(one for one in dict.fromkeys(rest) if one not in parts),
    )


def _near(span: tuple[int, int], citation: Citation) -> tuple[int, int]:
    """The span without what is very far from the quotation: text without full stops is no sentence."""
    start, end = max(span[0], citation.start - MAX_AROUND), min(span[1], citation.end + MAX_AROUND)
    return (start, end) if start < end else (span[0], min(span[1], span[0] + MAX_AROUND))


def _rows(citation: Citation, page: str, heading: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """The table rows that a quotation touches, where the heading ends with the names of their columns."""
    names = [plain_text(name) for name in heading.rpartition("\n")[2].split(" | ")]
    start = page.rfind("\n", 0, max(citation.start, 0)) + 1
    for line in page[start : max(citation.end, start)].splitlines():
        whole = page[page.find(line, start) :].partition("\n")[0]
        cells = [plain_text(cell) for cell in whole.split("\t")]
        if len(cells) == len(names) > 1:
            yield tuple(zip(names, cells, strict=True))


def split_parts(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, and of their parts up to a semicolon."""
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        at = start
        for cut in _PART.finditer(text, start, end):
            spans.append((at, cut.start()))
            at = cut.end()
        spans.append((at, end))
    return spans


def in_cells(text: str) -> str:
    """`text` in unified form; the cells of a table's row stay apart, for "3" and "450,000" are no number together."""
    return plain_text(text.replace("\t", CELL))


def _points_back(part: str, lexicon: Lexicon, wording: Wording) -> bool:
    """Whether a pronoun stands among the part's first words."""
    language = wording.languages[language_of(part, lexicon).cues.id]
    return language.says("pronouns", " ".join(part.split()[:8]))
