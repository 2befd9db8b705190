"""What holds of an answer, of all that it tells: no more what others say, what was, and what is asked back.

In: words. Out: those that tell what holds; all of them where nothing else remains.
"""

import re

from rag.knowledge.replies import ReplyTable

MOST = 70  # characters between what others say and the turn to what holds


class Holding:
    """Leaves out what does not hold."""

    def __init__(self, replies: ReplyTable) -> None:
        """Compile the patterns."""
        self._past = re.compile(replies.past, re.IGNORECASE)
        self._rhetorical = re.compile(replies.rhetorical, re.IGNORECASE)
        said = f"{replies.others}|{replies.past}"
        self._overruled, self._unwished = (
            re.compile(rf"(?:{words})[^;!?]{{0,{MOST}}}?(?:{replies.turns})|(?:{replies.was_before})", re.IGNORECASE)
            for words in (said, f"{said}|{replies.wishes}")
        )

    def of(self, text: str, *, has_wishes: bool = False) -> str:
        """The words that tell what holds: “two” of “the contract says four hours, but we need two”.

        `has_wishes`: what is only wished holds, too.
        """
        overruled = self._overruled if has_wishes else self._unwished
        told = self._rhetorical.sub(" ", text).strip() or text
        held = told[max((match.end() for match in overruled.finditer(told)), default=0) :].strip()
        sentences = re.split(r"(?<=[.!?;])\s+", held or told)
        return " ".join(one for one in sentences if not self._past.search(one)) or held or told
