"""Whether words say that an amount is one of each day, week, month or year: “a year”, “monatlich”, “par trimestre”."""

import re

from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken


class Periods:
    """Tells it."""

    def __init__(self, quantities: Quantities, spoken: Spoken) -> None:
        """`spoken`: the words for a period, and those that say “each”; money may stand between them and the amount."""
        self._grows = re.compile(spoken.grows, re.IGNORECASE)
        money = "|".join(sorted(map(re.escape, quantities.currencies), key=len, reverse=True))
        self._behind, self._before, self._in, self._every = {}, {}, {}, {}
        for name, words in spoken.periods.items():
            once = rf"(?:{spoken.per}|/)\s*(?:{words})|{'|'.join(word for word, of in spoken.adverbs.items() if of == name)}"
            self._behind[name] = re.compile(rf"^[^\w,;.]*(?:(?:{money})[^\w,;.]*)?(?:{once})(?!\w)", re.IGNORECASE)
            self._every[name] = re.compile(rf"(?<!\w)(?:{once}|(?:{spoken.every})\s+(?:{words}))(?!\w)", re.IGNORECASE)
            self._in[name] = re.compile(rf"(?<!\w)(?:{once})(?!\w)", re.IGNORECASE)
            self._before[name] = re.compile(rf"(?<!\w)(?:{once})\W+(?:\w+\W+){{0,4}}$", re.IGNORECASE)

    def beside(self, tail: str, head: str) -> tuple[str, int]:
        """Day … year, where the words behind or before an amount say that it is in each; and how many characters behind do."""
        rest = tail.lstrip()
        grows = self._grows.match(rest)
        rest = rest[grows.end() :] if grows else tail
        for name, pattern in self._behind.items():
            if (match := pattern.match(rest)) is not None:
                return name, len(tail) - len(rest) + match.end()
        return next((name for name, pattern in self._before.items() if pattern.search(head)), ""), 0

    def is_each(self, period: str, words: str) -> bool:
        """Whether the words hold “a month”, “monthly”."""
        return self._in[period].search(words) is not None

    def is_every(self, period: str, words: str) -> bool:
        """Whether the words hold that, or “every month”."""
        return self._every[period].search(words) is not None
