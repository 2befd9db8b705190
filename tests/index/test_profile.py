"""What an embedding model's files say of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.index.profile import Profile, read_profile
from rag.index.weights import find_model
from tests.index.tiny_models import write

E5 = {"query": "query: ", "passage": "passage: "}


def test_the_bundled_model_is_read() -> None:
    """MiniLM reads 256 word pieces, knows English, wants no prompts, and has its tokenizer's file."""
    profile = read_profile(find_model("minilm"))
    assert (profile.window, profile.query_prompt, profile.passage_prompt) == (256, "", "")
    assert profile.languages == frozenset({"en"})
    assert profile.tokenizer is not None
    assert profile.knows("english")
    assert not profile.knows("german")
    assert not profile.knows("the Cyrillic script")


@pytest.mark.parametrize(
    ("prompts", "query", "passage"),
    [
        (E5, "query: ", "passage: "),
        ({"query": "", "document": "", **E5}, "query: ", "passage: "),
        ({"query": "Find: ", "document": "title: none | text: "}, "Find: ", "title: none | text: "),
        ({"Retrieval-query": "x"}, "", ""),
        (None, "", ""),
        ([1], "", ""),
    ],
)
def test_prompts_are_those_of_the_configuration(tmp_path: Path, prompts: object, query: str, passage: str) -> None:
    """What the model was trained with before queries and passages is read under the names sentence-transformers knows."""
    write(tmp_path / "config_sentence_transformers.json", {"prompts": prompts})
    profile = read_profile(tmp_path)
    assert (profile.query_prompt, profile.passage_prompt) == (query, passage)


@pytest.mark.parametrize(
    ("files", "window"),
    [
        ({"sentence_bert_config.json": {"max_seq_length": 128}, "config.json": {"max_position_embeddings": 512}}, 128),
        ({"config.json": {"max_position_embeddings": 514, "model_type": "xlm-roberta"}}, 512),
        ({"config.json": {"max_position_embeddings": 8192}, "tokenizer_config.json": {"model_max_length": 1024}}, 1024),
        ({"sentence_bert_config.json": {"max_seq_length": None}, "config.json": []}, 512),
    ],
)
def test_the_window_is_what_the_model_reads(tmp_path: Path, files: dict[str, object], window: int) -> None:
    """The number said for sentences counts first, then the least of what model and tokenizer bear."""
    for name, content in files.items():
        write(tmp_path / name, content)
    assert read_profile(tmp_path).window == window


@pytest.mark.parametrize(
    ("card", "languages"),
    [
        ("---\nlanguage: en\nlicense: mit\n---\n", {"en"}),
        (
            "---\ntags:\n- a\nlanguage:\n- multilingual\n- af\n- de\n- zh-Hant\n- yo\nlicense: mit\n---\nlanguage: xx\n",
            {"af", "de", "zh", "yo"},
        ),
        ("---\nlanguage: [de, 'en']\n---\n", {"de", "en"}),
        ("---\nlanguage: multilingual\n---\n", None),
        ("---\nlicense: mit\n---\nlanguage: en\n", None),
        ("# A model\n\nlanguage: en\n", None),
        ("", None),
    ],
)
def test_languages_are_those_of_the_model_card(tmp_path: Path, card: str, languages: frozenset[str] | set[str] | None) -> None:
    """The head of the model card says which languages the model knows; without it, none is taken to be unknown."""
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert read_profile(tmp_path).languages == languages


def test_the_setting_outranks_the_card() -> None:
    """Languages that a person names count; `all` leaves none unknown; a script is known with one of its languages."""
    english = Profile(languages=frozenset({"en"}))
    assert english.with_languages("") is english
    assert english.with_languages("all").knows("Thai")
    named = english.with_languages("de+ru")
    assert [named.knows(one) for one in ("german", "the Cyrillic script", "english")] == [True, True, False]


def test_older_models_keep_their_transformer_in_a_folder(tmp_path: Path) -> None:
    """Window and tokenizer are found where `modules.json` says."""
    write(tmp_path / "modules.json", [{"path": "0_Transformer"}, {"path": "1_Pooling"}])
    write(tmp_path / "0_Transformer" / "sentence_bert_config.json", {"max_seq_length": 75})
    write(tmp_path / "0_Transformer" / "tokenizer.json", {})
    profile = read_profile(tmp_path)
    assert (profile.window, profile.tokenizer) == (75, tmp_path / "0_Transformer" / "tokenizer.json")


@given(
    content=some.binary(max_size=200) | some.sampled_from([b"[]", b"3", b'{"prompts": 3}', b'[{"path": 3}]', b"---\nlanguage:"])
)
def test_whatever_the_files_hold_a_profile_comes_out(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Damaged files leave the defaults; the model's own loading tells what is wrong with them."""
    folder = tmp_path_factory.mktemp("model")
    for name in ("modules.json", "config.json", "sentence_bert_config.json", "config_sentence_transformers.json", "README.md"):
        (folder / name).write_bytes(content)
    assert read_profile(folder).window > 0
