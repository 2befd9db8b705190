"""Settings: the workspace, the model that is connected, and what was sent to it."""

import streamlit as st

from pages.parts import session, sources
from rag.errors import RagError

consultation = session.consultation()
application = session.application()
st.title("Settings", anchor=False)

st.header("Workspace", anchor=False)
workspaces = application.workspaces()
slugs = [workspace.slug for workspace in workspaces]
titles = {workspace.slug: workspace.title for workspace in workspaces}
chosen = st.selectbox("Open", slugs, index=slugs.index(consultation.slug), format_func=lambda slug: f"{titles[slug]} ({slug})")
if chosen != consultation.slug:
    session.open_workspace(chosen)
    st.rerun()
with st.form("workspace", clear_on_submit=True, border=False):
    title = st.text_input("New workspace", placeholder="Northgate project")
    if st.form_submit_button("Create") and title.strip():
        try:
            session.open_workspace(application.create_workspace(title.strip()))
            st.rerun()
        except RagError as error:
            st.error(str(error))

st.header("Model", anchor=False)
model = consultation.model_name()
if model:
    st.markdown(f"Connected: **{sources.plain(model)}**. What it returns is checked like everything else.")
else:
    st.markdown(
        "No language model is connected; nothing leaves this machine. To connect one, set `GROUNDPLAN_LLM_BASE_URL` and "
        "`GROUNDPLAN_LLM_MODEL` (and `GROUNDPLAN_LLM_API_KEY` if it needs one) and start again."
    )
sent = consultation.sent()
if sent:
    st.caption("What was sent, newest first. The ledger keeps sizes, not texts.")
    st.dataframe(sent, hide_index=True, width="stretch")

st.header("State", anchor=False)
for check in application.doctor():
    st.markdown(f"{'✓' if check.is_well else '✗'} **{sources.plain(check.name)}** – {sources.plain(check.message)}")
