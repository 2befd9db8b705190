"""Optical character recognition by the tesseract program, where it is installed: a picture → words with their places.

In: a Pillow picture, of a page or a file. Out: a `Recognition`. What they make of a page is `scan.py`'s part. Nothing
here is needed: without tesseract a page without text says so, as before.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from pathlib import Path

from PIL import Image

from rag.errors import DocumentTooLarge, UnreadableDocument
from rag.ingest.program import ask_program, find_program, result_of, run_program, work_folder
from rag.ingest.writer import clean, squeeze

INSTALL = (
    "To read pages without text, install tesseract (Debian, Ubuntu: sudo apt-get install tesseract-ocr) "
    "and take the document in again."
)
SWITCHED_OFF = "Reading pages without text is switched off: GROUNDPLAN_OCR is off."
DPI = 300  # at which pages are drawn for OCR; tesseract's models were made for it
MAX_SIDE = 6_000  # pixels of a picture's longer side
PAGE_TIMEOUT_S = 60.0  # for one run of tesseract
MEMORY_MB = 2_048
CONTRAST = 40  # of 255: ink that differs less from its ground is not seen; tesseract reads it all the same
INK_SHARE = 0.02  # of a word's box: so much of its darkest and lightest may be specks
COLUMNS = 12  # level, page, block, paragraph, line, word, left, top, width, height, confidence, text
MAX_WORDS = 20_000  # of one page
TURNED_BELOW = 75  # percent: a page that was read with less confidence may lie on its side
_RULES = re.compile(r"^[|¦_\-–—=~\[\]]+$")  # lines of a table or form, read as signs
MIN_SIGN = 40  # percent: a sign without letter or digit that was read with less is a speck
MIN_LINE = 40  # percent: a line that was read with less is a drawing or noise
_CODE = re.compile(r"^[A-Za-z_]+(?:/[A-Za-z_]+)?$")
_TURN = re.compile(r"^Rotate:\s*(90|180|270)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ocr:
    """Tesseract as it is on this machine, or what to do to have it."""

    program: str = ""  # path; "" when pages are not read by OCR
    languages: str = "eng"  # as tesseract takes them: "deu+eng"
    advice: str = INSTALL  # why there is no program, and what to do

    @property
    def is_available(self) -> bool:
        """Whether pages without text can be read."""
        return bool(self.program)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as OCR saw it on the upright page."""

    text: str
    confidence: float  # percent
    line: tuple[int, int, int]  # block, paragraph and line that it stands in
    left: int  # pixels from the page's top left, as the other three
    top: int
    right: int
    bottom: int
    is_visible: bool = True  # False: so pale on its ground that a person does not see it


