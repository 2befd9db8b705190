"""`interview`: the next questions, answers in files, forms for colleagues, and what a connected model reads in answers."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.commands.output import emit, open_for
from rag.errors import UsageError
from rag.settings import Settings

REMARK = "remark"  # names what was said outside any question
ALL = "all"


def run_interview(arguments: argparse.Namespace, settings: Settings) -> int:
    """Accept or reject what a model reads, read answers, if given, then list the next questions."""
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        if arguments.respondent:
            _set_respondent(consultation, arguments.respondent)
        interview = consultation.interview
        readings = [interview.take(one) for one in _waiting(interview, arguments.take)]
        readings += [interview.listener.drop(one) for one in _waiting(interview, arguments.drop)]
        readings += interview.read_answers(arguments.answers) if arguments.answers else ()
        if arguments.form:
            return _write_form(arguments, consultation)
        questions = [_question_payload(question) for question in interview.round().questions]
        waiting = list(_told(interview))
    shown = [f"{r.question or REMARK}: {r.message}" for r in readings]
    shown += ["", *waiting] if waiting else []
    if not (arguments.answers or arguments.take or arguments.drop):
        asked = [f"{q['id']}  {q['text']}\n     {q['why']}" for q in questions] or ["Nothing left to ask."]
        return emit(arguments, questions, "\n\n".join([*(["\n".join(waiting)] if waiting else []), *asked]))
    shown += ["", *(f"{q['id']}  {q['text']}" for q in questions)]
    return emit(arguments, {"read": [_reading_payload(one) for one in readings], "questions": questions}, "\n".join(shown))


def _waiting(interview: Any, named: Sequence[str]) -> list[Any]:
    """The answers with suggestions that are named by their questions."""
    pending = {one.question or REMARK: one for one in interview.listener.pending()}
    unknown = [name for name in named if name not in (ALL, *pending)]
    if unknown:
        there = ", ".join(pending) or "nothing"
        raise UsageError(f"{', '.join(unknown)}: no reading of a model waits there. Waiting: {there}.")
    return list(pending.values()) if ALL in named else [pending[name] for name in named]


def _told(interview: Any) -> Iterator[str]:
    """What waits for a yes or no, in lines."""
    for record in interview.listener.pending():
        name = record.question or REMARK
        for one in interview.listener.understood(record):
            yield f"{name}: the model reads {one.label}: {one.shown} – from “{one.words}”"
        yield f"     right: --take {name}; not so: --drop {name}"


def _set_respondent(consultation: Any, who: str) -> None:
    if who not in consultation.interview.respondents:
        raise UsageError(f"--as {who}: is one of {', '.join(consultation.interview.respondents)}.")
    consultation.interview.set_respondent(who)


def _write_form(arguments: argparse.Namespace, consultation: Any) -> int:
    path: Path = arguments.form
    if path.suffix not in (".xlsx", ".md"):
        raise UsageError(f"{path}: a form is an .xlsx or .md file.")
    try:
        path.write_bytes(consultation.interview.question_form(path.suffix[1:]))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error
    return emit(arguments, {"form": str(path)}, f"{path}: give it to those who know, and read it back with --answers.")


def _question_payload(question: Any) -> dict[str, Any]:
    citation = question.citations[0] if question.citations else None
    return {
        "id": question.id,
        "subject": question.subject,
        "text": question.text,
        "why": question.why,
        "choices": [choice.label for choice in question.choices],
        "prefill": question.prefill,
        "citation": None
        if citation is None
        else {"document": citation.document, "page": citation.page, "locator": citation.locator, "quote": citation.quote},
    }


def _reading_payload(reading: Any) -> dict[str, Any]:
    return {
        "question": reading.question,
        "understood": [{"field": u.field, "value": u.value, "unit": u.unit, "shown": u.shown} for u in reading.understood],
        "not_understood": reading.not_understood,
        "message": reading.message,
        "suggested": [{"field": u.field, "value": u.value, "shown": u.shown, "words": u.words} for u in reading.suggested],
        "left_out": [{"field": one.field, "reason": one.reason} for one in reading.refused],
        "model": reading.asked,
    }
