"""A true answer → false ones, by named corruptions. The same answer always gives the same ones."""

import re
from collections.abc import Iterator, Sequence

from rag.evaluate.answer_set import Adversarial, Company, LanguageCorruptions

_CITATION = re.compile(r'\s*\[(?P<marker>P\d+) ["“](?P<quote>[^"”]*)["”]\]')
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,])")
_NUMBER = re.compile(r"(?<![\w.,-])[1-9](?=[\d.,' ]*\b)")


def corrupted(company: Company, language: LanguageCorruptions) -> Iterator[Adversarial]:
    """False answers made of the company's true ones that have one sentence and one quotation."""
    plain = [reply for reply in company.honest if "\n" not in reply and len(_CITATION.findall(reply)) == 1]
    for place, reply in enumerate(plain):
        cited = next(_CITATION.finditer(reply))
        prose, citation = reply[: cited.start()], cited.group()
        for family, false in _sentences(prose, language):
            yield Adversarial(family=family, reply=f"{false}{citation}.")
        if other := _of_another_place(plain[place + 1 :] + plain[:place], cited["marker"]):
            yield Adversarial(family="appended", reply=f"{prose}{language.joint}{other[:1].lower()}{other[1:]}{citation}.")
        for family, false in _citations(company, cited["marker"], cited["quote"]):
            yield Adversarial(family=family, reply=f"{prose}{false}.")


def _of_another_place(replies: Sequence[str], marker: str) -> str:
    """The first sentence that rests on another passage; "" without one."""
    others = (reply for reply in replies if f"[{marker} " not in reply)
    return _CITATION.sub("", next(others, "")).rstrip(".")


def _sentences(prose: str, language: LanguageCorruptions) -> Iterator[tuple[str, str]]:
    """False sentences; their citation stays true."""
    for family, pairs in language.swaps.items():
        for true, false in pairs:
            pattern = rf"(?<!\w){re.escape(true)}(?!\w)" if true[:1].isalnum() and true[-1:].isalnum() else re.escape(true)
            if re.search(pattern, prose):
                yield family, re.sub(pattern, lambda _, false=false: false, prose, count=1)  # type: ignore[misc]
                break
    without_year = _YEAR.sub(lambda found: "#" * len(found.group()), prose)
    if year := _YEAR.search(prose):
        yield "date", prose[: year.start()] + str(int(year.group()) + 1) + prose[year.end() :]
    if number := _NUMBER.search(without_year):
        yield "number", prose[: number.start()] + str(int(number.group()) % 9 + 1) + prose[number.end() :]


def _citations(company: Company, marker: str, quote: str) -> Iterator[tuple[str, str]]:
    """False citations; their sentence stays true."""
    count = len(company.passages)
    here = int(marker[1:]) - 1
    following = company.passages[(here + 1) % count]
    next_marker = f"P{(here + 1) % count + 1}"
    yield "no_marker", ""
    yield "unknown_marker", f' [P{count + 5} "{quote}"]'
    yield "bare_marker", f" [{next_marker}]"
    yield "misattributed", f' [{next_marker} "{quote}"]'
    words = quote.split(" ")
    longest = max(words, key=len)
    foreign = max((word for word in re.findall(r"[^\W\d_]+", following.text) if word not in quote), key=len)
    yield "invented_quote", f' [{marker} "{quote.replace(longest, foreign)}"]'
    tail = " ".join(company.passages[here].text.split()[-4:])
    stitched = f"{' '.join(words[: max(3, len(words) // 2)])} {tail}"
    if stitched not in company.passages[here].text and tail not in quote:
        yield "stitched", f' [{marker} "{stitched}"]'
