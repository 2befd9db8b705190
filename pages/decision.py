"""Decision: what is recommended now, point by point, and what would change it.

A page of its own and no part of the page Proposal: a proposal is a version that stays as it was drafted, this is the state of
now, which every answer moves.
"""

import streamlit as st

from pages.parts import balance, intake, own, session, sources

consultation = session.consultation()
intake.sidebar(consultation)
st.title("Decision", anchor=False)
balance.verdict(consultation)
balance.scores(consultation)
own.choices(consultation)
balance.ruled_out(consultation)
balance.moves(consultation)
sources.viewer(consultation)
