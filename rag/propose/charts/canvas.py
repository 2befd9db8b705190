"""A sheet to draw a chart on: lines, bars, areas and escaped text in one look; out comes SVG with nothing in it but shapes."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from rag.propose.diagrams.mermaid import FONT

INK, QUIET, GRID = "#1c2428", "#5d6970", "#d5dadd"
DARK, MIDDLE, LIGHT = "#1f3a4d", "#4a7590", "#d3e0e8"  # the measured thing, what belongs to it, its range
ACCENT, WARM, RED = "#9a4b12", "#c9a063", "#8c2f2f"  # limits, deductions, what is grave
SIZE = 15  # pixels of a letter on a sheet of usual width: nine points in print
LETTER = 0.58  # width of a letter over its height, on the wide side: the reader's font is not known
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


class Canvas:
    """A sheet of a given size in pixels; the origin is its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._shapes: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> None:
        """A rectangle."""
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{stroke}"/>'
        )

    def line(self, points: Sequence[Point], stroke: str = QUIET, width: float = 1, dash: str = "") -> None:
        """A line through points; `dash` as SVG has it, "6 4"."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<polyline points="{_path(points)}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def area(self, points: Sequence[Point], fill: str) -> None:
        """A filled outline."""
        self._shapes.append(f'<polygon points="{_path(points)}" fill="{fill}" stroke="none"/>')

    def dot(self, x: float, y: float, fill: str, radius: float = 4.5) -> None:
        """A point of a line."""
        self._shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="#ffffff"/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: Anchor = "start",
        fill: str = INK,
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        """A line of text; `y` is its base line."""
        weight = ' font-weight="bold"' if bold else ""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size:g}"{weight}>'
            f"{escape(text, quote=False)}</text>"
        )

    def svg(self) -> str:
        """The drawing."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" font-family="{FONT}">'
        return "".join(
            [head, f'<rect width="{self.width:g}" height="{self.height:g}" fill="#ffffff"/>', *self._shapes, "</svg>"]
        )


def text_width(text: str, size: float = SIZE) -> float:
    """About how many pixels a text takes, rather too many than too few."""
    return len(text) * size * LETTER


def ticks(highest: float, most: int = 5) -> list[float]:
    """Round values from 0 to at least `highest`, at most so many steps."""
    if highest <= 0:
        return [0.0, 1.0]
    step = next(
        factor * 10.0**power for power in range(-6, 16) for factor in (1, 2, 2.5, 5) if factor * 10.0**power * most >= highest
    )
    return [step * number for number in range(int(-(-highest // step)) + 1)]


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
