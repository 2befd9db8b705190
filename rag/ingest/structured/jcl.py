"""JCL → jobs, the programs and procedures that their steps run, and the data sets that these read and write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span

MAX_PARTS = 60  # lines that a statement may go on over
_LINE = re.compile(r"^//(?P<name>[A-Z0-9@#$.]*)[ \t]+(?P<operation>[A-Z]+)(?:[ \t]+(?P<said>[^\n]*))?$", re.MULTILINE)
_MORE = re.compile(r"\n//[ \t]+(?P<said>[^\n]*)")
_OPERANDS = re.compile(r"(?:'[^'\n]*'|[^\s'])*+")
_JOB_DETAILS = ("CLASS", "MSGCLASS", "SCHENV", "TIME", "REGION", "USER", "TYPRUN", "RESTART")
_STEP_DETAILS = ("PARM", "COND", "REGION", "TIME")
_DISPOSITION = {"NEW": "writes", "MOD": "writes", "OLD": "uses", "SHR": "reads"}


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement with the lines that it goes on over."""

    name: str
    operation: str
    said: str  # operands of all its lines
    start: int
    end: int

    def get(self, key: str) -> str:
        """The value of an operand: "PAY.MASTER" of DSN=PAY.MASTER, "(NEW,CATLG)" of DISP=(NEW,CATLG)."""
        found = re.search(rf"(?:^|,){key}=(\([^()]*(?:\([^()]*\)[^()]*)*\)|'[^']*'|[^,\s]*)", self.said)
        return found.group(1).strip("'") if found else ""


def read_jcl(name: str, text: str) -> Iterator[Element]:
    """Elements of the jobs of a file."""
    job = step = ""
    for statement in _statements(text):
        span = line_span(text, statement.start, statement.end, otherwise=(statement.start, statement.start + 2))
        match statement.operation:
            case "JOB":
                job, step = statement.name, ""
                yield Element(
                    ElementKind.STEP, job, *span, type="job", technology="z/OS", details=_given(statement, _JOB_DETAILS)
                )
            case "PROC":
                job, step = statement.name or job, ""
                yield Element(ElementKind.STEP, job or name, *span, type="procedure", technology="JCL")
            case "EXEC":
                step = statement.name or f"{job} step"
                yield from _step(span, job, step, statement)
            case "DD" if data := statement.get("DSN") or statement.get("DSNAME"):
                disposition = statement.get("DISP").strip("()").partition(",")[0] or "NEW"
                details = given(
                    ("step", step),
                    ("dd", statement.name),
                    ("disposition", statement.get("DISP")),
                    ("space", statement.get("SPACE")),
                )
                if not data.startswith(("&&", "*.")):
                    yield Element(ElementKind.DATA, data, *span, type="data set", details=details)
                    way = _DISPOSITION.get(disposition, "uses")
                    if step:
                        yield Element(ElementKind.RELATION, step, *span, type=way, target=data)
            case "INCLUDE":
                yield Element(ElementKind.RELATION, job or name, *span, type="includes", target=statement.get("MEMBER") or "?")
            case _:
                continue


def _step(span: tuple[int, int], job: str, step: str, statement: _Statement) -> Iterator[Element]:
    program = statement.get("PGM")
    procedure = statement.get("PROC") or ("" if program else re.split(r"[,\s]", statement.said, maxsplit=1)[0])
    run, type_ = (program, "program") if program else (procedure, "procedure")
    details = given((type_, run), ("in", job)) + _given(statement, _STEP_DETAILS)
    yield Element(ElementKind.STEP, step, *span, type="step", technology="JCL", details=details)
    if run:
        yield Element(ElementKind.RELATION, step, *span, type="runs", target=run)


def _given(statement: _Statement, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return given(*((key.lower(), statement.get(key)) for key in keys))


def _statements(text: str) -> Iterator[_Statement]:
    """Statements in order. One goes on in the next line while it ends in a comma; comments and data in the stream are none."""
    end = 0
    for found in _LINE.finditer(text):
        if found.start() < end:
            continue
        said = [_operands(found["said"] or "")]
        end = found.end()
        while said[-1].endswith(",") and len(said) < MAX_PARTS:
            more = _MORE.match(text, end)
            if more is None:
                break
            said.append(_operands(more["said"]))
            end = more.end()
        yield _Statement(found["name"], found["operation"], "".join(said), found.start(), end)


def _operands(said: str) -> str:
    """The operands of a line, without the remark or sequence number after them."""
    found = _OPERANDS.match(said)
    return found.group() if found else ""
