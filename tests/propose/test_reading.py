"""How easily the running text reads."""

from rag.propose.compose import compose
from rag.propose.proposal import Claim, ClaimType, Paragraph, Proposal, Section
from rag.propose.reading import reading_of
from tests.propose.factory import make_inputs


def saying(*sentences: str) -> Proposal:
    """A proposal that says just this."""
    claims = tuple(Claim(id=str(n), sentence=text, type=ClaimType.JUDGEMENT, trace="t") for n, text in enumerate(sentences))
    section = Section(id="summary", number="", title="Summary", level=1, blocks=(Paragraph(claims=claims),))
    return compose(make_inputs()).model_copy(update={"sections": (section,)})


def test_short_words_in_short_sentences_read_easily() -> None:
    """A text of one-syllable words is near the top of the scale, one of a law near its end; the known formula gives both."""
    easy = reading_of(saying("The cat sat on the mat.", "It is red."), 45)
    assert (easy.sentences, easy.words, easy.long) == (2, 9, ())
    assert easy.ease == round(206.835 - 1.015 * 9 / 2 - 84.6, 1)
    hard = reading_of(saying("Organisational accountability necessitates comprehensive documentation of responsibilities."), 5)
    assert hard.ease < 0
    assert len(hard.long) == 1


def test_what_others_wrote_is_not_measured() -> None:
    """A quotation is not ours to shorten, and a proposal without running text has no figure."""
    assert reading_of(saying("They say: “Notwithstanding the aforementioned stipulations, liabilities persist.”"), 3).words == 0


def test_our_own_text_is_readable() -> None:
    """The composed text of a company is easier than a scientific paper, and hardly a sentence is long."""
    found = reading_of(compose(make_inputs()), 45)
    assert found.sentences > 50
    assert found.ease > 40
    assert len(found.long) <= found.sentences // 50
