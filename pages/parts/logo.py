"""The workspace's logo: give one, see it, take it away."""

import streamlit as st

from pages.parts import session, sources
from rag.consultation import Consultation
from rag.errors import RagError
from rag.export.logo import ADVICE, KINDS

TRIES = "logo-tries"  # a new uploader after each file, so that the last one does not come again


def show(consultation: Consultation) -> None:
    """An expander that holds the logo of the files for reading and of the slides."""
    with st.expander("Logo"):
        logo = consultation.drafts.logo()
        if logo is not None:
            st.image(logo.content, width=160, alt=f"The logo in use, from {logo.name}")
            st.caption(f"{sources.plain(logo.name)}: on the first page of PDF, Word and web page, and on the slides.")
            if st.button("Remove the logo"):
                consultation.drafts.drop_logo()
                st.rerun()
        said = session.forget("logo-error")
        if said:
            st.error(sources.plain(said))
        count = session.recall(TRIES, 0)
        label = "Another logo" if logo else "Your logo"
        file = st.file_uploader(label, type=list(KINDS), help=ADVICE, max_upload_size=1, key=f"logo-{count}")
        if file is not None:
            try:
                consultation.drafts.put_logo(file.name, file.getvalue())
            except RagError as error:
                session.remember("logo-error", str(error))
            session.remember(TRIES, count + 1)
            st.rerun()
