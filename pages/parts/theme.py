"""The look beyond what the theme file can say: where things stay put, reading width, quotations, chips, tables."""

import streamlit as st

FRAME = """
#stMain .stMainBlockContainer, .stMainBlockContainer { padding-top: 4.4rem; padding-bottom: 1rem; max-width: 84rem; }
[data-testid="stSidebarUserContent"] { padding-bottom: 2rem; }
[data-testid="stSidebarHeader"] { height: 3rem; }
h1, h2, h3 { letter-spacing: -.005em; text-wrap: balance; }
:is(a, button, summary, [tabindex="0"]):focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
[data-testid="stLayoutWrapper"]:has(> .st-key-header) { position: sticky; top: 3.5rem; z-index: 20; margin-bottom: .4rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); padding: .4rem 0 .6rem;
  background: var(--gp-paper, #fbf9f4); }
.st-key-header h1 { font-size: 1.45rem; line-height: 1.25; padding: 0 0 1rem; }
.st-key-header [data-testid="stVerticalBlock"] { gap: .35rem; }
[data-testid="stColumn"]:has(.st-key-panel) { position: sticky; top: 8.8rem; align-self: flex-start; }
.st-key-panel { max-height: calc(100dvh - 19rem); overflow-y: auto; padding-right: .5rem; gap: .55rem;
  scrollbar-width: thin; }
.st-key-panel h2 { font-size: 1.05rem; padding: .4rem 0 1rem; }
[data-testid="stSidebarUserContent"] h2 { font-size: 1.1rem; }
.st-key-progress-narrow { display: none; }
.st-key-sources { gap: .3rem; max-height: 48dvh; overflow-y: auto; scrollbar-width: thin; }
.st-key-sources p { font-size: .92rem; line-height: 1.35; overflow-wrap: anywhere; }
@media (max-width: 768px) {
  .st-key-progress-narrow { display: flex; }
  [data-testid="stColumn"]:has(.st-key-panel) { position: static; order: -1; }
  .st-key-panel { max-height: none; padding-right: 0; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-header) { position: static; }
  #stMain .stMainBlockContainer, .stMainBlockContainer { padding: 4rem 1rem 2rem; }
}
"""

TALK = """
[data-testid="stChatMessage"] { padding: .35rem 0; background: transparent; gap: .8rem; }
[data-testid="stChatMessageContent"] [data-testid="stVerticalBlock"] { gap: .55rem; }
.gp-quote, .gp-page { font-family: "Source Serif", Georgia, serif; overflow-wrap: anywhere; }
.gp-quote { font-size: 1.02rem; line-height: 1.5; margin: .1rem 0 0; padding-left: .9rem;
  border-left: 3px solid color-mix(in srgb, currentColor 22%, transparent); }
.gp-quote.gp-quiet { opacity: .85; font-size: .95rem; }
.gp-quote mark, .gp-page mark { background: color-mix(in srgb, #e8a33d 38%, transparent); color: inherit;
  padding: 0 .1em; border-radius: 2px; }
.gp-page { line-height: 1.55; max-width: 46rem; white-space: pre-wrap; }
.gp-view, .gp-page { max-height: 62dvh; overflow-y: auto; }
.gp-page mark, .gp-sheet span:first-of-type { scroll-initial-target: nearest; scroll-margin: 9rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit; }
[data-testid="stCaptionContainer"] { opacity: .78; }
.gp-place { font-size: .84rem; opacity: .78; overflow-wrap: anywhere; }
[class*="st-key-chips-"] button { min-height: 1.55rem; padding: .1rem .5rem; }
[class*="st-key-chips-"] button p { font-size: .82rem; overflow: hidden; text-overflow: ellipsis; }
[class*="st-key-chips-"], [class*="st-key-chips-"] .stButtonGroup, [class*="st-key-chips-"] .stButtonGroup div,
[class*="st-key-chips-"] button { max-width: 100%; min-width: 0; }
.gp-sheet { position: relative; max-width: 50rem; margin: 0 auto; }
.gp-sheet img { width: 100%; display: block; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.gp-sheet span { position: absolute; background: #e8a33d66; mix-blend-mode: multiply; border-radius: 2px; }
.gp-steps.gp-steps { font-size: .9rem; display: flex; flex-wrap: wrap; gap: .1rem .5rem; align-items: baseline;
  list-style: none; margin: 0; padding: 0; }
.gp-steps li { margin: 0; }
.gp-steps li + li::before { content: "›" / ""; margin-right: .5rem; opacity: .55; }
.gp-steps .gp-done { font-weight: 600; }
.gp-steps .gp-todo { opacity: .78; }
.gp-rows.gp-rows { margin: 0; padding: 0; }
.gp-row { padding: .3rem 0; font-size: .9rem; line-height: 1.35;
  border-bottom: 1px solid color-mix(in srgb, currentColor 11%, transparent); }
.gp-row dt { opacity: .78; font-size: .82rem; font-weight: 400; }
.gp-row dd { margin: 0; }
.gp-row .gp-value { font-weight: 600; overflow-wrap: anywhere; }
.gp-row .gp-place { font-size: .8rem; }
[class*="st-key-rule-"] { padding: .2rem 0 .7rem; gap: .35rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
.gp-flips { font-size: .84rem; line-height: 1.4; opacity: .82; }
.gp-flips.gp-flips ul { margin: .15rem 0 0; padding-left: 1.1rem; }
.gp-flips.gp-flips li { margin: .1rem 0; font-size: .84rem; }
[class*="st-key-rule-"] .gp-row { border: 0; padding: .1rem 0; }
.st-key-panel .gp-value, .st-key-panel .gp-place { display: -webkit-box; -webkit-box-orient: vertical; overflow: hidden; }
.st-key-panel .gp-value { -webkit-line-clamp: 2; }
.st-key-panel .gp-place { -webkit-line-clamp: 1; }
"""

