"""Tables whose rows carry bars: the picture and its text alternative in one, for every width, theme and screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar."""

    start: float  # on the scale of the table
    end: float
    kind: str  # class of its colour: score, fit, burden, premium, switch, tax, plus, minus


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, its number, a line below, and its bar."""

    label: str
    number: str
    note: str = ""
    pieces: tuple[Piece, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bars are drawn on."""

    low: float
    high: float
    mark: float | None = None  # drawn as a line

    def share(self, value: float) -> float:
        """Where a value lies, in per cent of the width."""
        inside = min(self.high, max(self.low, value))
        return 100 * (inside - self.low) / (self.high - self.low) if self.high > self.low else 0.0


def draw(caption: str, header: tuple[str, str], rows: Sequence[Row], scale: Scale) -> None:
    """The table."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(_row(row, scale) for row in rows)
    st.html(
        f'<table class="gp-bars"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def legend(kinds: Sequence[tuple[str, str]]) -> None:
    """What the colours stand for: (kind, words)."""
    items = "".join(
        f'<li><span class="gp-piece gp-{kind}" aria-hidden="true"></span>{escape(words)}</li>' for kind, words in kinds
    )
    st.html(f'<ul class="gp-legend" aria-label="Colours of the bars">{items}</ul>')


def _row(row: Row, scale: Scale) -> str:
    total = ' class="gp-total"' if row.is_total else ""
    note = f'<span class="gp-place">{escape(row.note)}</span>' if row.note else ""
    return f'<tr{total}><th scope="row">{escape(row.label)}{note}{_bar(row, scale)}</th><td>{escape(row.number)}</td></tr>'


def _bar(row: Row, scale: Scale) -> str:
    if not row.pieces:
        return ""
    marks = "" if scale.mark is None else f'<span class="gp-zero" style="left:{scale.share(scale.mark):.2f}%"></span>'
    parts = "".join(_piece(piece, scale) for piece in row.pieces)
    return f'<span class="gp-bar" aria-hidden="true">{parts}{marks}</span>'


def _piece(piece: Piece, scale: Scale) -> str:
    left, right = sorted((scale.share(piece.start), scale.share(piece.end)))
    return f'<span class="gp-piece gp-{piece.kind}" style="left:{left:.2f}%;width:{right - left:.2f}%"></span>'
