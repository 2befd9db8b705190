"""The words of an answer that tell something: without openings, afterthoughts, what was, and what is only a little more."""

import re

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.knowledge.replies import ReplyTable

PAIR, SLIGHT = 2, 4  # parts of an answer, and words of “a little bit more”


class Wording:
    """Finds them."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader) -> None:
        """`replies`: how people answer; `amounts`: whether a figure is told."""
        self._replies = replies
        self._amounts = amounts

    def telling(self, text: str) -> str:
        """The words without an opening that tells nothing: “no idea, four hours?”; "" where that is all."""
        text = re.sub(self._replies.tags, "", text, flags=re.IGNORECASE) or text
        opening = re.search(self._replies.tells_nothing, text, re.IGNORECASE)
        if opening is None:
            return text
        is_asked = text.rstrip().endswith("?") and not self._amounts.figures(normalise(text).text)
        rest = "".join(re.split(r"([,;.:](?!\d))", text[opening.end() :], maxsplit=1)[2:]).strip()
        is_said = self._amounts.figures(normalise(rest).text) or re.match(self._replies.all_the_same, rest, re.IGNORECASE)
        return rest if is_said and not is_asked else ""

    def first_thought(self, text: str) -> str:
        """The words without sentences that say what matters less, unless one says what matters most."""
        first, *more = re.split(r"(?<=[.!?;])\s+", text)
        kept = [
            one
            for one in more
            if re.search(self._replies.sums_up, one, re.IGNORECASE)
            or not re.search(self._replies.afterthought, one, re.IGNORECASE)
        ]
        return " ".join([first, *kept])

    def without_slight(self, text: str) -> str:
        """The words without times at which there is a little more; one that is that alone speaks of the time before it."""
        parts = re.split(r"[,;.](?!\d)", text)
        slight = [re.search(self._replies.slightly, one, re.IGNORECASE) is not None for one in parts]
        if not any(slight):
            return text
        is_bare = len(parts) == PAIR and slight == [False, True] and len(parts[1].split()) <= SLIGHT
        if is_bare and not re.search(self._replies.spoken.time, parts[1], re.IGNORECASE):
            return ""
        return ",".join(one for one, is_slight in zip(parts, slight, strict=True) if not is_slight).strip() or text

    def is_put_off(self, text: str) -> bool:
        """Whether an answer in free words is none: it is left to somebody else, or to another time."""
        return any(re.search(one, text, re.IGNORECASE) for one in (self._replies.tells_nothing, self._replies.defers))
