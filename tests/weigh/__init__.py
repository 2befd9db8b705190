"""A document after it was taken in."""
