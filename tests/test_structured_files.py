"""A folder of a company's repositories, from the command line: systems are found by what their files say of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from rag.build.application import open_application
from rag.settings import Settings
from tests.command import Shell, with_minilm
from tests.ingest.structured import test_compose, test_kubernetes, test_packages, test_pipelines, test_terraform

FILES = {
    "shop/docker-compose.yml": test_compose.COMPOSE,
    "shop/pom.xml": test_packages.POM,
    "shop/.gitlab-ci.yml": test_pipelines.GITLAB,
    "web/package.json": test_packages.NPM,
    "web/.github/workflows/release.yml": test_pipelines.GITHUB,
    "web/requirements.txt": test_packages.PIP,
    "deploy/orders.yaml": test_kubernetes.MANIFEST,
    "infra/main.tf": test_terraform.MAIN,
    "notes.md": "# Notes\n\nThe orders team meets on Mondays. Postgres is discussed in the architecture board.\n",
}


def written(folder: Path) -> Path:
    """A folder with the files."""
    for name, text in FILES.items():
        path = folder / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "papers"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The files, ingested once."""
    folder = tmp_path_factory.mktemp("company")
    shell = Shell(folder / "data")
    report = shell("ingest", written(folder), "--json").json
    assert len(report["documents"]) == len(FILES), report
    return shell


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("orders-db postgres 13", "image: registry.example.com:5000/library/postgres:13.4-alpine"),
        ("orders-db postgres 13.7 multi_az backup retention", 'engine_version          = "13.7"'),
        ("which java version does orders run on", "<java.version>11</java.version>"),
        ("deploy-prod job gate manual environment production", "when: manual"),
        ("HorizontalPodAutoscaler orders maxReplicas 12", "maxReplicas: 12"),
        ("npm dependency react 17", '"react": "^17.0.2"'),
        ("trivy scan", "- trivy image orders"),
        ("Ingress shop ingress-nginx host", "ingressClassName: nginx"),
    ],
)
def test_what_a_file_says_is_found(company: Shell, query: str, line: str) -> None:
    """Among the first three passages is the one with the line itself."""
    hits = company("search", query, "--top-k", "3", "--json").json["hits"]
    assert any(line in hit["text"] for hit in hits), [hit["text"][:200] for hit in hits]


@pytest.mark.model
def test_with_the_real_model(settings: Settings, tmp_path: Path) -> None:
    """The shipped model finds the database by what its file says of it."""
    with open_application(with_minilm(settings), writing=True) as application:
        application.wait()
        consultation = application.consultation("default")
        consultation.ingest([written(tmp_path)])
        hits = consultation.search("orders-db postgres 13", top_k=2).passages
    assert any("postgres:13.4-alpine" in hit.text for hit in hits), [hit.text[:200] for hit in hits]


def test_facts_of_the_files(company: Shell) -> None:
    """Versions, practices and owners stand in the record with their lines, and no secret does."""
    said = company("facts", "--json")
    facts: list[dict[str, Any]] = said.json["facts"]
    technologies = {(fact["value"], fact["slots"].get("version", "")) for fact in facts if fact["kind"] == "technology"}
    assert {
        ("PostgreSQL", "13.4"),
        ("PostgreSQL", "13.7"),
        ("Java", "11"),
        ("React", "17.0.2"),
        ("Amazon RDS", ""),
    } <= technologies
    assert {("Spring Boot", "2.7.3"), ("Django", "4.2.1"), ("Kubernetes", ""), ("ingress-nginx", "")} <= technologies
    practices = {fact["slots"]["name"] for fact in facts if fact["kind"] == "practice"}
    assert {"ci", "iac"} <= practices
    assert "hunter2" not in json.dumps(facts)
    brief = company("brief", "--json").out
    assert "ops.iac" in brief
