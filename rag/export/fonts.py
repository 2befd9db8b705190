"""The fonts that the printer draws with: names of people and places are printed wherever the program runs.

The printer brings faces for Latin, Greek, Cyrillic and Hebrew; packages of the lock bring further ones (`docs/decisions/0020`),
and fonts of the machine stand in for what is in neither.
"""

from functools import cache
from importlib.util import find_spec

import typst

PACKAGES = (
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
    "noto_cjk_sans_otc",  # Chinese, Japanese, Korean
)


@cache
def fonts() -> typst.Fonts:
    """All of them, looked up once a process."""
    found = (find_spec(name) for name in PACKAGES)
    folders = [folder for spec in found if spec is not None for folder in spec.submodule_search_locations or ()]
    return typst.Fonts(font_paths=[*folders])
