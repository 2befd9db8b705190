"""The command line as others script it: what each command prints, when it fails, and what it leaves alone."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.export.formats import ENDINGS, FORMATS
from rag.knowledge.tables import CORPUS
from rag.store.lock import lock_data_directory
from tests.command import TODAY, Shell
from tests.evaluate.test_citations import small_set

SAMPLE = CORPUS / "sample"
IN_SAMPLE = ("--workspace", "sample", "--json")
DOCUMENT_KEYS = {"id", "name", "sha256", "pages", "chunks", "status", "pages_without_text", "message"}
HIT_KEYS = {"rank", "document", "page", "locator", "text", "score"}
FACT_KEYS = {
    *("id", "kind", "subject", "statement", "slots", "value", "low", "high", "unit", "horizon", "modality", "polarity"),
    *("time", "state", "hard", "confidence", "document", "page", "locator", "quote", "rule", "superseded_by"),
}
TIMES = {"current", "planned", "historic", "hypothetical"}
STATES = {"extracted", "confirmed", "edited", "waived", "rejected", "superseded", "disputed", "quarantined"}
QUESTION_KEYS = {"id", "subject", "text", "why", "choices", "prefill", "citation"}
COVERAGE_KEYS = {"total", "satisfied", "partly", "violated", "waived", "open"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The command line on an empty data directory."""
    return Shell(tmp_path / "data")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with two documents, and a broken, an empty, a locked and an unsupported file."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "policy.md").write_text("# Recovery\n\nOrders must be back within 4 hours after an outage.\n", encoding="utf-8")
    (folder / "größe.txt").write_text("Das Lager hat drei Tore. Der Server steht in Köln.\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes((SAMPLE / "budget-memo.pdf").read_bytes()[:900])
    (folder / "empty.docx").write_bytes(b"")
    (folder / "tool.exe").write_bytes(b"MZ\x90\x00" + bytes(200))
    return folder


@pytest.fixture(scope="module")
def drafted(sample: Shell, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What `propose` printed for the sample company, and the folder of its files."""
    folder = tmp_path_factory.mktemp("drafted")
    return sample("propose", *IN_SAMPLE, "--out", folder).json, folder


def written(folder: Path, suffix: str) -> Path:
    """The one file that is the proposal's name with this suffix."""
    (found,) = folder.glob(f"*[0-9].{suffix}")
    return found


# ingest


def test_ingest_accounts_for_every_input(shell: Shell, papers: Path) -> None:
    """Each input is a document or a failure that says what to do; the bad ones stop nothing; a second time changes nothing."""
    missing = papers / "not-there.pdf"
    first = shell("ingest", papers, missing, "--json")
    report = first.json
    assert set(report) == {"documents", "failed", "seconds"}
    assert all(set(document) == DOCUMENT_KEYS for document in report["documents"])
    assert all(set(failure) == {"name", "code", "message"} for failure in report["failed"])
    inputs = sorted(str(path) for path in [*papers.iterdir(), missing])
    assert sorted(one["name"] for one in report["documents"] + report["failed"]) == inputs
    codes = {Path(failure["name"]).name: failure["code"] for failure in report["failed"]}
    assert codes == {
        "broken.pdf": "unreadable",
        "empty.docx": "empty",
        "tool.exe": "unsupported_format",
        "not-there.pdf": "unreadable",
    }
    assert all(len(failure["message"]) > 20 for failure in report["failed"])
    assert "files" in first.err  # the progress

    again = shell("ingest", papers, missing, "--json").json
    assert {document["status"] for document in again["documents"]} == {"unchanged"}
    assert [document["id"] for document in again["documents"]] == [document["id"] for document in report["documents"]]
    assert len(again["failed"]) == 4


def test_ingest_reports_a_new_version(shell: Shell, papers: Path) -> None:
    """A file with the same name and other words replaces its older self in search and in facts."""
    shell("ingest", papers)
    (papers / "policy.md").write_text("# Recovery\n\nOrders must be back within 90 minutes after an outage.\n")
    statuses = {
        Path(document["name"]).name: document["status"] for document in shell("ingest", papers, "--json").json["documents"]
    }
    assert statuses == {"policy.md": "new_version", "größe.txt": "unchanged"}
    quotes = [fact["quote"] for fact in shell("facts", "--json").json["facts"] if fact["state"] != "superseded"]
    assert any("90 minutes" in quote for quote in quotes)
    assert not any("4 hours" in quote for quote in quotes)


def test_a_secret_is_a_risk_and_nowhere_readable(shell: Shell, tmp_path: Path) -> None:
    """A password in a paper is in no search, answer, record or proposal; that it stood there is in the register of risks."""
    file = tmp_path / "orders.env"
    file.write_text("ORDERS_DB_HOST=db.example.com\nORDERS_DB_PASSWORD=Gr0ssGeheim77\n")
    report = shell("ingest", file, "--json").json
    assert "1 secret was blacked out" in report["documents"][0]["message"]
    assert "Gr0ssGeheim77" not in shell("search", "orders db password", "--json").out
    assert "Gr0ssGeheim77" not in shell("facts", "--json").out
    shell("propose", "--out", tmp_path / "out", "--formats", "md,json", "--json")
    text = next((tmp_path / "out").glob("*.md")).read_text(encoding="utf-8")
    assert "password or key stands in clear text in 1 document" in text
    assert "Gr0ssGeheim77" not in text
    record = b"".join(path.read_bytes() for path in shell.data_dir.glob("record.db*"))
    assert b"Gr0ssGeheim77" not in record


def test_sample_names_its_workspace(sample: Shell) -> None:
    """`sample` reports as `ingest` does, with the workspace's name, and can be repeated."""
    again = sample("sample", "--json").json
    assert set(again) == {"workspace", "documents", "failed", "seconds"}
    assert again["workspace"] == "sample"
    assert len(again["documents"]) == 10
    assert {document["status"] for document in again["documents"]} == {"unchanged"}
    assert next(d for d in again["documents"] if d["name"] == "dr-policy.pdf")["pages_without_text"] == [3]


# search and ask


def test_search_prints_ranked_hits(sample: Shell) -> None:
    """Hits come best first, no more than asked for, each with its document, place and words."""
    hits = sample("search", "recovery time of the warehouse system", "--top-k", "4", *IN_SAMPLE).json["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4]
    assert all(set(hit) == HIT_KEYS and hit["locator"] and hit["text"] for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert any(hit["document"] == "dr-policy.pdf" and hit["page"] for hit in hits)


def test_search_in_the_library(sample: Shell) -> None:
    """`--scope` chooses the company's documents, the reference architectures, or both."""
    own = {path.name for path in SAMPLE.iterdir()}
    found = {
        scope: {
            hit["document"] for hit in sample("search", "order messages and events", "--scope", scope, *IN_SAMPLE).json["hits"]
        }
        for scope in ("documents", "library", "all")
    }
    assert found["documents"] <= own
    assert found["library"]
    assert not found["library"] & own
    assert found["all"] & own


def test_ask_answers_with_citations(sample: Shell) -> None:
    """An answer carries a marker for each citation, whose quotation stands in the document."""
    answer = sample("ask", "What must the total budget not exceed?", *IN_SAMPLE).json
    assert set(answer) == {"answered", "answer", "citations", "searched"}
    assert answer["answered"] is True
    assert answer["citations"]
    for citation in answer["citations"]:
        assert set(citation) == {"marker", "document", "page", "locator", "quote", "state"}
        assert f"[{citation['marker']}]" in answer["answer"]
        assert citation["state"] in ("exact", "normalised")
    assert "780,000" in answer["answer"]
    assert answer["searched"]["documents"] == 10


def test_not_in_the_documents_is_an_answer(sample: Shell) -> None:
    """A question that the documents do not answer is answered so, with exit status 0."""
    answer = sample("ask", "Who won the football world cup in 1974?", *IN_SAMPLE).json
    assert answer["answered"] is False
    assert answer["citations"] == []
    assert "not in your documents" in answer["answer"].lower()


@pytest.mark.parametrize(("command", "key"), [("search", "hits"), ("ask", "answer")])
def test_many_queries_one_document_each(sample: Shell, tmp_path: Path, command: str, key: str) -> None:
    """`--queries` prints one JSON document per query, in order, as each query alone would have."""
    queries = ["What is the total budget?", "Who operates the hosting?", "Wie heißt der Kapitän?"]
    (tmp_path / "queries.txt").write_text("\n".join(queries) + "\n", encoding="utf-8")
    lines = sample(command, "--queries", tmp_path / "queries.txt", *IN_SAMPLE).out.splitlines()
    assert [json.loads(line)[key] for line in lines] == [sample(command, query, *IN_SAMPLE).json[key] for query in queries]


# facts, brief, interview


def test_facts_have_every_key(sample: Shell) -> None:
    """Each fact says what it states, since when and how firmly, and where it stands."""
    facts = sample("facts", *IN_SAMPLE).json["facts"]
    assert len(facts) > 50
    assert all(set(fact) == FACT_KEYS for fact in facts)
    assert {fact["time"] for fact in facts} <= TIMES
    assert {fact["state"] for fact in facts} <= STATES
    assert all(fact["locator"] and fact["quote"] and 0 <= fact["confidence"] <= 1 for fact in facts)
    assert len({fact["id"] for fact in facts}) == len(facts)
    assert any(fact["kind"] == "budget" and fact["value"] == 780000 for fact in facts)


def test_interview_asks(sample: Shell) -> None:
    """The next questions come with why they matter and with what documents suggest."""
    questions = sample("interview", *IN_SAMPLE).json
    assert questions
    for question in questions:
        assert set(question) == QUESTION_KEYS
        assert question["text"]
        assert question["why"]
        if question["citation"]:
            assert set(question["citation"]) == {"document", "page", "locator", "quote"}


def test_interview_reads_answers(own_sample: Shell, tmp_path: Path) -> None:
    """Each answer of the file is reported: what was understood, and what was not; an unknown question is free text."""
    file = tmp_path / "answers.yaml"
    file.write_text(
        "- {question: Q51, answer: 6 engineers, by: Ingrid}\n"
        '- {question: "How many simultaneous users do you expect at peak?", answer: "3,000"}\n'
        "- {question: Q27, answer: don't know}\n"
        "- {question: Q31, answer: skip}\n"
        '- {question: "What about the cafeteria?", answer: "Lasagne on Thursdays."}\n',
        encoding="utf-8",
    )
    report = own_sample("interview", "--answers", file, *IN_SAMPLE).json
    assert set(report) == {"read", "questions"}
    read = report["read"]
    assert len(read) == 5
    said = {"question", "understood", "not_understood", "message"}
    assert all(set(one) == {*said, "suggested", "left_out", "model"} for one in read)
    assert not any(one["suggested"] or one["left_out"] or one["model"] for one in read)  # none is connected
    assert [understood["value"] for understood in read[0]["understood"]] == [{"day1": 6}]
    assert read[1]["question"] == "Q09"
    assert {"day1": 3000} in [understood["value"] for understood in read[1]["understood"]]
    assert not read[4]["understood"]
    assert "Lasagne" in read[4]["not_understood"]
    asked = {question["id"] for question in report["questions"]}
    assert not asked & {"Q51", "Q27", "Q31"}


def test_brief_travels(own_sample: Shell, shell: Shell, tmp_path: Path) -> None:
    """What a person said is taken over from an exported brief into another workspace; what documents said is not."""
    file = tmp_path / "answers.yaml"
    file.write_text("- {question: Q51, answer: 6 engineers}\n")
    own_sample("interview", "--answers", file, *IN_SAMPLE)
    exported = own_sample("brief", *IN_SAMPLE)
    assert "fields" in exported.json
    (tmp_path / "brief.json").write_text(exported.out, encoding="utf-8")
    (tmp_path / "note.md").write_text("# Note\n\nThe warehouse has three gates.\n")
    shell("ingest", tmp_path / "note.md")
    shell("brief", "--import", tmp_path / "brief.json")
    fields = shell("brief", "--json").json["fields"]
    assert fields["team.engineers"]["value"] == {"day1": 6}
    assert fields["team.engineers"]["status"] in ("stated", "confirmed")
    assert not any(field["status"] == "documented" for field in fields.values())


# propose and verify


def test_propose_reports_its_decision(drafted: tuple[dict[str, Any], Path]) -> None:
    """The recommendation, the options, how constraints are covered, and the files that were written."""
    report, folder = drafted
    assert set(report) == {"version", "status", "status_reason", "recommendation", "options", "coverage", "files"}
    assert set(report["recommendation"]) == {"style", "title", "overlays", "score", "margin", "label"}
    assert report["version"] == 1
    assert report["status"] in ("provisional", "ready", "final")
    assert 2 <= len(report["options"]) <= 3
    for counts in report["coverage"].values():
        assert set(counts) == COVERAGE_KEYS
        assert counts["total"] == sum(counts[state] for state in COVERAGE_KEYS - {"total"})
    assert set(report["coverage"]) == {"hard", "soft"}
    endings = {ENDINGS.get(name, f".{name}") for name in FORMATS}
    assert {Path(file).name.partition(TODAY)[2] for file in report["files"]} == endings
    assert {Path(file) for file in report["files"]} == set(folder.iterdir())


def test_propose_twice_changes_nothing(drafted: tuple[dict[str, Any], Path], sample: Shell, tmp_path: Path) -> None:
    """With nothing new, the second draft is the first: the same version, the same bytes in every format."""
    report, folder = drafted
    again = sample("propose", *IN_SAMPLE, "--out", tmp_path).json
    assert {**again, "files": []} == {**report, "files": []}
    for file in folder.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_same_inputs_same_bytes_elsewhere(drafted: tuple[dict[str, Any], Path], shell: Shell, tmp_path: Path) -> None:
    """Another data directory, filled by another process, gives byte-identical files: nothing of the machine is in them."""
    _, folder = drafted
    shell.process("sample")
    shell("propose", *IN_SAMPLE, "--out", tmp_path / "elsewhere")
    for file in folder.iterdir():
        assert (tmp_path / "elsewhere" / file.name).read_bytes() == file.read_bytes(), file.name


def test_answers_make_a_new_version(own_sample: Shell, tmp_path: Path) -> None:
    """An answer given with `propose` is read first, and the draft that it changes is a new version."""
    own_sample("propose", *IN_SAMPLE, "--out", tmp_path / "1", "--formats", "json")
    report = own_sample(
        "propose",
        *IN_SAMPLE,
        "--answers",
        SAMPLE / "answers.yaml",
        "--out",
        tmp_path / "2",
        "--formats",
        "md,json",
        "--audience",
        "board",
    ).json
    assert report["version"] == 2
    assert [Path(file).name.endswith("-board.md") for file in report["files"]] == [True, False]
    found = own_sample("diff", "1", "2", *IN_SAMPLE).json
    assert (found["old"], found["new"]) == (1, 2)
    assert any(cause.startswith("answer of") for change in found["changes"] for cause in change["causes"])
    assert "because of answer of" in own_sample("diff", "1", "2", *IN_SAMPLE[:2]).out
    assert "There are: 1, 2" in own_sample("diff", "1", "7", *IN_SAMPLE[:2], status=1).err


def test_verify_passes_what_was_drafted(drafted: tuple[dict[str, Any], Path], sample: Shell) -> None:
    """A fresh proposal and its evidence pack hold, against the workspace and against the originals alone."""
    _, folder = drafted
    nowhere = Shell(folder / "no-such-data")
    for suffix in ("json", "zip"):
        against_workspace = sample("verify", written(folder, suffix), "--json").json
        against_files = nowhere("verify", written(folder, suffix), "--documents", SAMPLE, "--json").json
        assert against_workspace == against_files
        assert against_workspace["passed"] is True
        assert against_workspace["findings"] == []
        assert against_workspace["citations"] > 100
        assert against_workspace["numbers"] > 20
    assert not nowhere.data_dir.exists()


def a_quote(proposal: dict[str, Any]) -> None:
    """Puts another word into a quotation."""
    entry = next(entry for entry in proposal["evidence"] if entry.get("citation"))
    entry["citation"]["quote"] = entry["citation"]["quote"].replace("halve", "double").replace(" the ", " no ", 1) + " indeed"


def a_number(proposal: dict[str, Any]) -> None:
    """Puts another result into a sentence whose number was computed."""
    claims = (claim for section in proposal["sections"] for claim in _claims(section["blocks"]) if claim["type"] == "N")
    claim = next(claim for claim in claims if any(sign.isdigit() for sign in claim["sentence"]))
    claim["sentence"] = "".join(str((int(sign) + 1) % 10) if sign.isdigit() else sign for sign in claim["sentence"])


def a_result(proposal: dict[str, Any]) -> None:
    """Puts another result into the record of a computed number, and into its sentence."""
    claims = (claim for section in proposal["sections"] for claim in _claims(section["blocks"]) if claim["type"] == "N")
    claim = next(claim for claim in claims if isinstance(claim["inputs"].get("result"), int | float))
    claim["inputs"]["result"] = claim["inputs"]["result"] * 3 + 1


def a_hash(proposal: dict[str, Any]) -> None:
    """Points a citation to a document that nobody has."""
    next(entry for entry in proposal["evidence"] if entry.get("citation"))["citation"]["sha256"] = "0" * 64


def _claims(value: Any) -> list[dict[str, Any]]:
    """All claims in blocks, at any depth."""
    if isinstance(value, dict):
        return [value] if "sentence" in value else [claim for part in value.values() for claim in _claims(part)]
    return [claim for part in value for claim in _claims(part)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("edit", "kind"), [(a_quote, "quotation"), (a_number, "number"), (a_result, "number"), (a_hash, "document")]
)
def test_verify_finds_edits(
    drafted: tuple[dict[str, Any], Path],
    sample: Shell,
    tmp_path: Path,
    edit: Callable[[dict[str, Any]], None],
    kind: str,
) -> None:
    """A proposal edited by hand fails, with exit status 1 and a finding that names what does not hold."""
    proposal = json.loads(written(drafted[1], "json").read_text(encoding="utf-8"))
    edit(proposal)
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(proposal), encoding="utf-8")
    report = sample("verify", edited, "--json", status=1).json
    assert report["passed"] is False
    assert kind in {finding["kind"] for finding in report["findings"]}


def test_verify_finds_an_edit_in_a_pack(drafted: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    """An edited evidence pack fails against the originals alone."""
    proposal = json.loads(written(drafted[1], "json").read_text(encoding="utf-8"))
    a_quote(proposal)
    with zipfile.ZipFile(tmp_path / "edited.zip", "w") as archive:
        archive.writestr("proposal.json", json.dumps(proposal))
    nowhere = Shell(tmp_path / "no-such-data")
    assert "do not hold" in nowhere("verify", tmp_path / "edited.zip", "--documents", SAMPLE, status=1).out


# evaluate and doctor


def test_evaluate_retrieval_scores_a_data_set(shell: Shell, tmp_path: Path) -> None:
    """A data set in BEIR's layout gets its scores and times, in a workspace of its own."""
    dataset = tmp_path / "dataset"
    (dataset / "qrels").mkdir(parents=True)
    topics = ["harbour cranes", "violin strings", "glacier ice", "bread yeast", "desert wind"]
    corpus = [{"_id": str(n), "title": topic, "text": f"All about {topic}."} for n, topic in enumerate(topics)]
    queries = [{"_id": f"q{n}", "text": topic} for n, topic in enumerate(topics)]
    (dataset / "corpus.jsonl").write_text("".join(json.dumps(line) + "\n" for line in corpus))
    (dataset / "queries.jsonl").write_text("".join(json.dumps(line) + "\n" for line in queries))
    rows = "".join(f"q{n}\t{n}\t1\n" for n in range(len(topics)))
    (dataset / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}")
    scores = shell("evaluate", "retrieval", "--dataset", dataset, "--json").json
    assert {"ndcg@10", "recall@10", "recall@100", "query_ms", "index_seconds"} <= set(scores)
    assert set(scores["query_ms"]) == {"p50", "p95"}
    assert scores["ndcg@10"] == 1.0
    assert not (shell.data_dir / "record.db").exists()


def test_evaluate_citations_prints_the_gates_figures(shell: Shell, tmp_path: Path) -> None:
    """A set of true and false answers gets its figures, as JSON and in words, and no workspace is touched."""
    folder = small_set(tmp_path)
    figures = shell("evaluate", "citations", "--dataset", folder, "--json").json
    assert figures["adversarial_marked"] == figures["honest_passing"] == 1.0
    assert figures["families"]["number"]["marked"] == figures["families"]["number"]["answers"] > 0
    assert "false answers:" in shell("evaluate", "citations", "--dataset", folder).out
    assert not (shell.data_dir / "record.db").exists()


def test_evaluate_facts_prints_the_figures_of_annotated_documents(shell: Shell, tmp_path: Path) -> None:
    """Annotated documents get their figures, as JSON and in words, and no workspace is touched."""
    (tmp_path / "sets" / "tin").mkdir(parents=True)
    quote = "The recovery time objective (RTO) of the order portal is 4 hours."
    (tmp_path / "sets" / "tin" / "a.md").write_text(f"# Recovery\n\n{quote}\n")
    facts = [{"kind": "rto", "quote": quote, "value": 14400}]
    gold = {"set": "tin", "split": "dev", "documents": [{"document": "a.md", "facts": facts}]}
    (tmp_path / "sets" / "tin.yaml").write_text(json.dumps(gold))  # which is YAML, too
    figures = shell("evaluate", "facts", tmp_path / "sets", "--split", "dev", "--json").json
    assert figures["kinds"]["rto"]["f1"] == figures["places_right"] == 1.0
    assert "failures" not in figures
    assert "all: documents: 1, annotated facts: 1;" in shell("evaluate", "facts", tmp_path / "sets", "--failures").out
    assert "another --split" in shell("evaluate", "facts", tmp_path / "sets", "--split", "test", status=1).err
    assert not (shell.data_dir / "record.db").exists()


def test_doctor_says_what_is_there(sample: Shell, shell: Shell) -> None:
    """The doctor names each workspace and what is missing, also where nothing is yet."""
    checks = {check["name"]: check for check in sample("doctor", "--json").json["checks"]}
    assert all(set(check) == {"name", "is_well", "message"} for check in checks.values())
    assert "10 documents" in checks["workspace sample"]["message"]
    assert "GROUNDPLAN_LLM_BASE_URL" in checks["language model"]["message"]
    assert "GROUNDPLAN_OCR is off" in checks["tesseract"]["message"]
    assert "GROUNDPLAN_LIBREOFFICE is off" in checks["soffice"]["message"]
    assert "data directory" in shell("doctor").out


# Wrong usage, failures, locks


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["frobnicate"],
        ["ingest"],
        ["search"],
        ["ask", "--json"],
        ["ask", "one", "--queries", "two.txt"],
        ["search", "x", "--top-k", "0"],
        ["ask", "x", "--scope", "library"],
        ["search", "x", "--scope", "everything"],
        ["facts", "--frobnicate"],
        ["facts", "--as-of", "2026-02-30"],
        ["facts", "--as-of", "yesterday"],
        ["propose", "--formats", "md,xls"],
        ["propose", "--formats", ""],
        ["verify"],
        ["evaluate"],
        ["evaluate", "retrieval"],
        ["evaluate", "horoscope", "--dataset", "."],
    ],
)
def test_wrong_usage_exits_2(shell: Shell, line: list[str]) -> None:
    """A command that makes no sense says how it is used on standard error, exits 2 and touches nothing."""
    outcome = shell(*line, status=2)
    assert outcome.out == ""
    assert outcome.err.startswith("usage: groundplan")
    assert not shell.data_dir.exists()


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["ask", "Why?"], "unknown_workspace", "sample"),
        (["facts"], "unknown_workspace", "sample"),
        (["propose"], "unknown_workspace", "sample"),
        (["interview", "--workspace", "sampel"], "unknown_workspace", '"sampel"'),
        (["search", "--queries", "no-such-file"], "usage", "no-such-file"),
        (["interview", "--workspace", "sample", "--answers", "no-such.yaml"], "usage", "no-such.yaml"),
        (["brief", "--workspace", "sample", "--import", "no-such.json"], "usage", "no-such.json"),
        (["verify", "no-such.json"], "usage", "no-such.json"),
        (["verify", "pyproject.toml"], "usage", "pyproject.toml"),
        (["evaluate", "retrieval", "--dataset", "no-such-folder"], "usage", "no-such-folder"),
        (["evaluate", "citations", "--dataset", "no-such-folder"], "usage", "no-such-folder"),
        (["facts", "--workspace", "Not A Slug"], "settings", "GROUNDPLAN_WORKSPACE"),
    ],
)
def test_failures_exit_1_with_one_json_document(sample: Shell, line: list[str], code: str, says: str) -> None:
    """A command that cannot do its job prints one error with its code and what to do, and nothing else."""
    outcome = sample(*line, "--json", status=1)
    assert set(outcome.json) == {"error"}
    assert set(outcome.json["error"]) == {"code", "message"}
    assert outcome.json["error"]["code"] == code
    assert says in outcome.json["error"]["message"]
    plain = sample(*line, status=1) if "--queries" not in line else None
    assert plain is None or (plain.out == "" and plain.err.strip() == outcome.json["error"]["message"])


