"""Documents: what was taken in, page by page, and how to take it out again."""

import streamlit as st

from pages.parts import intake, session, sources
from rag.errors import RagError

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Documents", anchor=False)
documents = consultation.documents()
if not documents:
    st.markdown("No documents yet. Drop files on the left, or paste a folder's path below.")
with st.form("folder", clear_on_submit=True, border=False):
    path = st.text_input("Take in a folder of this machine", placeholder="a folder's path")
    if st.form_submit_button("Take in") and path.strip():
        consultation.start_ingest_paths([path.strip()])
        st.rerun()
if documents:
    st.dataframe(
        [
            {
                "Document": document.name,
                "Type": document.doc_type,
                "Dated": document.dated or "–",
                "Pages": document.pages if document.has_pages else None,
                "Facts": document.facts,
                "Version": document.version,
                "Status": document.status,
                "Needs OCR": ", ".join(map(str, document.pages_without_text)),
                "Remarks": " ".join(document.warnings),
            }
            for document in documents
        ],
        hide_index=True,
        width="stretch",
    )
    with st.expander("Delete a document"):
        chosen = st.selectbox("Document", documents, format_func=lambda document: document.name)
        st.markdown("Its text, vectors, facts and file are deleted for good. Proposals that cite it stay, and say so.")
        if st.button("Delete for good", type="primary"):
            try:
                consultation.remove_document(chosen.id)
                st.rerun()
            except RagError as error:
                st.error(str(error))
for document in documents:
    if document.warnings:
        st.warning(f"**{sources.plain(document.name)}**: {sources.plain(' '.join(document.warnings))}")
sources.viewer(consultation)
