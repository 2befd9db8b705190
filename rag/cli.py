"""The command line: the same engine without the browser.

`--json` writes one JSON document to standard output and nothing else; progress goes to standard error. Exit status 0: done,
1: failed, with a message, 2: wrong usage.
"""

import argparse
import datetime
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from rag.build import Application, evaluate_dataset, open_application, verify_files
from rag.cli_documents import act_on_documents, add_actions, ask_password, command_of, read_passwords, unlock
from rag.consultation import Consultation
from rag.errors import RagError, UsageError
from rag.export.export import FORMATS
from rag.retrieve.passage import Scope
from rag.settings import Settings, load_settings, override

ROOT = Path(__file__).resolve().parent.parent
RECORD_ONLY = ("interview", "propose", "import", "edit")  # write the record, but need neither the indexes nor the model
READ_ONLY = ("documents", "facts", "conflicts", "brief", "diff", "doctor")  # run beside the open app; the others take the lock


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    arguments = parser().parse_args(argv)
    if arguments.json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8, whatever the terminal speaks
    try:
        if arguments.data_dir:
            override({"data_dir": arguments.data_dir})
        if arguments.workspace:
            override({"workspace": arguments.workspace})
        run: Callable[[argparse.Namespace, Settings], int] = arguments.run
        status = run(arguments, load_settings())
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except RagError as error:
        return _fail(arguments, error.code, str(error))
    except KeyboardInterrupt:
        return _fail(arguments, "stopped", "Stopped. What was reported as done is kept.")
    return status


def _fail(arguments: argparse.Namespace, code: str, message: str) -> int:
    if arguments.json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    about = "The CTO you can hand your documents to."
    top = argparse.ArgumentParser(prog="groundplan", description=about, parents=[_common_options()])
    top.set_defaults(workspace="", data_dir="", as_of=None, json=False)
    common = _common_options()  # parsers share the options of a parent, and these have no default: what is said before holds
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace, Settings], int], help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=help_, description=help_)
        command.set_defaults(run=run)
        return command

    add("run", run_app, "start the web app")
    add("sample", run_sample, "create the sample company's workspace")
    ingest = add("ingest", run_ingest, "take in files or folders")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    ingest.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="passwords to try on encrypted files, one a line; else a terminal asks",
    )
    ingest.add_argument("--sync", action="store_true", help="bring one folder in step: name documents whose file is gone, too")
    ingest.add_argument("--set-aside-gone", action="store_true", help="with --sync: set those documents aside")
    watch = add("watch", run_watch, "keep a folder in step until Ctrl+C: new and changed files come in")
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    watch.add_argument("--interval", type=_seconds, default=5.0, metavar="SECONDS", help="between two looks (default: 5)")
    watch.add_argument("--set-aside-gone", action="store_true", help="set documents aside whose file is gone (never deleted)")
    add_actions(add("documents", run_documents, "list documents; set them aside, use them again, edit or delete them"), common)
    for name, run, help_ in (("search", run_search, "find passages"), ("ask", run_ask, "answer from the documents")):
        command = add(name, run, help_)
        given = command.add_mutually_exclusive_group(required=True)
        given.add_argument("query", nargs="?", metavar="QUERY")
        given.add_argument("--queries", type=Path, help="file with one query per line; one JSON document per line comes out")
        if name == "search":
            command.add_argument("--top-k", type=_positive, default=10)
            command.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.DOCUMENTS.value)
    add("facts", run_facts, "what the documents say")
    interview = add("interview", run_interview, "the next questions; with --answers, read answers first")
    interview.add_argument("--answers", type=Path, help="YAML list of {question, answer, subject?, by?}")
    brief = add("brief", run_brief, "what is known")
    brief.add_argument("--import", dest="import_", type=Path, metavar="FILE", help="a brief exported before")
    propose = add("propose", run_propose, "draft the proposal")
    propose.add_argument("--answers", type=Path, help="YAML list of answers to read first")
    propose.add_argument("--out", type=Path, default=Path("proposal"), help="folder for the files (default: proposal)")
    propose.add_argument("--formats", type=_formats, default=FORMATS, help=f"some of {','.join(FORMATS)} (default: all)")
    verify = add("verify", run_verify, "re-check every citation and number of a proposal")
    verify.add_argument("proposal", type=Path, metavar="PROPOSAL.json|PACK.zip")
    verify.add_argument("--documents", type=Path, help="folder of the original documents")
    evaluate = add("evaluate", run_evaluate, "the project's own scoreboard")
    evaluate.add_argument("suite", choices=["retrieval"])
    evaluate.add_argument("--dataset", type=Path, required=True, help="folder in BEIR layout")
    add("doctor", run_doctor, "what is installed, connected and indexed")
    return top


