"""Golden questions over folders of documents: is the place found, is the answer right, is what nobody wrote declined?

Arguments are pairs of a folder and its file of questions. Each folder is taken into a workspace of its own, then every question
is put to search and to the answer without a language model, a follow-up after the questions before it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rag.answer.query import resolve_question
from rag.build.application import Application, open_application
from rag.evaluate.questions import TOP_K, UNANSWERABLE, QuestionScore, figures, read_questions, score_question
from rag.settings import load_settings

WIDTH = 110  # characters of an answer that are shown


def score_folder(application: Application, folder: Path, file: Path, split: str) -> Iterator[QuestionScore]:
    """Take the folder into a workspace of its own and put every question of the split."""
    consultation = application.consultation(application.ensure_workspace(file.stem))
    consultation.ingest([folder])
    application.wait()
    for question in read_questions(file):
        if split in ("all", question.split):
            yield score_question(
                question,
                lambda text, after: consultation.search(resolve_question(text, after), TOP_K),
                lambda text, after: consultation.ask(text, after),
            )


def main() -> int:
    """Print what went wrong and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path, metavar="FOLDER QUESTIONS.yaml")
    parser.add_argument("--split", choices=["calibration", "test", "all"], default="test")
    parser.add_argument("--keep", type=Path, help="folder in which the record stays, so that a second run starts with it")
    parser.add_argument("--failures", action="store_true", help="name each question that went wrong (look at calibration only)")
    given = parser.parse_args()
    if len(given.pairs) % 2:
        parser.error("give folders and files of questions in pairs")
    scores: list[QuestionScore] = []
    with tempfile.TemporaryDirectory(prefix="groundplan-questions-") as place:
        settings = load_settings().model_copy(update={"data_dir": given.keep or Path(place)})
        with open_application(settings, writing=True) as application:
            for folder, file in zip(given.pairs[::2], given.pairs[1::2], strict=True):
                own = list(score_folder(application, folder, file, given.split))
                scores += own
                print(f"{file.stem}: {json.dumps({k: v for k, v in figures(own).items() if k != 'kinds'})}", flush=True)
    for one in scores if given.failures else ():
        if not one.is_right or (one.recall < 1 and one.question.kind != UNANSWERABLE):
            print(f"{one.question.id} {one.question.kind} rank {one.rank} recall {one.recall:.2f} right {one.is_right}")
            print(f"    {one.question.question}\n    {one.said[:WIDTH]!r}\n    wanted {list(one.question.answer)}")
    print(json.dumps(figures(scores), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
