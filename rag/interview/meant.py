"""Which question of the bank a person means, by its id, by its words, or by a phrase that belongs to it."""

import re

from rag.interview.question import Question
from rag.knowledge.questions import QuestionRow, QuestionTable

SHORT = 3  # letters of a word that has to be the same; a longer one may go on


class QuestionFinder:
    """Finds it."""

    def __init__(self, bank: QuestionTable, stop_words: frozenset[str]) -> None:
        """`stop_words`: those that tell questions not apart."""
        self._bank = bank
        self._stop_words = stop_words

    def find(self, asked: str, subject: str = "") -> Question | None:
        """The bank's question that is meant by an id or by a question as a person put it; None when none is like it."""
        row = self._bank.by_id.get(asked.strip().upper()) or self._nearest(asked)
        if row is None:
            head, _, key = asked.partition(":")
            row = self._bank.by_id.get(head) if key else None
        if row is None:
            return None
        id_ = asked if asked.startswith(f"{row.id}:") else f"{row.id}:{subject}" if subject and row.per else row.id
        return Question(id=id_, subject=subject, topic=row.topic, text=row.text, why=row.why, form=row.form, fields=row.fields)

    def _nearest(self, asked: str) -> QuestionRow | None:
        """The question that shares most of its telling words with `asked`, if it shares more than half of them."""
        words = telling_words(asked, self._stop_words)
        overlaps = {row.id: _overlap(words, telling_words(row.text, self._stop_words)) for row in self._bank.rows}
        best = max(overlaps, key=lambda id_: (overlaps[id_], id_))
        if len(words) >= 2 and overlaps[best] >= 0.5:
            return self._bank.by_id[best]
        return self._by_cue(asked)

    def _by_cue(self, asked: str) -> QuestionRow | None:
        """The question one of whose cue phrases is in `asked` with all its words; the longest phrase decides."""
        said = _spoken(asked)
        found = [
            (len(phrase), -number, row)
            for number, row in enumerate(self._bank.rows)
            for phrase in row.asked_as
            if all(any(_begins(word, cue) for word in said) for cue in _spoken(phrase))
        ]
        return max(found, key=lambda one: one[:2])[2] if found else None


def telling_words(text: str, stop: frozenset[str]) -> set[str]:
    """The words and numbers of a text, in small letters, without those that tell nothing."""
    return {word for word in re.findall(r"\d+(?:[.,]\d+)*|\w+", text.lower()) if word not in stop}


def _spoken(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _begins(word: str, cue: str) -> bool:
    """Whether a word begins as the cue says; abbreviations and short words have to be the same."""
    return word == cue or (len(cue) > SHORT and word.startswith(cue))


def _overlap(asked: set[str], known: set[str]) -> float:
    return 2 * len(asked & known) / max(1, len(asked) + len(known))
