"""What jobs of delivery pipelines have in common: whether one deploys, who lets it, and which scanner it runs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.images import product_of
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.manifest import kept
from rag.ingest.structured.nodes import Node

MAX_COMMAND = 20_000  # characters of a job's commands that are looked at
MAX_LINE = 200  # before the name of a scanner
_SCANNERS = {  # name in commands, images and actions → what it is called
    **{
        name: name for name in ("trivy", "snyk", "semgrep", "gitleaks", "checkov", "tfsec", "grype", "bandit", "codeql", "kics")
    },
    **dict.fromkeys(
        ("sonar-scanner", "sonarqube", "sonarcloud", "sonar:sonar", "withsonarqubeenv", "sonarqubeprepare", "sonar"),
        "sonarqube",
    ),
    **dict.fromkeys(("dependency-check", "dependencycheck"), "dependency-check"),
    **dict.fromkeys(("zap-baseline", "zaproxy", "owasp/zap"), "zap"),
    **dict.fromkeys(("npm audit", "yarn audit", "pnpm audit"), "npm audit"),
    **{
        name: name
        for name in ("pip-audit", "govulncheck", "trufflehog", "clair", "anchore", "fortify", "veracode", "checkmarx")
    },
    **dict.fromkeys(("blackduck", "detect.sh", "synopsys"), "blackduck"),
}
_SCANNER = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, _SCANNERS), key=len, reverse=True))})(?![a-z])", re.I)
_DEPLOYS = re.compile(
    r"\bkubectl\b[^\n]{0,80}\b(?:apply|set image|rollout)\b|\bhelm(?:file)?\b[^\n]{0,80}\b(?:upgrade|install|apply|sync)\b"
    r"|\b(?:terraform|tofu|terragrunt)\b[^\n]{0,80}\bapply\b|\baws (?:ecs|lambda|deploy|cloudformation|s3 sync)\b"
    r"|\bgcloud\b[^\n]{0,80}\bdeploy\b|\baz (?:webapp|functionapp|containerapp|deployment)\b|\bansible-playbook\b"
    r"|\bargocd app sync\b|\b(?:serverless|cdk|sam|sls|firebase|vercel|netlify|fly|flyctl)\s+deploy\b|\bcf push\b"
    r"|\bpulumi up\b|\bAzureWebApp@|\bKubernetesManifest@|\bHelmDeploy@|\bazure/(?:webapps|k8s)-deploy\b",
    re.IGNORECASE,
)
_DEPLOY_NAME = re.compile(r"(?<![a-z])(?:deploy\w*|rollout|go-?live|promote)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Image:
    """A container image as a pipeline names it, and where."""

    reference: str
    start: int
    end: int


def step(
    text: str,
    system: str,
    name: str,
    place: tuple[int, int],
    details: Iterable[tuple[str, str]],
    *,
    image: Image | None = None,
    commands: str = "",
    environment: str = "",
    manual: bool = False,
) -> Element:
    """A job of a pipeline; its type says whether it deploys, and whether somebody has to start it.

    It is quoted from its name to the image that it names itself.
    """
    deploys = bool(environment or _DEPLOY_NAME.search(name) or _DEPLOYS.search(commands[:MAX_COMMAND]))
    technology, version = product_of(image.reference) if image is not None else ("", "")
    found = [
        *details,
        ("environment", environment),
        ("gate", "manual" if manual else ""),
        ("image", image.reference if image is not None and not technology else ""),
    ]
    what = f"{'manual ' if manual else ''}{'deploy ' if deploys else ''}job"
    if technology and image is not None:
        ends = (min(place[0], image.start), max(place[1], image.end))
        span = line_span(text, *ends, otherwise=(image.start, image.end))
    else:
        span = line_span(text, *place)
    return Element(
        ElementKind.STEP,
        name,
        *span,
        type=f"{system} {what}",
        technology=technology,
        version=version,
        details=kept(found),
    )


def build_image(text: str, image: Image) -> Iterator[Element]:
    """The image that all jobs run in which name none of their own."""
    technology, version = product_of(image.reference)
    if technology:
        span = line_span(text, image.start, image.end)
        yield Element(ElementKind.PACKAGE, image.reference, *span, type="build image", technology=technology, version=version)


def scans(text: str, start: int, end: int, job: str) -> Iterator[Element]:
    """The scanners that are named between two offsets, once each, quoted from their lines."""
    seen: set[str] = set()
    for found in _SCANNER.finditer(text, start, min(end, start + MAX_COMMAND)):
        scanner = _SCANNERS[found.group().lower()]
        before = text[max(0, found.start() - MAX_LINE) : found.start()].rpartition("\n")[2]
        if scanner not in seen and not before.lstrip().startswith("#"):
            seen.add(scanner)
            span = line_span(text, found.start(), found.end())
            yield Element(ElementKind.STEP, job, *span, type="scan", technology=scanner)


def reach(node: Node) -> int:
    """The offset after all that stands in a node."""
    last, waiting = node.end, [node]
    while waiting:
        one = waiting.pop()
        last = max(last, one.end)
        waiting += (value for _, value in one.items())
        waiting += one.values()
    return last


def words_of(node: Node) -> str:
    """All single values in a node, a line each."""
    found: list[str] = []
    waiting, size = [node], 0
    while waiting and size < MAX_COMMAND:
        one = waiting.pop()
        if one.text:
            found.append(one.text)
            size += len(one.text)
        waiting += reversed([*(value for _, value in one.items()), *one.values()])
    return "\n".join(found)
