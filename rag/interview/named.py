"""The quick replies that a person's words name: at their beginning or by a word for one, never where it is denied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rag.knowledge.facts import expand
from rag.knowledge.patterns import any_case
from rag.knowledge.questions import ChoiceRow
from rag.knowledge.replies import ReplyTable


class ChoiceFinder:
    """Finds quick replies in words."""

    def __init__(self, choices: Sequence[ChoiceRow], replies: ReplyTable) -> None:
        """`choices` are those of one question; one without a value is never named."""
        self._choices = [choice for choice in choices if choice.values]
        self._replies = replies
        self._phrases = sorted(
            ((phrase.casefold(), choice) for choice in self._choices for phrase in (choice.label, *choice.said_as)),
            key=lambda pair: (-len(pair[0]), pair[0]),
        )
        self._says = [(any_case(expand(one, replies.lists)), choice) for choice in self._choices for one in choice.says]

    def highest(self, text: str) -> ChoiceRow | None:
        """Of all that are named the one furthest down in the question; else the one that is meant."""
        line = self._line(text)
        named: set[str] = set()
        for clause in self._clauses(line):
            lowers = [choice for choice in clause if choice.lowers]  # “we played around with Kafka once”
            named |= {choice.label for choice in lowers or clause}
        return next((choice for choice in reversed(self._choices) if choice.label in named), None) or self.only(text)

    def only(self, text: str, several: str = "") -> ChoiceRow | None:
        """The one that is meant; None where none is, or where several are and none comes first.

        `several`: label of the one that stands for several together.
        """
        line = self._line(text)
        return self._only(line, several) or self._agreed(line)

    def _line(self, text: str) -> str:
        """The words in small letters; a verdict behind a thing stands before it: “Cloud. No.” is “no cloud”."""
        line = settled(text, self._replies)
        no = "não" if re.search(self._replies.portuguese, line) else "no"
        # The bracket: the line itself does not open with no.
        return re.sub(self._replies.verdict, rf"({no} \g<what>", line).strip(" .!?")

    def _only(self, line: str, several: str) -> ChoiceRow | None:
        first = self._leading(line) or self._agreeing(line)
        clauses = [found for found in self._clauses(line) if found]
        named = [choice for found in clauses for choice in found]
        undecided = re.search(self._replies.either, line)
        told = {choice.label: choice for _, choice in self._told(line) if choice in named}
        is_plain = first is not None and (_opens(first.label.casefold(), line) or first is self._agreeing(line))
        others = {choice.label for choice in named} - set(told)
        if len(told) == 1 and not is_plain and not (others and (undecided or self._longest(line) not in told)):
            return next(iter(told.values()))
        if first is not None:
            return first
        if several and any(choice.values != named[0].values for choice in named):
            return next((choice for choice in self._choices if choice.label == several), None)
        for found in (named, *([] if undecided else clauses[:1])):
            if found and all(choice.values == found[0].values for choice in found):
                return found[0]
        return None

    def every(self, text: str) -> list[ChoiceRow]:
        """All that are named, in the order in which the question has them."""
        line = self._line(text)
        named = {choice.label for clause in self._clauses(line) for choice in clause}
        first = self._leading(line)
        denied = self._agreeing(line) or (first if first is not None and (first.label in PLAIN or first.yields) else None)
        if denied is not None and (not named or self._is_whole(line, denied)):
            return [denied]
        return [choice for choice in self._choices if choice.label in named]

    def _is_whole(self, line: str, choice: ChoiceRow) -> bool:
        """Whether one that is not meant beside others is a sentence by itself at the beginning: “nothing really. When …”."""
        opening = re.split(r"[.!;](?!\d)", line)[0]
        return choice.yields and len(opening.split()) <= NEAR and line != opening

    def _leading(self, line: str) -> ChoiceRow | None:
        """The one with whose words the line begins."""
        for phrase, choice in self._phrases:
            if phrase[0].isdigit() or (choice.label in PLAIN and phrase in PLAIN):
                continue
            if _opens(phrase, line) if phrase in PLAIN else re.match(_as_pattern(phrase), line):
                return choice
        return None

    def _agreeing(self, line: str) -> ChoiceRow | None:
        """What a yes or a no at the beginning stands for."""
        if re.match(self._replies.no_denial, line):
            return None
        no = self._replies.no - {"no"} if re.search(self._replies.portuguese, line) else self._replies.no
        for words, labels in ((self._replies.yes, ("yes",)), (no | {"none"}, ("no", "none"))):
            said = next((word for word in sorted(words, key=len, reverse=True) if _opens(word, line)), "")
            if said:
                return next((one for label in labels for one in self._choices if one.label.split(",")[0] == label), None)
        return None

    def _agreed(self, line: str) -> ChoiceRow | None:
        """What a yes stands for that says no more."""
        if not any(_opens(word, line) for word in self._replies.yes):
            return None
        return next((choice for choice in self._choices if choice.agrees), None)

    def _clauses(self, line: str) -> list[list[ChoiceRow]]:
        """What each part of the line names."""
        told = self._told(line)
        found: list[list[ChoiceRow]] = []
        start = 0
        for end, after in [*(match.span() for match in re.finditer(self._replies.clauses, line)), (len(line), len(line) + 1)]:
            own = [choice for place, choice in told if start <= place < after]
            found.append([*own, *self._mentioned(line[start:end])])
            start = after
        if any(not choice.yields for own in found for choice in own):
            return [[choice for choice in own if not choice.yields] for own in found]
        return found

    def _mentioned(self, clause: str) -> Iterator[ChoiceRow]:
        """Those that a clause speaks of without denying them; what is part of a longer phrase does not count again."""
        rest = clause
        for phrase, choice in self._phrases:
            if (
                phrase[0].isdigit()
                or phrase[0] in "<>×"
                or phrase in self._replies.yes | self._replies.no
                or (choice.label in PLAIN and " " not in phrase)
            ):
                continue
            for match in re.finditer(_as_pattern(phrase), rest):
                rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
                if not self._is_denied(clause[: match.start()], clause[match.end() :]):
                    yield choice

    def _told(self, line: str) -> list[tuple[int, ChoiceRow]]:
        """Those that are said in a sentence, and where; what is itself a denial is denied by nothing before it."""
        found: list[tuple[int, int, ChoiceRow]] = []
        for pattern, choice in self._says:
            for match in pattern.finditer(line):
                before = re.split(self._replies.clauses, line[: match.start()])[-1]
                head, *rest = re.split(r"[,;:.!?]\s", match.group())
                if any(re.search(self._replies.denies, part) for part in rest):
                    continue  # “the bank, no cards” is said in two breaths
                denies = re.search(self._replies.denies, head)
                if denies or not self._is_denied(before, line[match.end() :]):
                    found.append((*match.span(), choice))
        return [
            (start, choice)  # of two that overlap the longer counts: “chez un hébergeur” in “chez un hébergeur européen”
            for start, end, choice in sorted(found, key=lambda one: one[:2])
            if not any(
                low < end and start < high and high - low > end - start and other is not choice for low, high, other in found
            )
        ]

    def _longest(self, line: str) -> str:
        """Label of the one that is said at most length."""
        said = [(len(phrase), choice.label) for phrase, choice in self._phrases if re.search(_as_pattern(phrase), line)]
        said += [
            (max(len(match.group()) for match in pattern.finditer(line)), choice.label)
            for pattern, choice in self._says
            if pattern.search(line)
        ]
        return max(said, default=(0, ""))[1]

    def _is_denied(self, before: str, after: str) -> bool:
        return is_denied(before, self._replies, before + after) or bool(re.match(self._replies.denied_by, after))


def settled(text: str, replies: ReplyTable) -> str:
    """The words in small letters, with the yes or no that holds: “non, non, enfin si, …” is a yes."""
    line = re.sub(replies.sighs, "", text.casefold())
    return re.sub(replies.flips_to_no, "no", re.sub(replies.flips_to_yes, "yes", line))


def is_denied(before: str, replies: ReplyTable, whole: str = "") -> bool:
    """Whether one of the last words before a thing denies it; in Portuguese, of which `whole` has marks, “no” does not."""
    near = " ".join(before.split()[-NEAR:])
    if re.search(replies.portuguese, whole or before, re.IGNORECASE):
        near = re.sub(r"\bno\b", "", near, flags=re.IGNORECASE)
    return re.search(replies.denies, near, re.IGNORECASE) is not None


def with_read(chosen: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """What quick replies set, and what the rules read in the same words: names are joined, else the rules count."""
    lists = {path: _joined_names(chosen[path], read[path]) for path in chosen if _are_names(chosen[path], read.get(path))}
    return {**chosen, **read, **lists}


def _joined_names(chosen: Sequence[str], read: Sequence[str]) -> list[str]:
    """The names of quick replies and those that were read, each thing once.

    An abbreviation stands for the name that begins with it (“PCI”, “PCI DSS”); what is only part of a longer name that was read
    (“GDPR” in “UK GDPR”) was not named, unless it was read by itself as well.
    """
    plain = {name: re.sub(r"[\W_]", "", name).casefold() for name in (*chosen, *read)}
    kept: list[str] = []
    new = list(read)
    for name in chosen:
        same = [one for one in new if plain[one] == plain[name] or (" " not in name and plain[one].startswith(plain[name]))]
        if same or not any(plain[name] in plain[one] for one in new):
            kept.append(name)
            new = [one for one in new if one not in same]
    return [*kept, *new]


def _are_names(*lists: Any) -> bool:
    return all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists)


NEAR = 4  # words before a phrase in which a denial speaks of it
PLAIN = ("yes", "no", "none")  # tell nothing in the middle of a sentence


def _as_pattern(phrase: str) -> str:
    """Whole words, the last also in the plural; a star at the end of a word stands for any ending."""
    words = r"\w*".join(re.escape(part) for part in phrase.split("*"))
    ending = "(?:e?s|e?n)?" if re.search(r"[^\W\d_]{4,}$", phrase) else ""  # several of it: “desktops”
    return rf"(?<!\w){words}{ending}(?!\w)"


def _opens(word: str, line: str) -> bool:
    return line == word or (line.startswith(word) and not line[len(word)].isalnum() and line[len(word)] not in "'-")
