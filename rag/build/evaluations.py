"""The measurements behind `groundplan evaluate`, each wired as the application is."""

import datetime
import re
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.build.application import open_application
from rag.build.models import cutting_for, embedding_profile, open_embedder, open_reranker
from rag.build.reading import read_documents
from rag.extract.extract import own_extractor
from rag.ingest.workers import Readers
from rag.knowledge.facts import ExtractKnowledge
from rag.knowledge.knowledge import Knowledge
from rag.settings import Settings


def evaluate_answers(folder: Path | None = None) -> tuple[dict[str, Any], str]:
    """The citation gate's figures on a set of true and false answers (the project's own without a folder), also in words."""
    from rag.evaluate.answer_set import FOLDER
    from rag.evaluate.citations import evaluate_citations, in_words

    figures = evaluate_citations(folder or FOLDER)
    return figures, in_words(figures)


def evaluate_facts(
    paths: Sequence[Path], settings: Settings, *, documents: Path | None, split: str, as_of: str, failures: bool
) -> tuple[dict[str, Any], str]:
    """The figures of the facts that are read in annotated documents (the project's own without paths), also in words.

    Args:
        paths: files of annotated sets or pairs, or folders of them.
        settings: how documents are read.
        documents: where the documents are that do not lie beside their set.
        split: tune, dev or test; "": all.
        as_of: ISO date that "today" means; "" for the calendar's.
        failures: name each fact that is false or missed.
    """
    from rag.brief.reconcile import reconcile
    from rag.evaluate.fact_figures import figures, in_words
    from rag.evaluate.fact_set import FOLDER, read_annotations
    from rag.evaluate.fact_value import ValueComparison
    from rag.evaluate.facts import Pipeline, evaluate

    annotations = read_annotations(paths or [FOLDER], documents, split)
    knowledge, today = Knowledge(), as_of or datetime.datetime.now(datetime.UTC).date().isoformat()
    with Readers(settings.workers, settings.read_memory_mb) as readers:
        pipeline = Pipeline(
            partial(read_documents, settings, readers),
            own_extractor().extract,
            lambda facts: reconcile(facts, (), today, knowledge.brief).conflicts,
            ValueComparison(_places(knowledge.extract)),
        )
        result = figures(evaluate(annotations, pipeline), annotations.left_out, failures=failures)
    return result, in_words(result)


def _places(knowledge: ExtractKnowledge) -> dict[str, str]:
    """Code of a place → pattern of the names that documents give it."""
    names: dict[str, list[str]] = {code: [pattern] for code, pattern in knowledge.lexicon.places.items()}
    for name, code in knowledge.countries.in_documents.items():
        names.setdefault(code, []).append(re.escape(name))
    return {code: "|".join(own) for code, own in names.items()}


def evaluate_decisions(
    paths: Sequence[Path], settings: Settings, *, only: Sequence[str] = (), as_of: str = ""
) -> tuple[dict[str, Any], str]:
    """The figures of interviews and proposals of scripted companies (the project's own without paths), also in words.

    Args:
        paths: files of scenarios, or folders of them.
        settings: how documents are read and searched; each company gets a data directory of its own, which is removed.
        only: beginnings of the names of those that are wanted; none: all.
        as_of: ISO date that "today" means; "" for the day on which our own scenarios play.
    """
    from rag.evaluate.answer_readings import IN_PASSING, read_messy_answers
    from rag.evaluate.answer_readings import evaluate_answers as evaluate_messy
    from rag.evaluate.decision_figures import figures, in_words
    from rag.evaluate.decision_set import FOLDER, TODAY, read_scenarios
    from rag.evaluate.decisions import Outcome, evaluate

    outcomes: list[Outcome] = []
    found: dict[str, Any] = {}  # of messy answers, which are measured with all of our own scenarios
    in_passing: dict[str, Any] = {}  # of those given in whole sentences: tune and held
    for scenario in read_scenarios(paths or [FOLDER], only):
        with TemporaryDirectory(prefix="groundplan-evaluate-") as folder:
            own = settings.model_copy(update={"data_dir": Path(folder), "embedder": "hashing", "llm_base_url": ""})
            with open_application(own, writing=True, as_of=as_of or TODAY) as application:
                consultation = application.consultation(own.workspace)
                outcomes.append(evaluate(scenario, consultation))
                if not (found or paths or only):
                    found = evaluate_messy(read_messy_answers(), consultation.interview.reads)
                    said = read_messy_answers(IN_PASSING)
                    for split in ("tune", "held"):
                        answers = [one for one in said if one.split == split]
                        in_passing[split] = evaluate_messy(answers, consultation.interview.reads)
    result = {**figures(outcomes), "answers": found, "answers_in_passing": in_passing}
    return result, in_words(result)


def evaluate_dataset(dataset: Path, settings: Settings, workdir: Path) -> dict[str, Any]:
    """Score retrieval on a data set in BEIR layout with the default pipeline, in a workspace of its own."""
    from rag.evaluate.retrieval import evaluate_retrieval

    workdir.mkdir(parents=True, exist_ok=True)
    cutting, profile = cutting_for(settings), embedding_profile(settings)
    with ExitStack() as opened:
        if (reranker := open_reranker(settings)) is not None:
            opened.callback(reranker.close)
            reranker.scores("", [])  # one that cannot be used would be measured as none
        embedder = open_embedder(settings)
        opened.callback(getattr(embedder, "close", lambda: None))
        return evaluate_retrieval(
            dataset,
            workdir,
            embedder,
            cutting.count_tokens,
            max_tokens=cutting.max_tokens,
            dense_weight=settings.dense_weight,
            reranker=reranker,
            knows=profile.knows,
        )
