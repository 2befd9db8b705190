"""The sentences a proposal is written in, by id, with named slots: `phrases.yaml`."""

from rag.errors import KnowledgeError
from rag.knowledge.tables import KnowledgeTable


class PhraseTable(KnowledgeTable):
    """`phrases.yaml`: groups of sentences; the id of a sentence is `group.name`."""

    phrases: dict[str, dict[str, str]]

    def say(self, phrase: str, **slots: object) -> str:
        """The sentence `group.name` with its slots filled in, its first letter a capital where the template's is.

        Raises:
            KnowledgeError: there is no such sentence, or a slot was not given.
        """
        group, _, name = phrase.partition(".")
        template = self.phrases.get(group, {}).get(name)
        if template is None:
            raise KnowledgeError(f"phrases.yaml: there is no sentence {phrase!r}.")
        try:
            return template.format_map(slots)
        except KeyError as error:
            raise KnowledgeError(f"phrases.yaml, {phrase}: the slot {error} was not given.") from error