def test_an_unknown_workspace_is_not_made(sample: Shell) -> None:
    """Asking a workspace that does not exist does not bring it into being."""
    sample("ask", "Why?", "--workspace", "typo", status=1)
    assert not any("typo" in check["name"] for check in sample("doctor", "--json").json["checks"])


def test_options_may_stand_before_the_command(sample: Shell) -> None:
    """`groundplan --workspace sample --json facts` is the same as with the options behind."""
    assert sample("--workspace", "sample", "--json", "facts").out == sample("facts", *IN_SAMPLE).out


def test_as_a_process(shell: Shell, tmp_path: Path) -> None:
    """The real command, in a folder of its own choosing: JSON on standard output, messages elsewhere, honest exit status."""
    (tmp_path / "größe.md").write_text("# Lager\n\nDas Lager hat drei Tore.\n", encoding="utf-8")
    assert shell.process("ingest", tmp_path / "größe.md", "--json").json["documents"][0]["status"] == "indexed"
    assert shell.process("facts", "--frobnicate", status=2).out == ""


def test_one_writes_while_others_read(own_sample: Shell, drafted: tuple[dict[str, Any], Path]) -> None:
    """While one process holds the data directory, a second writer is told who, and what only reads goes on beside it."""
    with lock_data_directory(own_sample.data_dir):
        for line in (["ask", "Why?"], ["search", "gate"], ["propose"], ["interview"], ["ingest", "README.md"]):
            error = own_sample(*line, *IN_SAMPLE, status=1).json["error"]
            assert error["code"] == "data_directory_locked"
            assert f"process {os.getpid()}" in error["message"]
            assert "--data-dir" in error["message"]
        assert own_sample("facts", *IN_SAMPLE).json["facts"]
        assert own_sample("brief", *IN_SAMPLE).json["fields"]
        assert own_sample("doctor", "--json").json["checks"]
        assert own_sample("verify", written(drafted[1], "json"), "--json").json["passed"]
    assert own_sample("search", "gate", *IN_SAMPLE).json["hits"]


def test_today_is_an_option(sample: Shell, drafted: tuple[dict[str, Any], Path]) -> None:
    """`--as-of` is the date of the proposal and of the file names."""
    proposal = json.loads(written(drafted[1], "json").read_text(encoding="utf-8"))
    assert proposal["as_of"] == TODAY
    assert TODAY in written(drafted[1], "md").name
    assert sample("brief", *IN_SAMPLE).json["as_of"] == TODAY
