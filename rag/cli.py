"""The command line: the same engine without the browser.

`--json` writes one JSON document to standard output and nothing else; progress goes to standard error. Exit status 0: done,
1: failed, with a message, 2: wrong usage. What a command does stands under `rag/commands/` and is imported when it is called.
"""

import argparse
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.commands.arguments import (
    add_actions,
    add_decisions_suite,
    add_facts_suite,
    add_own_choices,
    common_options,
    formats,
    positive,
    seconds,
)
from rag.errors import RagError
from rag.export.formats import AUDIENCES, FORMATS, LANGUAGES, PROFILES
from rag.retrieve.passage import Scope
from rag.settings import Settings, load_settings, override

Command = Callable[[argparse.Namespace, Settings], int]


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
        status = _command(arguments.runs)(arguments, load_settings())
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except RagError as error:
        return _fail(arguments, error.code, str(error))
    except KeyboardInterrupt:
        return _fail(arguments, "stopped", "Stopped. What was reported as done is kept.")
    return status


def _command(runs: str) -> Command:
    """The function that `runs` names: module under `rag/commands/`, colon, function."""
    module, _, function = runs.partition(":")
    command: Command = getattr(importlib.import_module(f"rag.commands.{module}"), function)
    return command


def _fail(arguments: argparse.Namespace, code: str, message: str) -> int:
    if arguments.json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    about = "The CTO you can hand your documents to."
    top = argparse.ArgumentParser(prog="groundplan", description=about, parents=[common_options()])
    top.set_defaults(workspace="", data_dir="", as_of=None, json=False)
    common = common_options()  # parsers share the options of a parent, and these have no default: what is said before holds
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, runs: str, help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=help_, description=help_)
        command.set_defaults(runs=runs)
        return command

    add("run", "serve:run_app", "start the web app")
    add("sample", "intake:run_sample", "create the sample company's workspace")
    ingest = add("ingest", "intake:run_ingest", "take in files or folders")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    ingest.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="passwords to try on encrypted files, one a line; else a terminal asks",
    )
    ingest.add_argument("--sync", action="store_true", help="bring one folder in step: name documents whose file is gone, too")
    ingest.add_argument("--set-aside-gone", action="store_true", help="with --sync: set those documents aside")
    watch = add("watch", "intake:run_watch", "keep a folder in step until Ctrl+C: new and changed files come in")
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    watch.add_argument("--interval", type=seconds, default=5.0, metavar="SECONDS", help="between two looks (default: 5)")
    watch.add_argument("--set-aside-gone", action="store_true", help="set documents aside whose file is gone (never deleted)")
    add_actions(
        add("documents", "intake:run_documents", "list documents; set them aside, use them again, edit or delete them"), common
    )
    for name, runs, help_ in (
        ("search", "find:run_search", "find passages"),
        ("ask", "find:run_ask", "answer from the documents"),
    ):
        command = add(name, runs, help_)
        given = command.add_mutually_exclusive_group(required=True)
        given.add_argument("query", nargs="?", metavar="QUERY")
        given.add_argument("--queries", type=Path, help="file with one query per line; one JSON document per line comes out")
        if name == "search":
            command.add_argument("--top-k", type=positive, default=10)
            command.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.DOCUMENTS.value)
    facts = add(
        "facts",
        "decide:run_facts",
        "what the documents say; --add a constraint that reading missed, or --ask-model for them first",
    )
    facts.add_argument("--add", metavar="WORDS", help="the words that say it, as they stand in the document")
    facts.add_argument("--document", metavar="NAME", help="with --add, --ask-model: its name, the end of its path, or its id")
    facts.add_argument(
        "--ask-model", action="store_true", help="ask the connected model what reading missed; you confirm what it suggests"
    )
    facts.add_argument("--page", type=positive, metavar="N", help="with --add: the page, counted from 1 (default: the first)")
    facts.add_argument("--soft", action="store_true", help="with --add: it should hold, it need not")
    add("conflicts", "decide:run_conflicts", "where the documents contradict each other")
    interview = add("interview", "interview:run_interview", "the next questions; with --answers, read answers first")
    interview.add_argument("--answers", type=Path, help="YAML list of {question, answer, subject?, by?, at?}, or a filled form")
    interview.add_argument("--as", dest="respondent", metavar="WHO", help="who answers: management, IT or specialist")
    interview.add_argument(
        "--form", type=Path, metavar="FILE", help="write all open questions as a form for colleagues: .xlsx or .md"
    )
    for word, said in (("take", "accept"), ("drop", "reject")):
        interview.add_argument(
            f"--{word}",
            nargs="+",
            default=(),
            metavar="ID",
            help=f"{said} what the model reads in the answers to these; all: every one",
        )
    brief = add("brief", "decide:run_brief", "what is known")
    brief.add_argument("--import", dest="import_", type=Path, metavar="FILE", help="a brief exported before")
    add_own_choices(add("decide", "weigh:run_decide", "why this is recommended, what would change it; weigh it your way"))
    propose = add("propose", "decide:run_propose", "draft the proposal")
    propose.add_argument("--answers", type=Path, help="YAML list of answers to read first")
    propose.add_argument("--final", action="store_true", help="declare the version final, where nothing stands against it")
    propose.add_argument("--out", type=Path, default=Path("proposal"), help="folder for the files (default: proposal)")
    propose.add_argument("--formats", type=formats, default=FORMATS, help=f"some of {','.join(FORMATS)} (default: all)")
    propose.add_argument("--profile", choices=PROFILES, default=PROFILES[0], help="short: what decides (default: full)")
    propose.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0], help="leave out what only others ask for")
    propose.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of headings and labels (default: en)")
    difference = add("diff", "decide:run_diff", "what changed between two versions of the proposal, and what caused it")
    difference.add_argument("old", type=positive, metavar="A", help="number of a version")
    difference.add_argument("new", type=positive, metavar="B", help="number of a version")
    verify = add("verify", "decide:run_verify", "re-check every citation and number of a proposal")
    verify.add_argument("proposal", type=Path, metavar="PROPOSAL.json|PACK.zip")
    verify.add_argument("--documents", type=Path, help="folder of the original documents")
    evaluate = add("evaluate", "check:run_evaluate", "the project's own scoreboard")
    suites = evaluate.add_subparsers(dest="suite", required=True, metavar="retrieval|citations|facts|decisions")
    retrieval = suites.add_parser("retrieval", parents=[common], help="search, on a data set with judged queries")
    retrieval.add_argument("--dataset", type=Path, required=True, help="folder in BEIR layout")
    citations = suites.add_parser("citations", parents=[common], help="the citation gate, on true and false answers (a minute)")
    citations.add_argument("--dataset", type=Path, help="folder of answers/ and corruptions.yaml (default: our own)")
    add_facts_suite(suites.add_parser("facts", parents=[common], help="the facts that are read, on annotated documents"))
    add_decisions_suite(
        suites.add_parser(
            "decisions", parents=[common], help="interview and proposal of scripted companies (minutes); exit 1 on faults"
        )
    )
    add("doctor", "check:run_doctor", "what is installed, connected and indexed")
    return top
