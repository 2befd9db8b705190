"""`evaluate` and `doctor`: the scoreboard, and what is installed."""

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path

from rag.build.evaluations import evaluate_answers, evaluate_dataset, evaluate_decisions, evaluate_facts
from rag.commands.output import emit, open_for
from rag.settings import Settings


def run_evaluate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Score retrieval on judged queries, citations on true and false answers, facts or decisions on companies' documents."""
    if arguments.suite == "facts":
        return emit(
            arguments,
            *evaluate_facts(
                arguments.sets,
                settings,
                documents=arguments.documents,
                split=arguments.split,
                as_of=arguments.as_of or "",
                failures=arguments.failures,
            ),
        )
    if arguments.suite == "decisions":
        found, shown = evaluate_decisions(arguments.sets, settings, only=arguments.only, as_of=arguments.as_of or "")
        emit(arguments, found, shown)
        return 1 if found["faults"] else 0
    if arguments.suite == "citations":
        figures, shown = evaluate_answers(arguments.dataset)
        return emit(arguments, figures, shown)
    with tempfile.TemporaryDirectory(prefix="groundplan-evaluate-") as folder:
        result = evaluate_dataset(arguments.dataset, settings, Path(folder))
    shown = "\n".join(f"{name}: {value}" for name, value in result.items())
    return emit(arguments, result, shown)


def run_doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is installed, connected and indexed; what to do about what is not."""
    with open_for(arguments, settings) as application:
        checks = application.doctor()
    shown = "\n".join(f"{'ok ' if check.is_well else 'NO '} {check.name}: {check.message}" for check in checks)
    return emit(arguments, {"checks": [asdict(check) for check in checks]}, shown)