def _common_options() -> argparse.ArgumentParser:
    """Options that every command takes."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--workspace", help="workspace (default: default)")
    common.add_argument("--data-dir", help="folder of the record")
    common.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD", help='what "today" means')
    common.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return common


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-21") from error


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0.1 to 86400")
    return seconds


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or text!r} is not a format; formats are {', '.join(FORMATS)}")
    return formats


def _open(arguments: argparse.Namespace, settings: Settings) -> Application:
    writing = arguments.command not in READ_ONLY
    indexes = arguments.command not in RECORD_ONLY
    return open_application(settings, writing=writing, as_of=arguments.as_of or "", create_workspace=False, indexes=indexes)


def _emit(arguments: argparse.Namespace, payload: Any, shown: str) -> int:
    """Print the JSON payload or its readable form."""
    print(json.dumps(payload, ensure_ascii=False, default=_plain) if arguments.json else shown)
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def run_app(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start the web app on the first free port from the configured one on."""
    port = _free_port(settings.host, settings.port)
    if port != settings.port:
        print(f"Port {settings.port} is taken; using {port}.", file=sys.stderr)
    override({"port": str(port)})
    print(f"Groundplan opens at http://localhost:{port} (stop with Ctrl+C)", file=sys.stderr)
    return subprocess.run([sys.executable, str(ROOT / "server.py")], cwd=ROOT, check=False).returncode  # noqa: S603 - our own file


def _free_port(host: str, first: int) -> int:
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise UsageError(f"No free port between {first} and {first + 99}. Set GROUNDPLAN_PORT.")


def run_sample(arguments: argparse.Namespace, settings: Settings) -> int:
    """Create the sample company's workspace."""
    with _open(arguments, settings) as application:
        consultation = application.consultation(application.create_sample())
        report = consultation.ingest_sources(application.sample_sources(), _progress())
    return _emit(arguments, {"workspace": consultation.slug, **_ingest_payload(report)}, _ingest_text(report))


def run_ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take in files or folders; every input is in `documents` or in `failed`."""
    if arguments.sync and (len(arguments.paths) != 1 or arguments.password_file):
        raise UsageError("--sync takes one folder, and no --password-file.")
    if arguments.set_aside_gone and not arguments.sync:
        raise UsageError("--set-aside-gone goes with --sync.")
    passwords = read_passwords(arguments.password_file) if arguments.password_file else None
    with _open(arguments, settings) as application:
        consultation = application.consultation(application.ensure_workspace(settings.workspace))
        if arguments.sync:
            sync = consultation.shelf.sync(Path(arguments.paths[0]), sets_aside=arguments.set_aside_gone)
            found = sync.once(_progress())
            return _emit(arguments, _sync_payload(found), "\n".join(found.lines) or "In step.")
        report = consultation.ingest([Path(path) for path in arguments.paths], _progress())
        asks = sys.stdin.isatty() and not arguments.json
        report = unlock(consultation, report, arguments.paths, ask_password if asks and passwords is None else passwords or ())
    return _emit(arguments, _ingest_payload(report), _ingest_text(report))


def run_watch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Keep a folder in step until Ctrl+C."""
    with _open(arguments, settings) as application:
        consultation = application.consultation(application.ensure_workspace(settings.workspace))
        sync = consultation.shelf.sync(arguments.folder, sets_aside=arguments.set_aside_gone, waits=True)
        print(f"Keeping {arguments.folder} in step; Ctrl+C ends it.", file=sys.stderr, flush=True)
        try:
            while True:
                try:
                    found = sync.once(_progress())
                    if found.lines:
                        _emit(arguments, _sync_payload(found), "\n".join(found.lines))
                        sys.stdout.flush()
                except UsageError as error:  # its drive may come back
                    print(error, file=sys.stderr, flush=True)
                time.sleep(arguments.interval)
        except KeyboardInterrupt:
            return 0


def _sync_payload(found: Any) -> dict[str, Any]:
    gone = {"gone": list(found.gone), "set_aside": list(found.set_aside), "used_again": list(found.back), "note": found.note}
    return {**_ingest_payload(found.taken), **gone}


