"""Rerankers: what they score, and which models are none."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import torch
from transformers import BertModel

from rag.errors import SettingsError
from rag.index.cross_encoder import CrossEncoder
from rag.index.reranker import SLICE, ProcessReranker, find_reranker
from tests.index.tiny_models import WORDS, config, cross_encoder, overlap_cross_encoder, sentence_encoder, tokenizer, write

QUESTION = "order service restored hours"
BY_OVERLAP = (  # best first
    "order service restored hours",
    "order service restored team",
    "order service shop team",
    "order budget shop team",
    "night budget shop team",
)


@pytest.fixture(scope="module")
def overlap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder whose order is known."""
    return overlap_cross_encoder(tmp_path_factory.mktemp("overlap"))


@pytest.fixture(scope="module")
def reranker(overlap: Path) -> Iterator[ProcessReranker]:
    """It, in its process."""
    with closing(ProcessReranker(str(overlap))) as process:
        yield process


def test_passages_that_share_words_with_the_question_are_best(reranker: ProcessReranker) -> None:
    """The child's scores are in the order that the model's weights were made for, whatever order the passages come in."""
    for passages in (BY_OVERLAP, BY_OVERLAP[::-1]):
        scores = dict(zip(passages, reranker.scores(QUESTION, passages), strict=True))
        assert sorted(passages, key=lambda passage: -scores[passage]) == list(BY_OVERLAP)


def test_many_passages_and_long_ones_keep_their_places(reranker: ProcessReranker, overlap: Path) -> None:
    """Requests of some pairs each give the scores that the model gives in one go; beyond its window all is cut."""
    passages = [f"{'order ' * (n % 7)}{'shop ' * (n * 37 % 60)}team" for n in range(3 * SLICE + 1)] + ["order " * 5000, ""]
    expected = CrossEncoder(str(overlap)).scores(QUESTION, passages)
    assert reranker.scores(QUESTION, passages) == pytest.approx(expected, abs=1e-4)
    assert reranker.scores("order " * 5000, ["order", "shop"]).shape == (2,)


def test_no_passages_have_no_scores(reranker: ProcessReranker) -> None:
    """An empty list is not an error."""
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_bfloat16_keeps_the_order(overlap: Path) -> None:
    """The quicker number format puts plainly different passages in the same order."""
    scores = list(CrossEncoder(str(overlap), "bfloat16").scores(QUESTION, BY_OVERLAP))
    assert scores == sorted(scores, reverse=True)


def test_a_cross_encoder_is_found_by_its_folder(tmp_path: Path) -> None:
    """A model with one label is taken as it was saved."""
    assert find_reranker(str(cross_encoder(tmp_path / "model"))) == tmp_path / "model"


def test_a_folder_may_be_relative(overlap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is named from where the command runs, wherever the child does."""
    monkeypatch.chdir(overlap.parent)
    with closing(ProcessReranker(overlap.name)) as process:
        assert process.scores(QUESTION, ["order"]).shape == (1,)


def test_a_bi_encoder_is_refused() -> None:
    """The bundled embedding model, to which transformers would add random numbers, is told apart, and what to set is said."""
    with pytest.raises(
        SettingsError, match=r"GROUNDPLAN_RERANKER: minilm is no reranker: BertModel makes .*Set GROUNDPLAN_RERANKER"
    ):
        find_reranker("minilm")


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing path, a name that was not downloaded, a folder without a model: each says which setting named it."""
    for model, said in (
        (str(tmp_path / "none"), "no model"),
        ("nobody/nothing", "hf download"),
        (str(tmp_path), "holds no model"),
    ):
        with pytest.raises(SettingsError, match=f"GROUNDPLAN_RERANKER.*{said}"):
            find_reranker(model)


def test_several_labels_are_refused(tmp_path: Path) -> None:
    """A classifier of more than one label gives no score; nor does one whose configuration leaves their number open."""
    cross_encoder(tmp_path, labels=3)
    with pytest.raises(SettingsError, match="3 classes"):
        find_reranker(str(tmp_path))
    said = json.loads((tmp_path / "config.json").read_text())
    del said["id2label"], said["label2id"]
    write(tmp_path / "config.json", said)
    with pytest.raises(SettingsError, match="2 classes"):
        find_reranker(str(tmp_path))


def test_weights_without_a_classifier_are_refused(tmp_path: Path) -> None:
    """A bi-encoder whose configuration claims a classifier is found out by its weights: by their names, and by loading."""
    one_label = {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}, "architectures": ["BertForSequenceClassification"]}
    sentence_encoder(tmp_path)
    write(tmp_path / "config.json", {**json.loads((tmp_path / "config.json").read_text()), **one_label})
    with pytest.raises(SettingsError, match="its weights hold no classifier"):
        find_reranker(str(tmp_path))
    (tmp_path / "model.safetensors").unlink()
    torch.save(BertModel(config(tokenizer(tmp_path, WORDS))).state_dict(), tmp_path / "pytorch_model.bin")
    find_reranker(str(tmp_path))
    with pytest.raises(SettingsError, match=r"its weights lack classifier\.bias, classifier\.weight"):
        CrossEncoder(str(tmp_path))


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    """Weights that cannot be read are a settings error of the calls, not a failure of the start."""
    (cross_encoder(tmp_path) / "model.safetensors").write_bytes(b"\x01\x02")
    with closing(ProcessReranker(str(tmp_path))) as broken:
        for _ in range(2):
            with pytest.raises(SettingsError, match="GROUNDPLAN_RERANKER"):
                broken.scores(QUESTION, ["order"])


def test_a_refused_model_is_not_started_again(tmp_path: Path) -> None:
    """What was refused once is refused at once, so that no search waits for it."""
    with closing(ProcessReranker(str(tmp_path / "none"))) as refused:
        for _ in range(2):
            with pytest.raises(SettingsError, match="no model"):
                refused.scores(QUESTION, ["order"])
        first = refused.pid
        with pytest.raises(SettingsError, match="no model"):
            refused.scores(QUESTION, ["order"])
        assert refused.pid == first
