"""Documents: what was taken in, page by page, and how to take it out again."""

import streamlit as st

from pages.parts import intake, session, sources
from rag.errors import RagError

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Documents", anchor=False)
notice = session.forget("notice")
if notice:
    st.error(sources.plain(notice))
documents = consultation.documents()
if documents:
    st.dataframe(
        [
            {
                "Document": document.name,
                "Type": document.doc_type,
                "Dated": document.dated or "–",
                "Pages": str(document.pages) if document.has_pages else "–",
                "Facts": document.facts,
                "Version": document.version,
                "Status": "waits for search" if document.status == "stored" else "searchable",
                "No text on page": ", ".join(map(str, document.pages_without_text)) or "–",
            }
            for document in documents
        ],
        hide_index=True,
        width="stretch",
    )
else:
    st.markdown("No documents yet. Drop files on the left, or give a folder's path below.")

lacking = [document for document in documents if document.lacks_text]
if lacking:
    ocr = consultation.ocr()
    count = "1 document has" if len(lacking) == 1 else f"{len(lacking)} documents have"
    if ocr.is_available:
        st.markdown(f"{count} pages without text that OCR can read now.")
        if st.button("Read them again"):
            try:
                consultation.start_reading_again()
            except RagError as error:
                session.remember("notice", str(error))
            st.rerun()
    else:
        st.markdown(f"{count} pages without text. {sources.plain(ocr.advice)}")

remarks = [document for document in documents if document.warnings]
if remarks:
    st.header("Remarks", anchor=False)
    st.markdown("\n".join(f"- **{sources.plain(d.name)}**: {sources.plain('; '.join(d.warnings))}" for d in remarks))

st.header("Take in a folder", anchor=False)
with st.form("folder", clear_on_submit=True, border=False):
    path = st.text_input("A folder's or file's path on this machine", placeholder="/home/me/papers")
    if st.form_submit_button("Take in") and path.strip():
        try:
            consultation.start_ingest_paths([path.strip()])
        except RagError as error:
            session.remember("notice", str(error))
        st.rerun()
if documents:
    st.header("Delete a document", anchor=False)
    chosen = st.selectbox(
        "Document", documents, index=None, format_func=lambda document: document.name, placeholder="Choose one to delete"
    )
    st.caption("Its text, vectors, facts and file are deleted for good. Proposals that cite it stay, and say so.")
    if st.button("Delete for good", disabled=chosen is None) and chosen is not None:
        try:
            consultation.shelf.remove((chosen.id,))
        except RagError as error:
            session.remember("notice", str(error))
        st.rerun()
sources.viewer(consultation)
