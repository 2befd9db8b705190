"""The look beyond what the theme file can say: reading width, quotations, citation chips."""

import streamlit as st

STYLE = """
<style>
.gp-quote, .gp-page { font-family: "Source Serif", Georgia, serif; overflow-wrap: anywhere; }
.gp-quote { font-size: 1.02rem; line-height: 1.5; margin: .15rem 0 .35rem 0; padding-left: .9rem;
  border-left: 3px solid color-mix(in srgb, currentColor 25%, transparent); }
.gp-quote mark, .gp-page mark { background: color-mix(in srgb, #e8a33d 38%, transparent); color: inherit;
  padding: 0 .1em; border-radius: 2px; }
.gp-page { line-height: 1.55; max-width: 42rem; white-space: pre-wrap; }
.gp-place { font-size: .86rem; opacity: .78; overflow-wrap: anywhere; }
.gp-row { display: grid; grid-template-columns: minmax(5.5rem, 38%) 1fr; gap: .1rem .7rem; padding: .28rem 0;
  font-size: .92rem; border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
.gp-row .gp-label { opacity: .78; }
.gp-row .gp-value { font-weight: 600; overflow-wrap: anywhere; }
.gp-row .gp-place { grid-column: 2; }
.gp-steps { font-size: .95rem; display: flex; flex-wrap: wrap; gap: .15rem .55rem; align-items: baseline; }
.gp-steps .gp-done { font-weight: 600; }
.gp-steps .gp-todo { opacity: .75; }
.gp-sheet { position: relative; max-width: 60rem; margin: 0 auto; }
.gp-sheet img { width: 100%; display: block; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.gp-sheet span { position: absolute; background: #e8a33d66; mix-blend-mode: multiply; border-radius: 2px; }
h1, h2, h3 { letter-spacing: -.005em; }
[data-testid="stChatMessage"] { padding-top: .35rem; padding-bottom: .35rem; background: transparent; }
.st-key-panel { position: sticky; top: 4.5rem; max-height: calc(100vh - 13rem); overflow-y: auto; }
.st-key-sources { gap: .35rem; }
@media (max-width: 640px) { .st-key-panel { position: static; max-height: none; } }
@media (max-width: 640px) { .gp-row { grid-template-columns: 1fr; } .gp-row .gp-place { grid-column: 1; } }
</style>
"""


def apply() -> None:
    """Add the styles to the page."""
    st.html(STYLE)
