"""Rows of a table of loads → sentences: “orders, per second | 260 | 900 | 31,000” is 31,000 orders per second at peak."""

import re
from collections.abc import Callable, Mapping, Sequence

from rag.extract.guarded import Guarded

_NUMBER = re.compile(r"\d[\d.,'’ \u00a0\u202f]*(?:[^\W\d_]+\.?)?")
_AT_PEAK = " at peak"


def load_sentences(
    header: Sequence[str], texts: Sequence[str], phrases: Mapping[str, Guarded], size: Callable[[str], float]
) -> str:
    """What the row of a load says, usual and at peak; "" where its first cell names no load.

    Args:
        header: cells above; none for a row without.
        texts: the cells.
        phrases: those of the cues: `load_row`, `load_usual`, `load_peak`.
        size: of a written number, 0 where it is none: “1.1 million” is 1,100,000.
    """
    label = phrases["load_row"].fullmatch(texts[0]) if texts else None
    cells = [(place, text) for place, text in enumerate(texts[1:], start=1) if _NUMBER.fullmatch(text)] if label else []
    if label is None or not cells:
        return ""
    heads = {place: header[place] for place, _ in cells if place < len(header)}
    what = f"{label['what'].strip()} {label['per']}"
    if len(cells) == 1:
        place, text = cells[0]
        return f"{text} {what}{_AT_PEAK if phrases['load_peak'].search(heads.get(place, '')) else ''}"
    usual = next((text for place, text in cells if phrases["load_usual"].search(heads.get(place, ""))), "")
    peak = max((text for _, text in cells), key=size)
    return ". ".join([*([f"{usual} {what}"] if usual and usual != peak else []), f"{peak} {what}{_AT_PEAK}"])
