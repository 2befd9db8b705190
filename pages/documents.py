"""Documents: what was taken in, how it stands, what it is, and how to set it aside or delete it."""

import streamlit as st

from pages.parts import document, folders, intake, session, shelf, sources
from rag.errors import RagError

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Documents", anchor=False)
notice = session.forget("notice")
if notice:
    st.error(sources.plain(notice))
with st.container(key="progress-narrow"):
    intake.progress(consultation, "middle")
documents = consultation.documents()
if documents:
    shelf.documents(consultation, documents)
else:
    st.markdown("No documents yet. Drop files on the left, or give a folder's path below.")

lacking = [document for document in documents if document.lacks_text]
if lacking:
    ocr = consultation.arrivals.ocr()
    count = "1 document has" if len(lacking) == 1 else f"{len(lacking)} documents have"
    if ocr.is_available:
        st.markdown(f"{count} pages without text that OCR can read now.")
        if st.button("Read them again"):
            try:
                consultation.arrivals.start_reading_again()
            except RagError as error:
                session.remember("notice", str(error))
            st.rerun()
    else:
        st.markdown(f"{count} pages without text. {sources.plain(ocr.advice)}")
if consultation.is_local:
    folders.section(consultation)
document.dialogs(consultation)
sources.viewer(consultation)
