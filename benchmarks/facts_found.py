"""Whether search finds what is known to stand in a folder of documents: questions with their verbatim evidence and its file.

The list is a table with tabs: question, verbatim evidence, file, line. A question counts as found when one of the first
passages comes from that file and holds the evidence, whole or its beginning.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BEGINNING = 40  # letters and digits of the evidence that a passage has to hold: a passage may end in the middle of a sentence


def plain(text: str) -> str:
    """Letters and digits only: line breaks, marks and quotation signs differ between a file and its text."""
    return re.sub(r"[\W_]+", "", text).casefold()


def ask(folder: Path, questions: list[str], top_k: int) -> list[list[dict[str, Any]]]:
    """The first passages for each question, from the command line, on a record of its own."""
    with tempfile.TemporaryDirectory(prefix="groundplan-facts-") as place:
        environment = {**os.environ, "GROUNDPLAN_DATA_DIR": place}
        run = [sys.executable, "-m", "rag"]
        queries = Path(place, "queries.txt")
        queries.write_text("".join(f"{' '.join(question.split())}\n" for question in questions), encoding="utf-8")
        quiet = subprocess.DEVNULL
        subprocess.run(
            [*run, "ingest", str(folder), "--json"], cwd=ROOT, env=environment, check=True, stdout=quiet, stderr=quiet
        )
        command = [*run, "search", "--queries", str(queries), "--top-k", str(top_k), "--scope", "documents", "--json"]
        found = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return [json.loads(line)["hits"] for line in found.stdout.splitlines() if line.strip()]


def rank_of(hits: list[dict[str, Any]], evidence: str, file: str) -> int:
    """Rank of the first passage that holds the evidence, from 1; 0 for none."""
    wanted = plain(evidence)[:BEGINNING]
    stem = Path(file).stem
    for hit in hits:
        if Path(hit["document"]).stem == stem and wanted in plain(hit["text"]):
            return int(hit["rank"])
    return 0


def main() -> int:
    """Print the rank of each; exit status 1 when one is not among the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("facts", type=Path, help="table with tabs: question, evidence, file, line")
    parser.add_argument("--top-k", type=int, default=5)
    given = parser.parse_args()
    with given.facts.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) >= 3][1:]
    hits = ask(given.folder, [row[0] for row in rows], given.top_k)
    ranks = [rank_of(found, row[1], row[2]) for row, found in zip(rows, hits, strict=True)]
    for row, rank in zip(rows, ranks, strict=True):
        print(f"{rank or '-'}\t{row[0]}")
    print(f"{sum(1 for rank in ranks if rank)} of {len(ranks)} among the first {given.top_k}")
    return int(not all(ranks))


if __name__ == "__main__":
    sys.exit(main())
