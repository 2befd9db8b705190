"""Whether a clause that asks for something asks it of a system or its data, and so that it can be checked."""

import re

from rag.extract.clauses import Clause
from rag.extract.fact import Modality
from rag.extract.subjects import is_of_a_thing

_MEASURES = frozenset({"PCT", "DUR", "DATE", "TIMES", "SIZE", "PLACE"})
_OF_TASKS = frozenset({"DATE", "DAY", "MONEY"})  # what is done until then, or paid
_NO_DECISION = ("of_the_meeting", "told_of_past", "permits", "spoken")
_SUBCLAUSE = re.compile(r"\W*\d+\.\d")  # of a contract, where what is agreed has words of its own
_SHORTEST_DECISION = 5  # words
_CHECKABLE = frozenset({"DAY", "TECH", "REG", "MONEY", "DATE", "DUR", "PCT", "SIZE", "PLACE", "TIMES"})


def is_telling(clause: Clause) -> bool:
    """Whether a wish or duty without a clear subject still names something that can be checked."""
    if clause.context.is_listed and clause.modality is Modality.MUST:  # a place in a list of requirements tells it
        return True
    if clause.context.binds == "wished" and clause.modal is None:
        return clause.cues.papers.search(clause.text) is None
    if clause.tells_rule:
        return clause.says("told_of_past") is None and clause.cues.papers.search(clause.text) is None
    if clause.modality in (Modality.SHOULD, Modality.SHOULD_NOT) and clause.says("wished") is not None:
        return clause.cues.bound.search(clause.text) is not None or bool(clause.entities)
    if clause.modality is Modality.MUST and clause.cues.capabilities.search(clause.text):
        return True
    checkable = _CHECKABLE - {"PCT"} if clause.modality is Modality.SHOULD else _CHECKABLE
    if any(entity.kind in checkable for entity in clause.entities):
        return True
    if clause.modality not in (Modality.MUST, Modality.MUST_NOT) or clause.says("spoken") is not None:
        return False
    return clause.cues.bound.search(clause.text) is not None or is_of_a_thing(clause)


def is_duty(clause: Clause) -> bool:
    """Whether a party of a contract owes something about the system or its data, and not a paper or a payment."""
    modal = clause.modal
    if modal is None or clause.says("duty_holder") is None or clause.cues.is_procedure(clause.context.headings):
        return False
    owed = clause.text[modal.end() :]
    if clause.cues.papers.search(clause.text) or clause.cues.office_verbs.match(owed) or clause.says("duty_of_office"):
        return False
    return clause.cues.bound.search(owed) is not None or clause.says("duty_of_system") is not None


def is_about_system(clause: Clause) -> bool:
    """Whether a must on a person or paper still asks something of a system or its data that can be checked."""
    modal = clause.modal
    if modal is None or clause.cues.is_procedure(clause.context.headings):
        return False
    if clause.cues.papers.search(clause.text) or clause.cues.office_verbs.match(clause.text, modal.end()):
        return False
    checkable = any(entity.kind in _CHECKABLE for entity in clause.entities)
    return checkable and clause.cues.bound.search(clause.text) is not None and clause.says("duty_of_office") is None


def is_decided(clause: Clause) -> bool:
    """Whether an item of a list of what was decided says how it is to be, and not who does what until when."""
    at = clause.context
    if not (at.is_item and at.binds in ("agreed", "decided") and at.priority is not None) or clause.modal is not None:
        return False
    if len(clause.text.split()) < _SHORTEST_DECISION or _SUBCLAUSE.match(clause.tagged.text):
        return False
    if any(entity.kind in _OF_TASKS for entity in clause.entities):
        return False
    return not (clause.cues.papers.search(clause.text) or any(map(clause.says, _NO_DECISION)))


def is_weak(clause: Clause) -> bool:
    """Whether its must is one of everyday speech: somebody has to, something cannot."""
    return clause.modal is not None and clause.cues.weak_must.fullmatch(clause.modal.group()) is not None


def is_measured(clause: Clause) -> bool:
    """Whether what has to be so is told with a measure, and not of the people who write."""
    return any(entity.kind in _MEASURES for entity in clause.entities) and clause.says("spoken") is None
