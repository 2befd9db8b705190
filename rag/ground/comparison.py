"""A sentence beside its evidence, each in its language: what every check of meaning looks at."""

import re
from dataclasses import dataclass

from rag.ground.evidence import Evidence
from rag.ground.lexicon import LanguageLexicon, Lexicon
from rag.ground.wording import LanguageWording, Wording
from rag.ground.words import common_words

SURE = 2  # common words of a language that tell it apart from a table's row


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a language."""

    lexicon: LanguageLexicon
    words: LanguageWording

    @property
    def verb(self) -> re.Pattern[str]:
        """Finds an auxiliary, which ends what a sentence speaks of."""
        return self.words.cues["verbs"]

    @property
    def id(self) -> str:
        """Two letters."""
        return self.lexicon.cues.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sentence and what it rests on."""

    claim: str  # in unified form
    own: Tongue  # of the sentence
    evidence: Evidence
    theirs: Tongue  # of the evidence
    lexicon: Lexicon
    wording: Wording

    @classmethod
    def of(cls, claim: str, evidence: Evidence, lexicon: Lexicon, wording: Wording) -> "Comparison":
        """Tell the languages; where a text is too short to tell, it is in the other one's."""
        mine, there = common_words(claim, lexicon), common_words(evidence.said, lexicon)
        theirs = max(there, key=lambda one: there[one])
        own = theirs if mine[theirs] == max(mine.values()) and there[theirs] >= SURE else max(mine, key=lambda one: mine[one])
        if there[theirs] < SURE:
            theirs = own
        return cls(claim, _tongue(own, lexicon, wording), evidence, _tongue(theirs, lexicon, wording), lexicon, wording)

    @property
    def is_foreign(self) -> bool:
        """Whether sentence and evidence are in two languages."""
        return self.own.id != self.theirs.id


def _tongue(language: str, lexicon: Lexicon, wording: Wording) -> Tongue:
    return Tongue(lexicon.languages[language], wording.languages[language])
