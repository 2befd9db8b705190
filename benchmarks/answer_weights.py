"""Fits the weights of answers without a language model, and measures them on folders that were left out.

Arguments are pairs of a folder and its file of golden questions; only those that may be looked at (split calibration) count.
A sentence is right when its quotation says what a right answer says, in a document that holds it. Each question is put to the
next folder, too, where nothing answers it. The weights are printed as `corpus/tables/answer_weights.yaml` holds them.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer.candidates import Nearness, rank_sentences, readable, term_weights
from rag.answer.extract_answer import may_answer
from rag.answer.query import read_query, resolve_question
from rag.answer.stretch import stretch
from rag.answer.support import TRIED, holds_identifiers, signs
from rag.build.application import open_application
from rag.evaluate.questions import UNANSWERABLE, GoldenQuestion, read_questions, says
from rag.knowledge.answer_weights import AnswerWeights
from rag.retrieve.passage import SearchResult
from rag.settings import load_settings

NAMES = tuple(name for name in AnswerWeights.model_fields if name not in ("constant", "enough", "enough_known"))
RIDGE = 10.0  # of the squared weights, in units of their signs' spread
STEPS = 50  # of Newton's method, which needs some ten
ELSEWHERE = 0.5  # what a question put to another folder counts
DECLINED = (0.05, 0.1, 0.15, 0.2)  # shares of answerable questions for which the figures are told

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put to a folder."""

    folder: str
    is_answerable: bool
    weight: float
    signs: Numbers  # (n, signs), of the best sentences
    is_right: NDArray[np.bool_]  # (n,)


def put(question: GoldenQuestion, folder: str, result: SearchResult, nearness: Nearness | None, own: bool) -> Asked:
    """The signs of the best sentences that a search found, and which of them are right."""
    query = read_query(result.query, papers=[passage.text for passage in result.passages])
    ranked, importance = rank_sentences(query, result.passages, nearness), term_weights(query, result.passages)
    telling = may_answer(query, ranked)[:TRIED] if query.terms and holds_identifiers(query, result.passages) else []
    rows = [[signs(query, one, ranked, importance)[name] for name in NAMES] for one in telling]
    right = []
    for one in telling:
        parts = stretch(query, one)
        text = " ".join(f"{part.quote} {readable(one.passage, part.start, part.end)}" for part in parts)
        right.append(own and question.kind != UNANSWERABLE and says(question, one.passage.document, text))
    return Asked(
        folder=folder,
        is_answerable=own and question.kind != UNANSWERABLE,
        weight=1.0 if own else ELSEWHERE,
        signs=np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES)),
        is_right=np.array(right, dtype=np.bool_),
    )


def fit(asked: Sequence[Asked]) -> Numbers:
    """Constant and weights of a logistic regression with a ridge, by Newton's method."""
    signs_of = np.vstack([one.signs for one in asked])
    target = np.concatenate([one.is_right for one in asked]).astype(np.float64)
    weight = np.concatenate([np.full(len(one.is_right), one.weight) for one in asked])
    spread = np.where(signs_of.std(axis=0) > 0, signs_of.std(axis=0), 1.0)
    rows = np.hstack([np.ones((len(signs_of), 1)), signs_of / spread])
    ridge = RIDGE * np.diag([0.0, *np.ones(len(NAMES))])
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weight * (likely - target)) + ridge @ found
        bend = rows.T @ (rows * (weight * likely * (1 - likely))[:, None]) + ridge
        found = found - np.linalg.solve(bend, slope)
    return np.concatenate([found[:1], found[1:] / spread])


def likely(asked: Asked, found: Numbers) -> Numbers:
    """How likely each sentence answers."""
    result: Numbers = 1 / (1 + np.exp(-(found[0] + asked.signs @ found[1:])))
    return result


def left_out(asked: Sequence[Asked]) -> Iterator[str]:
    """Figures with each folder measured by weights fitted without it: right, declined, and what is enough for that."""
    best: list[tuple[Asked, float, bool]] = []
    for folder in sorted({one.folder for one in asked}):
        found = fit([one for one in asked if one.folder != folder])
        for one in asked:
            if one.folder == folder:
                scores = likely(one, found)
                place = int(scores.argmax()) if len(scores) else -1
                best.append((one, float(scores[place]) if place >= 0 else 0.0, place >= 0 and bool(one.is_right[place])))
    answerable = sorted(score for one, score, _ in best if one.is_answerable)
    for share in DECLINED:
        enough = answerable[int(share * len(answerable))]
        right = sum(is_right and score >= enough for one, score, is_right in best if one.is_answerable) / len(answerable)
        near = [score < enough for one, score, _ in best if not one.is_answerable and one.weight == 1.0]
        far = [score < enough for one, score, _ in best if one.weight < 1.0]
        yield (
            f"answerable declined {share:.2f} (enough {enough:.2f}): right by the first sentence {right:.3f}, "
            f"near misses declined {np.mean(near):.3f}, questions of another folder {(np.mean(far) if far else 1.0):.3f}"
        )


def told(found: Numbers) -> str:
    """The weights as the table holds them."""
    return "\n".join(f"  {name}: {value:.2f}" for name, value in zip(("constant", *NAMES), found, strict=True))


def main() -> int:
    """Print the weights with and without the meaning of sentences, each with its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path, metavar="FOLDER QUESTIONS.yaml")
    parser.add_argument("--keep", type=Path, help="folder in which the record stays, so that a second run starts with it")
    given = parser.parse_args()
    if len(given.pairs) % 2:
        parser.error("give folders and files of questions in pairs")
    pairs = list(zip(given.pairs[::2], given.pairs[1::2], strict=True))
    by_meaning: list[Asked] = []
    by_words: list[Asked] = []
    with tempfile.TemporaryDirectory(prefix="groundplan-weights-") as place:
        settings = load_settings().model_copy(update={"data_dir": given.keep or Path(place)})
        with open_application(settings, writing=True) as application:
            consultations = [application.consultation(application.ensure_workspace(file.stem)) for _, file in pairs]
            for consultation, (folder, _) in zip(consultations, pairs, strict=True):
                consultation.ingest([folder])
            application.wait()
            for number, (_, file) in enumerate(pairs):
                for question in (one for one in read_questions(file) if one.split == "calibration"):
                    text = resolve_question(question.question, question.after)
                    for at in {number, (number + 1) % len(pairs)}:
                        result, is_own = consultations[at].search(text, settings.top_k), at == number
                        by_meaning.append(put(question, file.stem, result, consultations[at].nearness_to(text), is_own))
                        by_words.append(put(question, file.stem, result, None, is_own))
    for name, asked in (("by_meaning", by_meaning), ("by_words", by_words)):
        print(f"{name}:\n{told(fit(asked))}", *left_out(asked), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
