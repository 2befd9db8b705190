"""The recommendation of one workspace, opened up: what moves it, and the quotations behind what is ruled out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rag.advise.assessment import assess
from rag.advise.decision import Decision, StyleScore
from rag.advise.swings import Swing, find_swings
from rag.brief.brief import Brief, Provenance
from rag.ground.citation import Citation
from rag.knowledge.advise import AdviseKnowledge

MOST = 3  # quotations behind a style that is ruled out


@dataclass(frozen=True, slots=True)
class Grounds:
    """What rules a style out, in the words of others."""

    citations: tuple[Citation, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the weighing sees of the consultation."""

    brief: Callable[[], Brief]
    decision: Callable[[], Decision]
    keep: Callable[[str, Callable[[], Any]], Any]  # a value that holds until something is written


class Weighing:
    """See the module. Threads may share it."""

    def __init__(self, knowledge: AdviseKnowledge, view: View) -> None:
        self._knowledge = knowledge
        self._see = view

    def swings(self) -> tuple[Swing, ...]:
        """How far each input moves the lead of the recommended style, the widest first."""
        found: tuple[Swing, ...] = self._see.keep("swings", self._find_swings)
        return found

    def _find_swings(self) -> tuple[Swing, ...]:
        assessment, decision = assess(self._see.brief(), self._knowledge), self._see.decision()
        fields = {code: level.fields for code, level in {**decision.demands, **decision.capabilities}.items()}
        return find_swings(assessment.situation, assessment.placed, fields, self._knowledge)

    def grounds(self, score: StyleScore) -> Grounds:
        """What a style is ruled out by: the words of documents and of people behind its vetoes."""
        brief = self._see.brief()
        rules = {rule.id: rule for rule in self._knowledge.vetoes.vetoes}
        found: list[Provenance] = []
        for veto in score.vetoes:
            found += [one for row in brief.constraints if row.id in veto.constraint_ids for one in row.provenance]
            fields = [brief.fields[path] for path in rules[veto.rule].fields if path in brief.fields]
            found += [one for field in fields for one in field.provenance]
        citations = dict.fromkeys(one.citation for one in found if one.citation is not None)
        answers = dict.fromkeys(one.text for one in found if one.kind == "answer" and one.text)
        return Grounds(tuple(citations)[:MOST], tuple(answers)[:MOST])
