"""Which format a structured file has, and its elements. A broken file gives the elements before the break, or none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rag.ingest.element import Element
from rag.ingest.structured.api import read_asyncapi, read_openapi
from rag.ingest.structured.archimate import read_archimate
from rag.ingest.structured.azure import read_arm, read_bicep
from rag.ingest.structured.bpmn import read_bpmn
from rag.ingest.structured.cloudformation import read_cloudformation
from rag.ingest.structured.cobol import read_cobol
from rag.ingest.structured.compose import read_compose, read_dockerfile
from rag.ingest.structured.configuration import read_properties, read_settings_tree
from rag.ingest.structured.ddl import read_ddl
from rag.ingest.structured.dotnet_packages import read_dotnet
from rag.ingest.structured.drawio import read_drawio
from rag.ingest.structured.graphs import read_d2, read_dot
from rag.ingest.structured.helm import read_chart, read_values
from rag.ingest.structured.idl import read_graphql, read_proto
from rag.ingest.structured.java_packages import read_catalog, read_gradle, read_pom
from rag.ingest.structured.jcl import read_jcl
from rag.ingest.structured.json_packages import read_composer, read_global_json, read_npm, read_npm_lock
from rag.ingest.structured.kubernetes import read_kubernetes
from rag.ingest.structured.line_packages import (
    read_cargo,
    read_gemfile,
    read_gemfile_lock,
    read_go_mod,
    read_mix,
    read_versions,
)
from rag.ingest.structured.lines import in_order
from rag.ingest.structured.mermaid import read_mermaid
from rag.ingest.structured.objectives import read_alertmanager, read_alerts, read_dashboard, read_objectives
from rag.ingest.structured.owners import read_catalogue, read_codeowners, read_maintainers
from rag.ingest.structured.pipelines import (
    read_azure_pipeline,
    read_bitbucket,
    read_circleci,
    read_github,
    read_gitlab,
    read_jenkins,
)
from rag.ingest.structured.plantuml import read_plantuml
from rag.ingest.structured.python_packages import read_pyproject, read_requirements, read_setup_cfg
from rag.ingest.structured.schema import read_avro, read_json_schema
from rag.ingest.structured.structurizr import read_structurizr
from rag.ingest.structured.terraform import read_terraform
from rag.ingest.structured.wsdl import read_wsdl, read_xsd

MAX_ELEMENTS = 20_000  # of one file
OPENING_CHARS = 20_000  # looked at to tell the format

Reader = Callable[[str, str], Iterator[Element]]  # name and text of a file → elements, in any order


@dataclass(frozen=True, slots=True)
class Format:
    """One format: a file belongs to the first whose two patterns are found in its name and at the beginning of its text."""

    id: str
    name: re.Pattern[str]
    content: re.Pattern[str]
    read: Reader


def _format(id_: str, name: str, content: str, read: Reader) -> Format:
    return Format(id_, re.compile(name, re.IGNORECASE), re.compile(content, re.MULTILINE), read)


_YAML = r"\.ya?ml$"
_MAINFRAME = r"(?:^|/)[^/.]+$|\.(?:jcl|proc?|cntl|txt|cbl|cob|cobol|\w+\(\w+\))$"  # or a data set, with or without its member
_TREE = r"\.(?:ya?ml|json)$"
FORMATS: Sequence[Format] = (
    _format("docker-compose", _YAML, r"^services:\s*(?:#.*)?$", read_compose),
    _format(
        "dockerfile", r"(?:^|[/.])(?:docker|container)file(?:\.[\w-]+)?$|\.dockerfile$", r"(?i)^[ \t]*FROM\s", read_dockerfile
    ),
    _format("helm-chart", r"(?:^|/)(?:chart|requirements)\.ya?ml$", r"^(?:apiVersion|dependencies):", read_chart),
    _format("helm-values", r"(?:^|/)values[\w.-]*\.ya?ml$|[-.]values\.ya?ml$", r"^[\w-]+:", read_values),
    _format("terraform", r"\.(?:tf|tofu|tfvars|hcl)$", r"^[ \t]*[\w-][^\n={]*[{=]", read_terraform),
    _format("cloudformation", r"\.(?:ya?ml|json|template)$", r"\bType[\"']?\s*:\s*[\"']?(?:AWS|Custom)::", read_cloudformation),
    _format("arm", r"\.json$", r"schema\.management\.azure\.com/schemas/[^\"]*[dD]eploymentTemplate", read_arm),
    _format("bicep", r"\.bicep$", r"^[ \t]*(?:resource|module|param|targetScope)\s", read_bicep),
    _format("gitlab-ci", r"gitlab-ci[\w.-]*\.ya?ml$", r"^[\w.-]+:", read_gitlab),
    _format("github-workflow", r"(?:^|/)\.github/workflows/[^/]+\.ya?ml$", r"^jobs:", read_github),
    _format(
        "azure-pipelines",
        r"azure-pipelines?[\w.-]*\.ya?ml$",
        r"^(?:stages|jobs|steps|trigger|pool|extends):",
        read_azure_pipeline,
    ),
    _format("bitbucket-pipelines", r"bitbucket-pipelines\.ya?ml$", r"^pipelines:", read_bitbucket),
    _format("circleci", r"(?:^|/)\.circleci/[^/]+\.ya?ml$", r"^jobs:", read_circleci),
    _format("jenkins", r"(?:^|/)[\w.-]*jenkinsfile[\w.-]*$", r"\b(?:pipeline|node|stage)\b", read_jenkins),
    _format("github-workflow-elsewhere", _YAML, r"^[ \t]+runs-on:", read_github),
    _format("backstage", _YAML, r"^apiVersion:[ \t]*[\"']?backstage\.io/", read_catalogue),
    _format("sloth", _YAML, r"^version:[ \t]*[\"']?prometheus/v1", read_objectives),
    _format("kubernetes", _TREE, r"^[ \t]*(?:- )?(?:\{\s*)?[\"']?apiVersion[\"']?\s*:", read_kubernetes),
    _format("npm", r"(?:^|/)package\.json$", r"\{", read_npm),
    _format("npm-lock", r"(?:^|/)(?:package-lock|npm-shrinkwrap)\.json$", r"\{", read_npm_lock),
    _format("composer", r"(?:^|/)composer\.json$", r"\{", read_composer),
    _format("dotnet-sdk", r"(?:^|/)global\.json$", r"\"sdk\"", read_global_json),
    _format("pip", r"(?:requirements|constraints)[\w.-]*\.(?:txt|in)$", r"\w", read_requirements),
    _format("pyproject", r"(?:^|/)(?:pyproject\.toml|pipfile)$", r"=", read_pyproject),
    _format("setup-cfg", r"(?:^|/)setup\.cfg$", r"^\[", read_setup_cfg),
    _format("maven", r"(?:^|/)[\w.-]*pom[\w.-]*\.xml$|\.pom$", r"<(?:\w+:)?project\b", read_pom),
    _format("gradle catalogue", r"\.versions\.toml$", r"=", read_catalog),
    _format("gradle", r"\.gradle(?:\.kts)?$", r"\w", read_gradle),
    _format("dotnet", r"\.(?:cs|vb|fs)proj$|\.props$|(?:^|/)packages\.config$", r"<(?:Project|packages)\b", read_dotnet),
    _format("go", r"(?:^|/)go\.mod$", r"^module\s", read_go_mod),
    _format("bundler", r"(?:^|/)gemfile$", r"\b(?:gem|source)\b", read_gemfile),
    _format("bundler-lock", r"(?:^|/)gemfile\.lock$", r"^GEM$", read_gemfile_lock),
    _format("cargo", r"(?:^|/)(?:cargo|rust-toolchain)\.toml$", r"^\[", read_cargo),
    _format("mix", r"(?:^|/)mix\.exs$", r"\bdefp?\b", read_mix),
    _format("versions", r"(?:^|/)(?:\.tool-versions|\.nvmrc|\.[a-z]+-version|runtime\.txt)$", r"\S", read_versions),
    _format("prometheus-rules", r"\.(?:ya?ml|rules)$", r"^groups:", read_alerts),
    _format("alertmanager", _YAML, r"^receivers:", read_alertmanager),
    _format("grafana", r"\.json$", r"\"panels\"[ \t]*:", read_dashboard),
    _format("codeowners", r"(?:^|/)code_?owners$", r"@", read_codeowners),
    _format("maintainers", r"(?:^|/)maintainers$", r"@", read_maintainers),
    _format("settings", r"(?:^|/|\.)env(?:\.[\w-]+)?$|\.(?:properties|ini|cfg|conf|env)$", r"^[^\n=:]+[=:]", read_properties),
    _format(
        "settings-tree", r"(?:^|/)(?:appsettings|application|bootstrap)[\w.-]*\.(?:json|ya?ml)$", r"[:]", read_settings_tree
    ),
    _format(
        "wsdl",
        r"\.(?:wsdl|xml)$",
        r"<(?:[\w.-]+:)?(?:definitions\b[^>]*schemas\.xmlsoap\.org/wsdl|description\b[^>]*/ns/wsdl)",
        read_wsdl,
    ),
    _format("xsd", r"\.(?:xsd|xml)$", r"<(?:[\w.-]+:)?schema\b[^>]*www\.w3\.org/2001/XMLSchema", read_xsd),
    _format("bpmn", r"\.(?:bpmn|xml)$", r"<(?:[\w.-]+:)?definitions\b[^>]*omg\.org/spec/BPMN", read_bpmn),
    _format(
        "archimate", r"\.(?:archimate|xml)$", r"<(?:archimate:)?model\b[^>]*(?:archimatetool|org/xsd/archimate)", read_archimate
    ),
    _format("drawio", r"\.(?:drawio|xml)$", r"<mx(?:file|GraphModel)\b", read_drawio),
    _format("plantuml", r"\.(?:puml|plantuml|iuml|pu)$", r"^[ \t]*@start|->|!include|\[", read_plantuml),
    _format("mermaid", r"\.(?:mmd|mermaid)$", r"\S", read_mermaid),
    _format("structurizr", r"\.dsl$", r"(?i)^[ \t]*(?:workspace|model)\b|softwareSystem|->", read_structurizr),
    _format("graphviz", r"\.gv$", r"graph\b", read_dot),
    _format("d2", r"\.d2$", r"\S", read_d2),
    _format("openapi", _TREE, r"""(?:^|[{,])[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[23]""", read_openapi),
    _format("asyncapi", _TREE, r"""(?:^|[{,])[ \t]*["']?asyncapi["']?[ \t]*:[ \t]*["']?\d""", read_asyncapi),
    _format("graphql", r"\.(?:graphqls?|gql)$", r"\b(?:type|schema|interface|input|enum|union)\b", read_graphql),
    _format("proto", r"\.proto$", r"\b(?:syntax|package|message|service|enum)\b", read_proto),
    _format("ddl", r"\.(?:sql|ddl|db2|pks|pkb)$", r"(?i)\b(?:create|alter|comment)\s", read_ddl),
    _format("jcl", _MAINFRAME, r"^//[A-Z@#$][A-Z0-9@#$]{0,7}[ \t]+(?:JOB|PROC|EXEC)\b", read_jcl),
    _format("cobol", _MAINFRAME, r"(?i)^[\w ]{0,6}[ \t]*(?:IDENTIFICATION|ID)[ \t]+DIVISION[ \t]*\.", read_cobol),
    _format("copybook", r"\.(?:cpy|cob|cbl|cobol)$", r"(?i)^[\w ]{0,6}[ \t]*\d\d?[ \t]+[A-Z][\w-]*", read_cobol),
    _format("avro", r"\.avsc$", r'"type"', read_avro),
    _format("json-schema", _TREE, r"""["']?\$schema["']?[ \t]*:[ \t]*["']?https?://json-schema\.org/""", read_json_schema),
)


def format_of(name: str, text: str) -> Format | None:
    """The format of a file, or None for what has none of ours."""
    opening = text[:OPENING_CHARS]
    plain = name.replace("\\", "/")
    return next((one for one in FORMATS if one.name.search(plain) and one.content.search(opening)), None)


def read_elements(name: str, text: str) -> tuple[Element, ...]:
    """The elements of a file by its name and text, in the order of their lines; none for a format that is not known."""
    found = format_of(name, text)
    return in_order(list(islice(found.read(name, text), MAX_ELEMENTS))) if found is not None else ()
