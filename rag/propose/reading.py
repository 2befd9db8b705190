"""How easily the running text of a proposal reads: length of its sentences and words, and Flesch's reading ease for English."""

import re
from dataclasses import dataclass

from rag.propose.proposal import BulletList, Checklist, Paragraph, Proposal, block_claims

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouyäöüáéíóúàèâêîôû]+")
QUOTED = "“"  # what others wrote is not ours to shorten
PROSE = (Paragraph, BulletList, Checklist)


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of the sentences that stand in paragraphs and lists; those that quote are left out."""

    sentences: int
    words: int
    ease: float  # Flesch, about 0 (a statute) to 100 (a tale for children); 60 is plain English, 30 a scientific paper
    long: tuple[str, ...]  # sentences of more words than the lint's table thinks good


def reading_of(proposal: Proposal, longest: int) -> Reading:
    """Measure a proposal.

    Args:
        proposal: with at least one sentence of running text, else `ease` is 0.
        longest: words from which a sentence counts as long.

    Source: R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948); syllables are groups of vowels.
    """
    prose = [block for section in proposal.sections for block in section.blocks if isinstance(block, PROSE)]
    said = dict.fromkeys(claim.sentence for block in prose for claim in block_claims(block))
    texts = [text for text in said if QUOTED not in text]
    words = [WORD.findall(text) for text in texts]
    total = sum(map(len, words))
    if not total:
        return Reading(0, 0, 0.0, ())
    syllables = sum(_syllables(word) for found in words for word in found)
    ease = 206.835 - 1.015 * total / len(texts) - 84.6 * syllables / total
    long = tuple(text for text, found in zip(texts, words, strict=True) if len(found) > longest)
    return Reading(len(texts), total, round(ease, 1), long)


def _syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end not counted; at least one."""
    text = word.lower()
    groups = len(VOWELS.findall(text))
    return max(1, groups - (text.endswith("e") and not text.endswith(("le", "ee")) and groups > 1))
