"""Whatever a structured file holds, its elements lie in its text, and reading it takes no longer than its length."""

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.ingest.structured.lines import MAX_QUOTE_CHARS, in_order
from rag.ingest.structured.read import FORMATS, Format, format_of, read_elements
from tests.ingest.structured import (
    test_cloud_templates,
    test_compose,
    test_configuration,
    test_kubernetes,
    test_objectives,
    test_owners,
    test_packages,
    test_pipelines,
    test_terraform,
)

MODULES = [
    *(test_cloud_templates, test_compose, test_configuration, test_kubernetes, test_objectives, test_owners, test_packages),
    *(test_pipelines, test_terraform),
]
SAMPLES = [value for module in MODULES for value in vars(module).values() if isinstance(value, str) and value.count("\n") > 2]
PIECES = [
    *(
        "services:",
        "apiVersion: v1",
        "kind: Pod",
        "metadata:",
        "  name: a",
        "- ",
        "image: a:1",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ":",
    ),
    *(
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        "{{ x }}",
        "${",
        "<a ",
        "<a>",
        "</a>",
        "<!--",
        "resource ",
        "module ",
        "gem ",
        "= ",
        "# ",
        "/*",
    ),
    *(
        "<<EOT\n",
        '"""',
        "&a ",
        "*a",
        "!Ref ",
        "|\n",
        "\x00",
        "\ufeff",
        "\u2028",
        "é",
        "𝔸",
        "\r\n",
        "@a/b",
        "https://u:p@h/",
        "1.2",
    ),
    *(
        "stage('x')",
        "jobs:",
        "rules:",
        "receivers:",
        "spec:",
        "dependencies",
        "Version",
        "Type: AWS::A::B",
        "param x string = 1",
    ),
]
MAX_CPU_S = 3.0  # for a tenth of a megabyte, on a slow machine that does other things too: far from what squares would take
HOSTILE_CHARS = 100_000
OTHERS = [one for one in FORMATS if not re.search(r"ya\?ml|json", one.name.pattern)]
TREES = [one for one in FORMATS if one.id in ("kubernetes", "settings-tree", "helm-values", "gitlab-ci", "npm")]  # read alike


def assert_sound(text: str, one: Format) -> None:
    """Spans lie in the text, in order, short enough to quote; glosses are one line."""
    elements = in_order(list(one.read("deploy/x.yaml", text)))
    last = -1
    for element in elements:
        assert 0 <= element.start <= element.end <= len(text), one.id
        assert element.end - element.start <= MAX_QUOTE_CHARS, one.id
        assert element.start >= last, one.id
        assert len(element.gloss.splitlines()) <= 1, one.id
        last = element.start


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text(text: str) -> None:
    """Every reader takes any text."""
    for one in FORMATS:
        assert_sound(text, one)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.id)
def test_damaged_files(one: Format) -> None:
    """Real files with parts changed, doubled, taken out or cut off are read as far as they go."""
    draw = random.Random(one.id)  # noqa: S311 - test data, not a secret
    for text in SAMPLES:
        for _ in range(3):
            first, last = sorted(draw.randrange(len(text)) for _ in range(2))
            damaged = draw.choice(
                [
                    text[:first] + text[last:],
                    text[:last] + text[first:],
                    text[:first] + draw.choice(PIECES) * 3 + text[first:],
                    text[:last],
                ]
            )
            assert_sound(damaged, one)


HOSTILE = {
    "brackets": "[" * 500_000,
    "braces": "{" * 500_000,
    "nested": '{"a":' * 200_000,
    "tags": "<a " * 300_000,
    "open tags": "<a>" * 300_000,
    "comments": "<!-- " * 200_000,
    "one word": "a" * 1_000_000,
    "words": "a " * 500_000,
    "word = ": "a = \n" * 200_000,
    "quotes": '"' * 1_000_000,
    "quoted lines": '"a\n' * 300_000,
    "blank lines": "\n" * 1_000_000,
    "blanks": " " * 1_000_000,
    "blank ends": (" " * 500 + "\n") * 2_000,
    "underscores": "a_" * 500_000,
    "dots": "a." * 500_000,
    "dashes": "- " * 500_000,
    "pairs": "a: b\n" * 200_000,
    "images": "  image: a:1\n" * 80_000,
    "stages": "stage('a') " * 90_000,
    "stages apart": "stage('a')\n" * 90_000,
    "resources": "resource a 'b' = {\n a: a.id\n}\n" * 30_000,
    "blocks": 'resource "a_b" "c" { x = a_d.e }\n' * 30_000,
    "references": 'resource "a_b" "c" {\n x = [' + "a_d.e, " * 130_000 + "]\n}\n",
    "heredocs": "".join(f"a = <<W{number}\n" for number in range(60_000)),
    "sections": "[a]\nb = [\n" * 100_000,
    "long texts": 'a = """\n' * 100_000,
    "minified": '{"services": {' + ",".join(f'"s{number}": {{"image": "redis:7"}}' for number in range(30_000)) + "}}",
    "packages": '{"dependencies": {' + ",".join(f'"p{number}": "^1.{number}"' for number in range(40_000)) + "}}",
    "selectors": "".join(
        f"---\napiVersion: v1\nkind: {kind}\nmetadata: {{name: a{number}}}\nspec: {{selector: {{a: b}}, template: {{metadata: "
        "{labels: {a: b}}}}\n"
        for number in range(4_000)
        for kind in ("Deployment", "Service")
    ),
    "owners": "/a" + " @a/b" * 200_000,
    "trivy": "trivy " * 160_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name: str) -> None:
    """What is never closed, or one thing over and over, takes no longer than other text, whichever reader gets it."""
    text = HOSTILE[name][:HOSTILE_CHARS]
    for one in (*OTHERS, *TREES):
        begun = time.process_time()
        elements = read_some(one, text)
        assert time.process_time() - begun < MAX_CPU_S, one.id
        assert all(element <= len(text) for element in elements)
    begun = time.process_time()
    for suffix in (".yaml", ".json", ".tf", ".toml", ".txt", ".env", ".gradle"):
        format_of(f"a{suffix}", text)
    assert time.process_time() - begun < MAX_CPU_S


def read_some(one: Format, text: str) -> list[int]:
    """Ends of the elements that a reader gives, as many as one file may have."""
    return [element.end for element, _ in zip(one.read("a.yaml", text), range(20_000), strict=False)]


def test_each_sample_has_a_format(tmp_path: Path) -> None:
    """A name alone makes no format: what is in it has to be of it too."""
    assert read_elements("docker-compose.yml", "just words") == ()
    assert read_elements("notes.md", test_kubernetes.MANIFEST) == ()
