"""Text → the form in which quotations are compared, with a way back to every original offset.

Unified: white space, hyphens at line ends, soft hyphens and other invisible signs, quotation marks, dashes, compatibility forms
(NFKC). Not unified: letters, case, accents, numbers, punctuation.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

BREAK = "\ue000"  # stands for a hyphen at a line end, which may or may not belong to the word

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛‹›`´′＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None),
        BREAK: "\ufffd",
    }
)
_TOKEN = re.compile(
    r"""(?P<broken>(?<=[^\W\d_])[-\u2010\u00ad][^\S\r\n]*\r?\n\s*(?=[^\W\d_]))
      | (?P<plain>(?:[!-,./-_a-~]|\ (?=[!-_a-~])|-(?!\s))+)
      | (?P<space>\s+)
      | (?P<other>(?s:.)[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """Unified text, and where each of its characters comes from."""

    text: str  # may hold BREAK
    _starts: "array[int]"
    _ends: "array[int]"

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text (end exclusive) that `text[start:end]` was made of; `start < end`."""
        return self._starts[start], self._ends[end - 1]


def normalise(text: str) -> Normalised:
    """`text` in unified form. A word cut at a line end holds `BREAK` where the hyphen was; see `plain_text`."""
    pieces: list[str] = []
    starts: array[int] = array("l")
    ends: array[int] = array("l")
    for token in _TOKEN.finditer(text):
        low, high = token.span()
        if token.lastgroup == "plain" and "`" not in token.group():
            pieces.append(token.group())
            starts.extend(range(low, high))
            ends.extend(range(low + 1, high + 1))
            continue
        unified = _unify(token.group(), token.lastgroup or "other")
        if unified.startswith(" ") and pieces and pieces[-1].endswith(" "):
            if unified == " ":
                ends[-1] = high  # an invisible sign stood between two blanks
                continue
            unified = unified[1:]  # a free-standing accent unfolds into a blank and its sign
        pieces.append(unified)
        if len(unified) == high - low and token.lastgroup == "plain":
            starts.extend(range(low, high))
            ends.extend(range(low + 1, high + 1))
        else:
            starts.extend([low] * len(unified))
            ends.extend([high] * len(unified))
    return Normalised("".join(pieces), starts, ends)


def plain_text(text: str) -> str:
    """`text` in unified form on one line, with words cut at a line end put together again."""
    return normalise(text).text.replace(BREAK, "").strip()


def _unify(token: str, kind: str) -> str:
    if kind == "broken":
        return BREAK
    if kind == "space":
        return " "
    unified = unicodedata.normalize("NFKC", token.translate(_SIGNS)).translate(_SIGNS)
    return " " if unified.isspace() else unified
