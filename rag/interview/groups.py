"""Who uses it, in a person's words → groups of users, each with its kind and how many they are.

Our own people are called that, whatever the pronoun; adverbs, spans of time and what a group is spread over are no part of
its name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rag.interview.amounts import AmountReader
from rag.interview.figures import whole_number
from rag.interview.lists import list_items
from rag.knowledge.replies import ReplyTable

WORDS = 4  # of a group that nothing is known of but its name
MACHINE, INTERNAL = "machine", "internal"  # kinds of users
OURS, ANYBODY = "our staff", "users"  # names of those who are not named


class GroupReader:
    """Reads groups of users."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader) -> None:
        self._replies = replies
        self._rows = replies.rows
        self._amounts = amounts
        self._kinds = [(kind, _words(words)) for kind, words in replies.rows.kinds.items()]

    def read(self, words: str) -> list[Any]:
        """The groups; names alone where nothing more is said of any of them."""
        groups: list[dict[str, Any]] = []
        others: list[str] = []
        unknown = ""  # the last item, where nothing is known of it but its name
        loose: list[dict[str, Any]] = []  # figures of people of whom nothing else is said
        in_portuguese = r"\bno\b" if re.search(self._replies.portuguese, words, re.IGNORECASE) else "$^"  # is “in the”
        for item, heading in self._items(self._amounts.restated.plain(re.sub(r"\s*[()]\s*", ", ", words))):
            count = next((one for one in self._amounts.figures(item) if one.kind == "NUM"), None)
            before, behind = (item[: count.start], item[count.end :]) if count is not None else ("", item)
            if count is not None and self._kind(self._bare(before)) and re.search(r"\w", behind) and not self._is_ours(before):
                count, before, behind = None, "", item  # “doctors of 310 practices”: the practices are counted
            rest = self._without_places(f"{before} {behind}") if count is not None else " ".join(item.split()).strip(" ,.")
            if not self._is_group(re.sub(in_portuguese, "", item), rest, is_counted=count is not None):
                continue
            kind = self._kind_of(rest, before) or heading
            number = {} if count is None else {"count": whole_number(count.number)}
            rest = self._head_of(rest) if number and not kind else rest
            is_named = kind not in ("", heading) and not re.match(self._rows.at, rest, re.IGNORECASE)
            if number and not is_named and self._tells_nobody(rest):
                is_ours = re.search(self._rows.we_are, item, re.IGNORECASE) is not None
                if not self._counted(groups, unknown, number, is_ours=is_ours):
                    loose.append(number)
                unknown = ""
            elif self._tells_no_group(rest, number):
                continue
            elif not number and groups and "kind" not in groups[-1] and self._describes(item):
                groups[-1]["name"] += f", {rest}"  # “twenty mills, which build some of it”
            elif kind or (number and rest and len(rest.split()) <= WORDS):
                groups.append({"name": self._name(rest), **({"kind": kind} if kind else {}), **number})
                unknown = ""
            elif rest and len(rest.split()) <= WORDS and not re.fullmatch(self._rows.nobody_named, rest, re.IGNORECASE):
                others.append(rest)
                unknown = self._bare(rest)
        return groups or others or [{"name": ANYBODY, **number} for number in loose[:1]]

    def _head_of(self, rest: str) -> str:
        """A long name without what the group has beside it: “builders with programmers of their own”."""
        head = re.split(self._rows.head, rest, flags=re.IGNORECASE)[0].strip(" ,.")
        begins = self._bare(head).split()[:1]  # “people draw with it” tells what they do, and not who they are
        return head if begins and len(rest.split()) > WORDS and not self._tells_nobody(begins[0]) else rest

    def _tells_no_group(self, rest: str, number: dict[str, Any]) -> bool:
        """Whether words name nobody: a part of those before, a remark; or a figure counts no people, as 7.1 does."""
        is_part = isinstance(number.get("count"), float)
        return is_part or re.search(self._rows.no_group, self._bare(rest) or rest, re.IGNORECASE) is not None

    def _describes(self, item: str) -> bool:
        """Whether an item only says what those before it do."""
        words = item.split()
        return re.match(self._rows.describes, item) is not None and len(words) > WORDS - 2 and words[-1][:1].islower()

    def _is_group(self, item: str, rest: str, *, is_counted: bool) -> bool:
        """Whether an item is of a group, and none of what only describes others, has no part in it, or counts groups."""
        if re.search(self._rows.among_them, item, re.IGNORECASE):
            return False
        return not re.search(self._rows.kinds_of if is_counted else self._rows.shut_out, rest if is_counted else item, re.I)

    @staticmethod
    def _counted(groups: list[dict[str, Any]], unknown: str, number: dict[str, Any], *, is_ours: bool) -> bool:
        """Give a figure that stands by itself to the group before it; whether there was something to give it to.

        Args:
            groups: those that are known so far; the last may change, or one may follow.
            unknown: the item before, where nothing was known of it but its name.
            number: how many.
            is_ours: whether the figure is said to be of ourselves.
        """
        if unknown:
            groups.append({"name": unknown, **number})
        elif groups and "count" not in groups[-1]:
            groups[-1].update(number)
        elif not groups and is_ours:
            groups.append({"name": OURS, "kind": INTERNAL, **number})
        return bool(groups)

    def _items(self, words: str) -> Iterator[tuple[str, str]]:
        """The items, with several groups in one parted; each with the kind of the heading that it stands under."""
        for heading, sentence in self._under_headings(words):
            for part in re.split(self._rows.sentences, sentence):
                for item in self._parted(list_items(part, self._replies) if part.strip() else ()):
                    yield item, heading

    def _under_headings(self, words: str) -> Iterator[tuple[str, str]]:
        """Sentences; before “machines: 41 controllers, …” a kind stands that holds for all of it."""
        for sentence in re.split(r"(?<=[.!?;])\s+", words):
            head, colon, rest = sentence.partition(":")
            first = next((one for one in self._amounts.figures(rest) if one.kind == "NUM"), None) if colon else None
            is_heading = first is not None and not rest[: first.start].strip() and not self._amounts.figures(head)
            noun = re.split(r"[,;.]", rest[first.end :])[0] if first is not None else ""
            kind = self._kind(head) if is_heading and not self._tells_nobody(noun) else ""
            yield (kind, rest) if kind else ("", sentence)

    def _parted(self, items: Iterable[str]) -> Iterator[str]:
        """Items with several groups in one, at the “and” between their figures, or before our own people."""
        for item in items:
            parts = re.split(rf"\s+(?:{self._replies.spoken.joins}|plus|\+)\s+", item, flags=re.IGNORECASE)
            apart = re.split(rf"\s+(?:{self._replies.spoken.joins})\s+(?={self._rows.another})", item, flags=re.IGNORECASE)
            counted = [part for part in parts if any(one.kind == "NUM" for one in self._amounts.figures(part))]
            whole = [one for one in self._amounts.figures(item) if one.kind == "NUM"]
            if len(counted) == len(parts) and len(whole) > 1:
                yield from parts
            elif len(apart) > 1 and all(self._kind(part) for part in apart):
                yield from apart
            else:
                yield from re.split(rf"\s+(?:{self._replies.spoken.joins})\s+(?={self._rows.ours})", item, flags=re.IGNORECASE)

    def _without_places(self, words: str) -> str:
        """The words without a second number that a group is spread over: “workplaces in 40 offices”."""
        words = " ".join(words.split())
        for one in self._amounts.figures(words):
            match = re.search(rf"\s(?:{self._rows.spread_over})\s+$", words[: one.start], re.IGNORECASE)
            if one.kind == "NUM" and match is not None:
                return words[: match.start()].strip(" ,.")
        return words.strip(" ,.")

    def _kind_of(self, rest: str, before: str) -> str:
        """The kind of a group: our own people where it names no one but a place, or is called ours."""
        is_ours = re.match(self._rows.at, rest, re.IGNORECASE)
        found = "" if is_ours else self._kind(self._bare(rest)) or self._kind(rest)
        return found or (INTERNAL if is_ours or re.search(self._rows.possessive, before, re.IGNORECASE) else "")

    def _bare(self, words: str) -> str:
        """The words without what stands before a group: “we have”, “about”."""
        return re.sub(self._rows.approximately, "", words, flags=re.IGNORECASE)

    def _name(self, words: str) -> str:
        """The group without what is said of it; our own people in the same words always."""
        name = re.sub(self._rows.approximately, "", words, flags=re.IGNORECASE) or words
        name = re.sub(self._rows.behind_group, "", name, flags=re.IGNORECASE).strip(" ,.") or name
        place = re.sub(self._rows.ours, "", name, count=1, flags=re.IGNORECASE).strip(" ,.") if self._is_ours(name) else name
        is_ours = place != name or re.match(self._rows.at, name, re.IGNORECASE) is not None
        return f"{OURS} {place}".strip() if is_ours else name

    def _is_ours(self, words: str) -> bool:
        """Whether the words are a pronoun for our own people, and at most where they are."""
        match = re.match(self._rows.ours, words.strip(), re.IGNORECASE)
        rest = words.strip()[match.end() :].strip(" ,.") if match is not None else ""
        return match is not None and (not rest or re.match(self._rows.at, rest, re.IGNORECASE) is not None)

    def _kind(self, words: str) -> str:
        """The kind of users that the words name first; what they have tells none."""
        head = re.split(self._rows.head, words, flags=re.IGNORECASE)[0]
        if head.strip() and head != words:
            theirs = (MACHINE, INTERNAL) if re.match(self._rows.having, words[len(head) :], re.IGNORECASE) else (MACHINE,)
            return self._kind(head) or next((kind for kind in (self._first(words),) if kind not in theirs), "")
        return self._first(words)

    def _first(self, words: str) -> str:
        found = [(match.start(), kind) for kind, pattern in self._kinds if (match := pattern.search(words)) is not None]
        return min(found, key=lambda one: one[0])[1] if found else ""

    def _tells_nobody(self, words: str) -> bool:
        rest = re.sub(self._replies.spoken.later, "", words, flags=re.IGNORECASE)
        return not re.sub(rf"\b(?:{self._rows.of_them})\b", "", rest, flags=re.IGNORECASE).strip(" ,.'")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
