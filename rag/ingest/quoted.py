"""Which lines of a mail repeat an earlier message: those with a mark, and those below a line that announces them."""

from collections.abc import Sequence

from rag.knowledge.mail_forms import MailForms

MARK = ">"
LOOK_BELOW = 3  # lines below an announcement, in which marks show how far it reaches
MAX_ANNOUNCEMENT = 400  # characters
MAX_WRAPPED = 3  # lines over which an announcement may run
HEADER_LINES = 3  # header names in a row that make a header

Line = tuple[int, int]  # start and end in the text, without the line break


def quoted_spans(text: str, forms: MailForms) -> list[tuple[int, int]]:
    """Stretches of `text`, in order and apart, each of whole lines, that stand for earlier messages."""
    lines = _lines(text)
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        length = _announcement(text, lines, index, forms)
        end = _marked_end(text, lines, index + length, LOOK_BELOW if length else 0)
        if length and end == index + length:
            spans.append((lines[index][0], len(text)))  # no marks: nothing shows where it ends
            break
        if end > index:
            spans.append((lines[index][0], lines[end - 1][1]))
        index = max(end, index + 1)
    return spans


def _marked_end(text: str, lines: Sequence[Line], index: int, ahead: int) -> int:
    """Where the run of marked lines ends that starts at `index`, or within `ahead` lines below; `index` for no such run."""
    start = index
    while start < min(index + ahead, len(lines)) and not _is_marked(text, lines[start]):
        start += 1
    end = start
    while end < len(lines) and _is_marked(text, lines[end]):
        end += 1
    return end if end > start else index


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_marked(text: str, line: Line) -> bool:
    return text[slice(*line)].lstrip().startswith(MARK)


def _announcement(text: str, lines: Sequence[Line], index: int, forms: MailForms) -> int:
    """Number of lines at `index` that announce an earlier message; 0 for none."""
    first = text[slice(*lines[index])].strip()
    if not first or len(first) > MAX_ANNOUNCEMENT:
        return 0
    if any(pattern.fullmatch(first) for pattern in forms.separators):
        return 1
    for count in range(1, min(MAX_WRAPPED, len(lines) - index) + 1):
        joined = " ".join(text[slice(*line)].strip() for line in lines[index : index + count])
        if len(joined) > MAX_ANNOUNCEMENT:
            break
        if joined.endswith(":") and any(pattern.fullmatch(joined) for pattern in forms.announcements):
            return count
    return HEADER_LINES if _is_header(text, lines, index, forms) else 0


def _is_header(text: str, lines: Sequence[Line], index: int, forms: MailForms) -> bool:
    """Whether the lines from `index` on are the header of a message: its sender first, then more such lines."""
    names = []
    for line in lines[index : index + 2 * HEADER_LINES]:
        name, colon, _ = text[slice(*line)].strip(" *\t\xa0").partition(":")
        names.append(name.strip(" *\xa0").casefold() if colon else "")
    known = [name for name in names if name in forms.header_names]
    return names[0] in forms.sender_names and len(known) >= HEADER_LINES and names[1] != ""