def _ingest_text(report: Any) -> str:
    lines = [f"{d.status:<12} {d.name}{f'  ({d.message})' if d.message else ''}" for d in report.documents]
    lines += [f"failed       {f.name}  ({f.message})" for f in report.failed]
    return "\n".join([*lines, f"{report.seconds:.1f} s"])


def _ingest_payload(report: Any) -> dict[str, Any]:
    documents = [
        {
            "id": d.id,
            "name": d.name,
            "sha256": d.sha256,
            "pages": d.pages,
            "chunks": d.chunks,
            "status": d.status,
            "pages_without_text": list(d.pages_without_text),
            "message": d.message,
        }
        for d in report.documents
    ]
    failed = [{"name": f.name, "code": f.code, "message": f.message} for f in report.failed]
    return {"documents": documents, "failed": failed, "seconds": round(report.seconds, 2)}


def _progress() -> Callable[[Any], None]:
    """Shows the progress: one line that changes on a terminal, a line per finished file elsewhere."""
    shown = 0

    def redraw(report: Any) -> None:
        left = f", about {report.eta_s:.0f} s left" if report.eta_s else ""
        said = f"{report.done}/{report.total} files, {report.pages} pages{left}: {report.step} {report.name[-50:]}"
        print(f"\r{said:<110}", end="", file=sys.stderr, flush=True)
        if report.step == "done":
            print(file=sys.stderr)

    def add_line(report: Any) -> None:
        nonlocal shown
        if report.done > shown or report.step == "done":
            shown = report.done
            print(f"{report.done}/{report.total} files, {report.pages} pages", file=sys.stderr, flush=True)

    return redraw if sys.stderr.isatty() else add_line


