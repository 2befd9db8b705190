"""What a line of unformatted text is: a heading, a list item, or part of a paragraph that goes on."""

import re

MAX_HEADING_CHARS = 100
MAX_LEVEL = 6
BULLET = re.compile(
    r"^\s*(?:[•●▪■◦‣⁃∙·▶►➢➤✓✔❖\uf000-\uf0ff*–—-]|o(?=\s)|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\[[ xX]?\])\s+(?=\S)"
)
NUMBERED = re.compile(
    r"^\s*(?:(?:section|chapter|part|annex|appendix|article|kapitel|abschnitt|anhang|teil|chapitre|annexe|capítulo|anexo)\s+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,4}|[IVX]{1,5}\.|§\s?\d+\w?)[.):]?\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;:,…](?:[\"'”»)\]]*)$")
_TOC_ENTRY = re.compile(r"(?:\.\s?){4,}\s*\d*$|\s{3,}\d{1,4}$|\t\d{1,4}$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*)(?:(?:page|seite|p\.|s\.|página|pagina|pág\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?(?:[-–—|\s]*)$",
    re.IGNORECASE,
)


def is_page_number(line: str) -> bool:
    """Whether `line` is nothing but a page number: "12", "- iv -", "Page 3 of 10"."""
    return bool(line.strip()) and bool(_PAGE_NUMBER.match(line))


def is_contents_entry(line: str) -> bool:
    """Whether `line` is an entry of a table of contents: a title, leaders, a page number."""
    return bool(_TOC_ENTRY.search(line.rstrip()))


def is_list_item(line: str) -> bool:
    """Whether `line` starts with a bullet or an enumeration mark."""
    return bool(BULLET.match(line))


def numbered_level(line: str) -> int:
    """Level of a numbered heading ("4.2 Recovery targets" → 2); 0 when `line` is none."""
    found = NUMBERED.match(line)
    if not found or not is_title(found["title"]) or is_contents_entry(line):
        return 0
    return min(MAX_LEVEL, found["number"].strip(".").count(".") + 1)


def is_title(text: str) -> bool:
    """Whether `text` could be a heading by its wording: short, starts with a capital or digit, does not end like a sentence."""
    text = text.strip()
    letters = [char for char in text if char.isalpha()]
    return (
        len(letters) >= 2
        and len(text) <= MAX_HEADING_CHARS
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
        and not _SENTENCE_END.search(text)
        and len(letters) >= 0.5 * len(text.replace(" ", ""))
    )


def is_capitals(text: str) -> bool:
    """Whether `text` is written in capitals, as headings of plain texts are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and all(not char.islower() for char in letters) and any(char.isupper() for char in letters)


def goes_on(line: str, following: str, width: int) -> bool:
    """Whether `following` continues the paragraph of `line`, where the longest lines have `width` characters."""
    if is_list_item(following):
        return False
    if following[:1].islower():
        return True
    first_word = len(following.split(None, 1)[0]) if following.strip() else 0
    return len(line.rstrip()) + first_word + 1 > 0.85 * width and width >= 40  # the next word would not have fitted