READ = """
.gp-read { font-family: "Source Serif", Georgia, serif; font-size: 1.04rem; line-height: 1.6; }
.gp-read h2, .gp-read h3 { scroll-margin-top: 4.5rem; padding: 0; font-weight: 600; }
.gp-read h2 { font-size: 1.55rem; margin: 1.6rem 0 .7rem; padding-top: .9rem;
  border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.gp-read h3 { font-size: 1.2rem; margin: 1.1rem 0 .5rem; }
.gp-read .gp-number { opacity: .7; font-weight: 400; margin-right: .55em; }
.gp-read p, .gp-read ul, .gp-read ol { max-width: 46rem; margin: 0 0 .85rem; }
.gp-read.gp-read ul, .gp-read.gp-read ol { padding-left: 1.4rem; }
.gp-read.gp-read li { margin: .25rem 0; font-size: inherit; }
.gp-read ul.gp-check { list-style: "☐ "; }
.gp-read .gp-note { font-size: .92rem; opacity: .82; }
.gp-read .gp-mark { font: .68em/1 "Source Sans", sans-serif; vertical-align: super; text-decoration: none; white-space: nowrap;
  margin-left: .1em; padding: .1em; }
.gp-read a { color: var(--gp-link); }
.gp-read .gp-mark:hover { text-decoration: underline; }
.gp-grid { overflow-x: auto; margin: .9rem 0 1.2rem; }
.gp-grid table { border-collapse: collapse; width: 100%; min-width: 36rem; font-size: .92rem; line-height: 1.42; }
.gp-grid table.gp-narrow { min-width: 0; }
.gp-grid caption { text-align: left; font-weight: 600; padding-bottom: .4rem; caption-side: top; color: inherit; }
.gp-grid th { text-align: left; font: 600 .82rem/1.3 "Source Sans", sans-serif; padding: .3rem .7rem .3rem 0;
  vertical-align: bottom; border: 0; border-bottom: 1.5px solid currentColor; }
.gp-grid td { border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
  padding: .45rem .7rem .45rem 0; vertical-align: top; overflow-wrap: anywhere; }
.gp-grid td:first-child { overflow-wrap: break-word; }
.gp-grid tr { scroll-margin-top: 6rem; }
.gp-grid tr:target td { background: color-mix(in srgb, #e8a33d 25%, transparent); }
.gp-drawing { background: #fff; border: 1px solid color-mix(in srgb, currentColor 16%, transparent); border-radius: 4px;
  padding: 1rem; overflow-x: auto; margin: .9rem 0 .5rem; }
.gp-drawing img { display: block; margin: 0 auto; max-width: 100%; height: auto; min-width: min(100%, 34rem); }
.gp-contents { font-size: .92rem; line-height: 1.35; }
.gp-contents.gp-contents ol { list-style: none; margin: 0; padding: 0; }
.gp-contents.gp-contents li { margin: 0; padding: .14rem 0; font-size: inherit; }
.gp-contents.gp-contents li.gp-two { padding-left: 1rem; }
.gp-contents a { color: inherit; text-decoration: none; display: flex; gap: .5em; }
.gp-contents a:hover { text-decoration: underline; }
.gp-contents .gp-number { opacity: .7; flex: 0 0 auto; min-width: 1.1em; }
.st-key-reading { gap: .3rem; }
.st-key-reading [class*="st-key-chips-"] { max-width: min(46rem, 100%); }
"""


