"""Figures of the text → charts: SVG drawn here, with the same numbers in words; nothing is computed anew."""
