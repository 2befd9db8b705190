"""The Streamlit script: page frame and navigation only.

`streamlit run app.py` works on its own; `groundplan run` adds the server.
"""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from pages.parts import sources, theme
from rag.errors import RagError

# In the page itself: a file of its own is gone for a moment whenever the script begins anew.
ICON = f"data:image/png;base64,{b64encode((Path(__file__).parent / 'static' / 'icon.png').read_bytes()).decode()}"

st.set_page_config(page_title="Groundplan", page_icon=ICON, layout="wide", initial_sidebar_state="auto")
st.logo(ICON, size="medium")
page = st.navigation(
    [
        st.Page("pages/chat.py", title="Chat", default=True),
        st.Page("pages/documents.py", title="Documents", url_path="documents"),
        st.Page("pages/facts.py", title="Facts", url_path="facts"),
        st.Page("pages/brief.py", title="Brief", url_path="brief"),
        st.Page("pages/decision.py", title="Decision", url_path="decision"),
        st.Page("pages/proposal.py", title="Proposal", url_path="proposal"),
        st.Page("pages/settings.py", title="Settings", url_path="settings"),
    ],
    position="top",
)
theme.apply()
try:
    page.run()
except RagError as error:  # what a person can mend is said on the page; anything else is a fault and surfaces
    st.error(sources.plain(str(error)))