def _queries(arguments: argparse.Namespace) -> list[str]:
    if arguments.queries is None:
        return [arguments.query]
    arguments.json = True  # one document per line
    try:
        return [line for line in arguments.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{arguments.queries}: cannot be read as text.") from error


def run_search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Find passages."""
    queries = _queries(arguments)
    with _open(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        application.wait()
        if arguments.scope != Scope.DOCUMENTS.value:
            application.index_library().result()
        for query in queries:
            hits = [
                {
                    "rank": rank,
                    "document": passage.document,
                    "page": passage.page,
                    "locator": passage.locator,
                    "text": passage.text,
                    "score": round(passage.score, 6),
                }
                for rank, passage in enumerate(consultation.search(query, arguments.top_k, Scope(arguments.scope)).passages, 1)
            ]
            shown = "\n\n".join(f"{h['rank']}. {h['document']}, {h['locator']}  ({h['score']:.2f})\n{h['text']}" for h in hits)
            _emit(arguments, {"hits": hits}, shown or "Nothing found.")
    return 0


def run_ask(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer from the documents, with citations; "not in your documents" is an answer too."""
    queries = _queries(arguments)
    with _open(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        application.wait()
        for query in queries:
            answer = consultation.ask(query)
            citations = [
                {
                    "marker": marked.marker,
                    "document": marked.citation.document,
                    "page": marked.citation.page,
                    "locator": marked.citation.locator,
                    "quote": marked.citation.quote,
                    "state": marked.state.value,
                }
                for marked in answer.citations
            ]
            searched = {
                "documents": answer.documents_searched,
                "passages": answer.chunks_searched,
                "pages_without_text": answer.pages_without_text,
            }
            payload = {"answered": answer.is_answered, "answer": answer.text, "citations": citations, "searched": searched}
            places = "\n".join(f"[{c['marker']}] {c['document']}, {c['locator']}: “{c['quote']}”" for c in citations)
            _emit(arguments, payload, f"{answer.text}\n{places}".strip())
    return 0


def run_facts(arguments: argparse.Namespace, settings: Settings) -> int:
    """What the documents say."""
    with _open(arguments, settings) as application:
        facts = [_fact_payload(fact) for fact in application.consultation(settings.workspace).facts()]
    shown = "\n".join(f"{f['kind']:<14} {f['statement']}  [{f['document']}, {f['locator']}]" for f in facts)
    return _emit(arguments, {"facts": facts}, shown or "No facts.")


def _fact_payload(fact: Any) -> dict[str, Any]:
    payload: dict[str, Any] = fact.model_dump(mode="json", exclude={"citation", "doc_type", "dated", "authority"})
    place = fact.citation
    return {**payload, "document": place.document, "page": place.page, "locator": place.locator, "quote": place.quote}


def run_interview(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read answers, if given, then list the next questions."""
    with _open(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        readings = consultation.read_answers(arguments.answers) if arguments.answers else ()
        questions = [_question_payload(question) for question in consultation.round().questions]
    if not arguments.answers:
        shown = "\n\n".join(f"{q['id']}  {q['text']}\n     {q['why']}" for q in questions)
        return _emit(arguments, questions, shown or "Nothing left to ask.")
    read = [_reading_payload(reading) for reading in readings]
    shown = "\n".join(
        [*(f"{r['question'] or '–'}: {r['message']}" for r in read), "", *(f"{q['id']}  {q['text']}" for q in questions)]
    )
    return _emit(arguments, {"read": read, "questions": questions}, shown)


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
    }


def run_brief(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is known; with --import, take in a brief exported before."""
    if arguments.import_:
        arguments.command = "import"  # writes: takes the lock
    with _open(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        if arguments.import_:
            consultation.import_brief(arguments.import_)
        brief = consultation.brief()
        shown = "\n".join(f"{row.label:<34} {row.shown}  [{row.source}]" for row in consultation.overview().known)
    return _emit(arguments, brief.model_dump(mode="json"), shown or "Nothing is known yet.")


def run_propose(arguments: argparse.Namespace, settings: Settings) -> int:
    """Draft the proposal and write its files."""
    with _open(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        if arguments.answers:
            consultation.read_answers(arguments.answers)
        proposal = consultation.propose()
        files = consultation.export(proposal, arguments.formats, arguments.out)
    payload = _proposal_payload(proposal, files)
    title = payload["recommendation"]["title"] or "no option is left"
    shown = f"Version {proposal.version} ({proposal.status}): {title}\n{proposal.status_reason}\n" + "\n".join(payload["files"])
    return _emit(arguments, payload, shown)


def _proposal_payload(proposal: Any, files: Sequence[Path]) -> dict[str, Any]:
    decision = proposal.decision
    first = decision.recommended
    coverage = {
        name: {
            "total": sum(1 for row in proposal.coverage if row.hard is hard),
            **{
                status: sum(1 for row in proposal.coverage if row.hard is hard and row.status == status)
                for status in ("satisfied", "partly", "violated", "waived", "open")
            },
        }
        for name, hard in (("hard", True), ("soft", False))
    }
    return {
        "version": proposal.version,
        "status": proposal.status,
        "status_reason": proposal.status_reason,
        "recommendation": {
            "style": first.style if first else "",
            "title": first.title if first else "",
            "overlays": list(first.overlays) if first else [],
            "score": first.score if first else None,
            "margin": decision.margin,
            "label": decision.label,
        },
        "options": [
            {"key": o.key, "style": o.style, "title": o.title, "role": o.role, "score": o.score} for o in decision.options
        ],
        "coverage": coverage,
        "files": [str(path) for path in files],
    }


def run_verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Re-check a proposal against the workspace, or against the originals in a folder; exit 1 if anything fails."""
    if arguments.documents is not None:
        report = verify_files(arguments.proposal, arguments.documents, settings)
    else:
        arguments.command = "facts"  # reads only
        with _open(arguments, settings) as application:
            report = application.verify(arguments.proposal)
    payload = {"passed": report.passed, **asdict(report)}
    _emit(arguments, payload, report.summary)
    return 0 if report.passed else 1


def run_evaluate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Score retrieval on a data set in BEIR layout, in a workspace of its own."""
    with tempfile.TemporaryDirectory(prefix="groundplan-evaluate-") as folder:
        result = evaluate_dataset(arguments.dataset, settings, Path(folder))
    shown = "\n".join(f"{name}: {value}" for name, value in result.items())
    return _emit(arguments, result, shown)


def run_documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """List documents, set them aside, use them again, say what they are, or delete them."""
    arguments.command = command_of(arguments)
    with _open(arguments, settings) as application:
        payload, shown = act_on_documents(arguments, application.consultation(settings.workspace))
    return _emit(arguments, payload, shown)


def run_doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is installed, connected and indexed; what to do about what is not."""
    with _open(arguments, settings) as application:
        checks = application.doctor()
    shown = "\n".join(f"{'ok ' if check.is_well else 'NO '} {check.name}: {check.message}" for check in checks)
    return _emit(arguments, {"checks": [asdict(check) for check in checks]}, shown)


__all__ = ["Consultation", "main", "parser"]
