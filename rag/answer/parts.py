"""A question that asks several things at once → its parts, and the answers to them as one.

"When does the contract end, and who signs the next one?" has two answers in two places; a sentence near to both is neither.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.answer import Answer, Sentence
from rag.answer.extract_answer import NOT_FOUND
from rag.answer.query import read_query, resolve_question
from rag.answer.sheet import CitationSheet
from rag.ground.words import WORD
from rag.knowledge.question_cues import QuestionCues, load_question_cues

MAX_PARTS = 3  # a sentence that goes on longer is no row of questions
BEFORE_ASKING = 2  # words that may lead to the one that asks: "and at what point"

_ENDS = re.compile(r"(?<=\?)\s+(?=\w.*\?\s*$)", re.DOTALL)


def question_parts(question: str, cues: QuestionCues | None = None) -> tuple[str, ...]:
    """What a question asks one after the other, each so that it can be searched for by itself; () when it asks one thing."""
    cues = cues or load_question_cues()
    asked = [part for piece in _ENDS.split(question.strip()) for part in _joined(piece, cues)]
    if not 1 < len(asked) <= MAX_PARTS or not all(read_query(part, cues).terms for part in asked):
        return ()
    return tuple(resolve_question(part, asked[:place], cues) for place, part in enumerate(asked))


def _joined(question: str, cues: QuestionCues) -> list[str]:
    """The pieces between "and" and another word that asks; the first has to ask something itself."""
    pieces, first = [], 0
    for found in re.finditer(rf"(,?)\s(?:{'|'.join(map(re.escape, cues.joints))})\s", question, re.IGNORECASE):
        following = [word.lower() for word in WORD.findall(question[found.end() :])[: 1 + BEFORE_ASKING]]
        near = following if found.group(1) else following[:1]
        if any(word in cues.all_interrogatives for word in near) and _asks(question[first : found.start()], cues):
            pieces.append(question[first : found.start()])
            first = found.end()
    return [*pieces, question[first:]]


def _asks(text: str, cues: QuestionCues) -> bool:
    return any(word.lower() in cues.all_interrogatives for word in WORD.findall(text)) and bool(read_query(text, cues).terms)


def joined_answer(question: str, answers: Sequence[Answer]) -> Answer:
    """The answers to the parts of a question as one that says which part nothing answers.

    Args:
        question: the whole.
        answers: at least one of them answered.
    """
    sheet = CitationSheet()
    sentences: list[Sentence] = []
    for answer in answers:
        if not answer.is_answered:
            sentences.append(Sentence(f"{NOT_FOUND} “{answer.question}”", form="told"))
            continue
        numbers = {one.marker: sheet.mark(one.citation, one.decisive) for one in answer.citations}
        for sentence in answer.sentences:
            markers = tuple(dict.fromkeys(numbers[marker] for marker in sentence.markers))
            if not any(said.text == sentence.text and set(markers) <= set(said.markers) for said in sentences):
                sentences.append(replace(sentence, markers=markers))
    first = next(answer for answer in answers if answer.is_answered)
    return replace(first, question=question, sentences=tuple(sentences), citations=sheet.citations, nearest=())
