"""Languages that people read and write, with their names in five languages: `human_languages.yaml`."""

import re
from functools import cached_property

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeTable


class HumanLanguages(KnowledgeTable):
    """The table."""

    names: dict[str, tuple[str, ...]]  # ISO 639 code → names; the first is shown
    endings: Pattern  # that a name may have
    denied: Pattern  # at the end of what stands before a name that is not meant
    right_to_left: frozenset[str]  # codes
    shown: Pattern  # what is shown in a language

    @cached_property
    def codes(self) -> dict[str, str]:
        """Names after `casefold` → codes."""
        return {name.casefold(): code for code, names in self.names.items() for name in names}

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """A name in a text after `casefold`, as group `name`; made once, since every reconciling of a Brief asks for it."""
        names = "|".join(map(re.escape, sorted(self.codes, key=len, reverse=True)))
        return re.compile(rf"(?<![\w-])(?P<name>{names}){self.endings}(?!\w)")
