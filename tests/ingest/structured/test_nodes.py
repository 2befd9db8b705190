"""YAML and JSON trees with places, whatever comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.structured.nodes import MAX_NODES, parse

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(9))}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_values_know_their_place() -> None:
    """Names, values and places are those of the text, in any script."""
    text = "título: 'ü𝔸'\nports:\n  - 80\n  - name: x\n    to: 443\n"
    (root,) = parse(text)
    title = root.get("título")
    assert (title.text, text[title.start : title.end]) == ("ü𝔸", "título: 'ü𝔸'")
    assert [node.text for node in root.get("ports").values()] == ["80", ""]
    named = list(root.get("ports").values())[1]
    assert named.get("to").text == "443"
    assert not named.get("to", "deeper", "still")


def test_json_is_read_too() -> None:
    """A JSON file is a tree like any other."""
    (root,) = parse('{\n\t"openapi": "3.1.0", "paths": {"/a": {"get": {}}}}')
    assert root.get("openapi").text == "3.1.0"
    assert root.get("paths").texts() == ["/a"]


def test_templates_are_passed_over() -> None:
    """What a template would fill in does not break the rest."""
    text = "{{- if .Values.on }}\nimage: {{ .Values.image | quote }}\nreplicas: 3\n{{- end }}\n"
    (root,) = parse(text)
    assert root.get("replicas").text == "3"


@pytest.mark.parametrize(
    "text", [LAUGHS, "a: &a [*a]", "[" * 100_000, "{a: " * 5_000, "!!python/object:os.system ls", "\t- :\n&"]
)
def test_hostile_files(text: str) -> None:
    """Bombs, loops, depth and tags give nothing, or no more than is written, at once."""
    assert sum(root.size for root in parse(text)) <= MAX_NODES


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t0", max_size=200))
def test_any_text(text: str) -> None:
    """Whatever comes, there is a tree or nothing."""
    for root in parse(text):
        assert 0 <= root.start <= len(text)