SHELF = """
[class*="st-key-shelf-row-"] { padding: .3rem 0 .45rem; align-items: flex-start;
  border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
[class*="st-key-shelf-row-"] button { min-height: 1.5rem; padding: 0; text-align: left; }
[class*="st-key-shelf-row-"] button p { font-weight: 600; overflow-wrap: anywhere; }
[class*="st-key-shelf-row-"] button:hover p { text-decoration: underline; }
[class*="st-key-shelf-row-"] p { line-height: 1.4; }
[class*="st-key-shelf-row-"] [data-testid="stCheckbox"] label { min-height: 1.5rem; min-width: 1.5rem; }
.st-key-shelf-rows { gap: 0; }
.st-key-shelf-filter { margin-bottom: .4rem; }
.st-key-shelf-actions { padding: .3rem 0 .5rem; }
"""


FACTS = """
[class*="st-key-field-known-"], [class*="st-key-field-assumed-"], [class*="st-key-field-unknown-"],
[class*="st-key-field-conflicted-"] { padding: .15rem 0 .55rem; gap: .3rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
[class*="st-key-field-"] .gp-row { border: 0; padding: .1rem 0; }
[class*="st-key-field-"] .gp-row .gp-value { font-size: 1rem; max-width: 52rem; }
[class*="st-key-field-"] .gp-row .gp-place { max-width: 52rem; }
[class*="st-key-field-assumed-"] .gp-value { font-weight: 400; font-style: italic; padding-left: .6rem;
  border-left: 3px dashed color-mix(in srgb, currentColor 40%, transparent); }
[class*="st-key-field-conflicted-"] .gp-value { padding-left: .6rem; border-left: 3px solid #e8a33d; }
.gp-status { margin-left: .4em; font-style: italic; }
[class*="st-key-field-"] h2 { font-size: 1.1rem; }
.st-key-facts-actions { padding: .2rem 0; }
"""


DECISION = """
.gp-bars.gp-bars { border-collapse: collapse; width: 100%; max-width: 50rem; margin: .2rem 0 .4rem; }
.gp-bars caption { text-align: left; caption-side: top; color: inherit; font-size: .9rem; opacity: .82; padding-bottom: .3rem; }
.gp-bars thead th { font-size: .82rem; font-weight: 600; border: 0; border-bottom: 1.5px solid currentColor; padding: .2rem 0; }
.gp-bars :is(th, td) { text-align: left; font-weight: 400; vertical-align: top; padding: .35rem 0; border: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 11%, transparent); line-height: 1.35; }
.gp-bars :is(td, thead th:last-child) { text-align: right; padding-left: .9rem; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.gp-bars .gp-total > * { font-weight: 600; }
.gp-bars .gp-place { display: block; }
.gp-bar { position: relative; display: block; height: .8rem; margin-top: .25rem; }
.gp-piece { background: color-mix(in srgb, currentColor 72%, transparent); border-radius: 1px; }
.gp-bar .gp-piece { position: absolute; top: 0; bottom: 0; }
.gp-zero { position: absolute; top: -.2rem; bottom: -.2rem; border-left: 2px solid currentColor; }
.gp-fit { background: #c2703a; } .gp-burden { background: #7d74bd; } .gp-premium { background: #4f9490; }
.gp-switch { background: #a88a2c; } .gp-tax { background: #b0618a; }
.gp-plus { background: #4f8f6a; } .gp-minus { background: #c2703a; }
.gp-less { background: color-mix(in srgb, currentColor 45%, transparent); }
.gp-out { background: repeating-linear-gradient(135deg, #c2703a 0 3px, transparent 3px 6px); }
.gp-legend.gp-legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; margin: 0; padding: 0;
  font-size: .84rem; }
.gp-legend.gp-legend li { margin: 0; font-size: inherit; }
.gp-legend .gp-piece { display: inline-block; width: .8rem; height: .8rem; margin-right: .35rem; vertical-align: -.08rem; }
"""


def apply() -> None:
    """Add the styles to the page."""
    is_dark = st.context.theme.type == "dark"
    paper, link = ("#14171b", "#9cc4ec") if is_dark else ("#fbf9f4", "#1f4d7a")  # as in .streamlit/config.toml
    ink = (
        '[data-testid^="stBaseButton-primary"] { color: #1c1208; }' if is_dark else ""
    )  # white on the light accent is too faint
    st.html(
        f"<style>:root {{ --gp-paper: {paper}; --gp-link: {link}; }}{ink}{FRAME}{TALK}{READ}{SHELF}{FACTS}{DECISION}</style>"
    )
