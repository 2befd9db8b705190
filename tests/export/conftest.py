"""One proposal for all tests of the exported files: composing is the costly part."""

import pytest

from rag.export.layout import lay_out
from rag.export.nodes import Layout
from rag.propose.compose import compose
from rag.propose.proposal import Proposal
from tests.propose.factory import make_inputs


@pytest.fixture(scope="session")
def proposal() -> Proposal:
    """A proposal for the made-up company."""
    return compose(make_inputs())


@pytest.fixture(scope="session")
def layout(proposal: Proposal) -> Layout:
    """What its formats draw."""
    return lay_out(proposal)
