"""How papers introduce the systems of a company that no list of products knows: `corpus/tables/own_systems.yaml`."""

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeTable


class OwnSystems(KnowledgeTable):
    """Patterns of names and of what stands around them where they are introduced. Letter case counts in names."""

    code: Pattern  # a name that says by its capitals that it is one
    word: Pattern  # a capitalised word
    nouns: Pattern  # what a system is called: portal, Fachverfahren
    indices: Pattern  # last words of a long name that an abbreviation follows
    known: Pattern  # before what is there already
    called: Pattern
    coming: Pattern  # before what is not there yet
    stands: Pattern  # after the name of what is there; NOUNS stands for `nouns`
    stands_code: Pattern  # after a code of what is there
    worked: Pattern  # before a code that people work in
    made: Pattern  # what the company made itself
    linked: Pattern  # before the name of another end of an interface
    code_base: Pattern  # after a name, what only a system has
    party: Pattern  # before the name of a firm
    legal: Pattern  # after the name of a firm
    refused: Pattern  # words that are no names