@dataclass(frozen=True, slots=True)
class Recognition:
    """What OCR saw on a picture."""

    words: tuple[Word, ...]  # in reading order
    turn: int  # degrees clockwise by which the picture had to be turned to stand upright: 0, 90, 180, 270
    width: int  # pixels of the upright page
    height: int

    def box(self, word: Word) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a word in the picture as it was given."""
        match self.turn:
            case 90:
                return word.top, self.width - word.right, word.bottom, self.width - word.left
            case 180:
                return self.width - word.right, self.height - word.bottom, self.width - word.left, self.height - word.top
            case 270:
                return self.height - word.bottom, word.left, self.height - word.top, word.right
            case _:
                return word.left, word.top, word.right, word.bottom


def find_ocr(mode: str, languages: str) -> Ocr:
    """Tesseract with `languages` ("deu+eng"), unless `mode` is "off", it is not installed or lacks one of them."""
    if mode == "off":
        return Ocr(languages=languages, advice=SWITCHED_OFF)
    program = find_program("tesseract")
    if not program:
        return Ocr(languages=languages)
    missing = missing_languages(languages, ask_program(program, "--list-langs"))
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.rpartition('/')[2].lower().replace('_', '-')}" for name in missing)
        advice = (
            f"GROUNDPLAN_OCR_LANGUAGES is {languages}, but tesseract does not have {', '.join(missing)} here. Install it "
            f"(Debian, Ubuntu: sudo apt-get install {packages}), or change the setting, and take the document in again."
        )
        return Ocr(languages=languages, advice=advice)
    return Ocr(program, languages, "")


def missing_languages(wanted: str, listing: str) -> list[str]:
    """Those of `wanted` ("deu+eng") that are not in what `tesseract --list-langs` says."""
    known = {line.strip() for line in listing.splitlines() if _CODE.match(line.strip())}
    return [name for name in dict.fromkeys(wanted.split("+")) if name not in known]


def recognise(ocr: Ocr, picture: Image.Image) -> Recognition:
    """The words of a picture, whichever way up it is.

    Raises:
        DocumentTooLarge: tesseract took too long.
        UnreadableDocument: it failed.
    """
    deadline = time.monotonic() + PAGE_TIMEOUT_S
    grey = picture.convert("L")
    words = _words_of(ocr, grey, deadline)
    if _looks_turned(words) and (turn := _turn_of(ocr, grey, deadline)):
        upright = grey.rotate(-turn, expand=True)  # Pillow turns the other way
        better = _words_of(ocr, upright, deadline)
        if _worth(better) > _worth(words):
            return Recognition(better, turn, upright.width, upright.height)
    return Recognition(words, 0, grey.width, grey.height)


def parse_words(table: str) -> tuple[Word, ...]:
    """The words in a TSV table of tesseract's, without rules, specks and drawings that it took for signs and letters.

    A single word stays however unsure tesseract is of it: a sentence or row that silently lacks one says something else.
    """
    words: list[Word] = []
    for row in table.split("\n"):
        cells = row.split("\t", COLUMNS - 1)
        try:
            block, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[2:10])
            confidence, text = float(cells[10]), squeeze(clean(cells[11])).strip("|¦ ")  # the lines of a table stick to words
        except (IndexError, ValueError):
            continue  # the header, or nothing that tesseract writes
        is_sign = not any(char.isalnum() for char in text)
        if not text or not 0 <= confidence <= 100 or (is_sign and confidence < MIN_SIGN):
            continue
        if (is_sign and _RULES.match(text) and height > width) or width <= 0 or height <= 0:
            continue
        words.append(Word(text, confidence, (block, paragraph, line), left, top, left + width, top + height))
        if len(words) == MAX_WORDS:
            break
    lines = (tuple(line) for _, line in groupby(words, key=lambda word: word.line))
    return tuple(word for line in lines if mean_confidence(line) >= MIN_LINE for word in line)


def mean_confidence(words: Sequence[Word]) -> float:
    """How sure OCR is of `words`, in percent, each letter counting the same; 0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _words_of(ocr: Ocr, grey: Image.Image, deadline: float) -> tuple[Word, ...]:
    with work_folder() as folder:
        grey.save(folder / "page.pgm")
        options = ["-l", ocr.languages, "--dpi", str(DPI), "--psm", "3", "-c", "tessedit_create_tsv=1"]
        status = _run(ocr, [str(folder / "page.pgm"), str(folder / "page"), *options], folder, deadline)
        if not (folder / "page.tsv").exists():
            raise UnreadableDocument(f"tesseract failed (status {status})")
        words = parse_words(result_of(folder / "page.tsv").decode("utf-8", "replace"))
    return tuple(word if _contrast(grey, word) >= CONTRAST else replace(word, is_visible=False) for word in words)


def _contrast(grey: Image.Image, word: Word) -> int:
    """By how much ink and ground differ where a word stands, 0 to 255."""
    counts = grey.crop((word.left, word.top, word.right, word.bottom)).histogram()
    few = max(1.0, INK_SHARE * sum(counts))
    levels = [level for level, total in enumerate(accumulate(counts)) if total >= few]
    below = [level for level, total in enumerate(accumulate(reversed(counts))) if total >= few]
    return (255 - below[0]) - levels[0] if levels and below else 0


def _turn_of(ocr: Ocr, grey: Image.Image, deadline: float) -> int:
    """By how many degrees clockwise a page has to be turned to stand upright; 0 when tesseract cannot tell."""
    with work_folder() as folder:
        grey.save(folder / "page.pgm")
        options = ["--dpi", str(DPI), "--psm", "0", "-l", "osd"]
        _run(ocr, [str(folder / "page.pgm"), str(folder / "page"), *options], folder, deadline)
        found = _TURN.search(result_of(folder / "page.osd").decode("utf-8", "replace"))
    return int(found[1]) if found else 0


def _run(ocr: Ocr, arguments: Sequence[str], folder: Path, deadline: float) -> int:
    left = deadline - time.monotonic()
    if left <= 1:
        raise DocumentTooLarge(f"reading it by OCR took longer than {PAGE_TIMEOUT_S:g} s")
    return run_program([ocr.program, *arguments], folder, timeout_s=left, memory_mb=MEMORY_MB)


def _looks_turned(words: Sequence[Word]) -> bool:
    """Whether a page may lie on its side or head: nothing was read, or badly, or most long words stand upright."""
    long = [word for word in words if len(word.text) >= 4]
    upright = sum(1 for word in long if word.bottom - word.top > word.right - word.left)
    return mean_confidence(words) < TURNED_BELOW or 2 * upright > len(long)


def _worth(words: Sequence[Word]) -> float:
    """How much was read, and how surely: for the choice between two ways up."""
    lying = [word for word in words if len(word.text) < 4 or word.right - word.left > word.bottom - word.top]
    return sum((word.confidence / 100) ** 2 * len(word.text) for word in lying)
