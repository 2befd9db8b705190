"""What commands take: values that are checked as they are read, and options that several commands share."""

import argparse
import datetime
from pathlib import Path

from rag.export.formats import FORMATS

DETECTED = "detected"  # given for a value: take back what was said, and use what was detected


def common_options() -> argparse.ArgumentParser:
    """Options that every command takes."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--workspace", help="workspace (default: default)")
    common.add_argument("--data-dir", help="folder of the record")
    common.add_argument("--as-of", type=date, metavar="YYYY-MM-DD", help='what "today" means')
    common.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return common


def add_actions(command: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """The actions of `documents`; without one it lists them."""
    command.set_defaults(action="")
    actions = command.add_subparsers(dest="action", metavar="ACTION", title="actions (without one: list all documents)")

    def add(name: str, help_: str, names: str | int = "+") -> argparse.ArgumentParser:
        action = actions.add_parser(name, parents=[common], help=help_, description=help_)
        action.add_argument("names", nargs=names, metavar="NAME", help="its name as listed, the end of its path, or its id")
        return action

    add("set-aside", "leave documents out of everything, without deleting them")
    add("use", "use documents again that were set aside")
    edit = add("edit", "say what a document is; holds for its next versions, too", names=1)
    edit.add_argument("--type", metavar="TYPE", help=f"like contract, policy, minutes; or {DETECTED}")
    edit.add_argument("--date", metavar="YYYY-MM-DD", help=f"its own date; none for no date, or {DETECTED}")
    edit.add_argument("--authority", metavar="CLASS", help=f"like binding, policy, notes: who is believed first; or {DETECTED}")
    delete = add("delete", "delete documents for good, with all versions; says which proposals quote them")
    delete.add_argument("--yes", action="store_true", help="do not ask")


def add_own_choices(command: argparse.ArgumentParser) -> None:
    """What `decide` takes: weights and figures in the place of the tables'."""
    command.add_argument("--weight", action="append", default=[], metavar="NAME=FACTOR", help="like operations=2: twice ours")
    command.add_argument(
        "--figure", action="append", default=[], metavar="NAME=VALUE", help='like cpu=50ms or vcpu="0.03 EUR": what you know'
    )
    command.add_argument("--reset", action="append", default=[], metavar="NAME", help="use our weight or figure again")
    command.add_argument("--by", default="", metavar="NAME", help="who says it; stands in the proposal")
    command.add_argument("--list", action="store_true", help="list all weights and figures that may be set")


def add_facts_suite(command: argparse.ArgumentParser) -> None:
    """What `evaluate facts` takes."""
    command.add_argument("sets", nargs="*", type=Path, metavar="FOLDER|FILE", help="annotated sets (default: our own)")
    command.add_argument("--split", choices=["tune", "dev", "test"], default="", help="only these documents (default: all)")
    command.add_argument("--documents", type=Path, metavar="DIR", help="folder of documents that do not lie beside their set")
    command.add_argument(
        "--failures", action="store_true", help="name each false and each missed fact (not for the split test)"
    )


def add_decisions_suite(command: argparse.ArgumentParser) -> None:
    """What `evaluate decisions` takes."""
    command.add_argument("sets", nargs="*", type=Path, metavar="FOLDER|FILE", help="scenarios (default: our own)")
    command.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only those whose names begin so, like s01")


def date(text: str) -> str:
    """A day."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-21") from error


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def seconds(text: str) -> float:
    """Seconds, 0.1 to a day."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0.1 to 86400")
    return value


def formats(text: str) -> tuple[str, ...]:
    """Formats of a proposal, separated by commas."""
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [name for name in named if name not in FORMATS]
    if unknown or not named:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or text!r} is not a format; formats are {', '.join(FORMATS)}")
    return named
