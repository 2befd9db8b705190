"""What an embedding model wants and knows, as its own files say: prompts, window, languages.

In: the model's folder, and the setting `embedding_languages`. Out: a `Profile`. Needs no torch.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from rag.index.languages import CODES
from rag.index.weights import read_json

ALL = "all"
_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")  # the first that is set counts, as in sentence-transformers
_WINDOW = 512  # tokens of most models, where nothing is said
_PADDING = 2  # positions that models of RoBERTa's kind give away
_CARD_BYTES = 2_000_000  # a model card can begin with long tables of results
_LANGUAGES = re.compile(r"^language:[ \t]*(?P<one>[^\n]*)\n(?P<list>(?:[ \t]*-[^\n]*\n)*)", re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Profile:
    """An embedding model as the rest of the product needs to know it."""

    window: int = _WINDOW  # tokens that it reads of a text, special ones and prompt included
    query_prompt: str = ""  # put before a query: `query: `
    passage_prompt: str = ""
    languages: frozenset[str] | None = None  # two-letter codes; None where nothing is said, or all of them
    tokenizer: Path | None = None  # the tokenizer's file, if there is one

    def knows(self, language: str) -> bool:
        """Whether the model was trained on a language; see `languages.CODES` for the names."""
        return self.languages is None or bool(CODES.get(language, self.languages) & self.languages)

    def with_languages(self, said: str) -> "Profile":
        """The profile with the languages of the setting `embedding_languages`; "" leaves it as it is."""
        if not said:
            return self
        return replace(self, languages=None if said == ALL else frozenset(said.split("+")))

    def summary(self) -> str:
        """What `doctor` says of the model."""
        known = "all languages, as far as it says" if self.languages is None else ", ".join(sorted(self.languages))
        prompts = f"queries begin with “{self.query_prompt}”, passages with “{self.passage_prompt}”"
        said = [f"reads {self.window} word pieces", f"languages: {known}"]
        return "; ".join([*said, prompts] if self.query_prompt or self.passage_prompt else said)


def read_profile(folder: Path) -> Profile:
    """What the files in a model's folder say; what they do not say stays at its default."""
    modules = read_json(folder / "modules.json")
    first = modules[0].get("path", "") if isinstance(modules, list) and modules and isinstance(modules[0], dict) else ""
    inner = folder / first if isinstance(first, str) and (folder / first).is_dir() else folder  # older models: `0_Transformer`
    prompts = _mapping(_mapping(read_json(folder / "config_sentence_transformers.json")).get("prompts"))
    tokenizer = inner / "tokenizer.json"
    return Profile(
        window=_window(inner),
        query_prompt=_prompt(prompts, _QUERY_PROMPTS),
        passage_prompt=_prompt(prompts, _PASSAGE_PROMPTS),
        languages=_card_languages(folder / "README.md"),
        tokenizer=tokenizer if tokenizer.is_file() else None,
    )


def _window(folder: Path) -> int:
    """Tokens that the model reads of a text, by what sentence-transformers would take."""
    said = _mapping(read_json(folder / "sentence_bert_config.json")).get("max_seq_length")
    if isinstance(said, int) and said > 0:
        return said
    config = _mapping(read_json(folder / "config.json"))
    limits = [
        config.get("max_position_embeddings"),
        _mapping(read_json(folder / "tokenizer_config.json")).get("model_max_length"),
    ]
    if isinstance(limits[0], int) and "roberta" in str(config.get("model_type", "")):
        limits[0] -= _PADDING
    return min([limit for limit in limits if isinstance(limit, int) and limit > 0], default=_WINDOW)


def _card_languages(card: Path) -> frozenset[str] | None:
    """The codes under `language:` at the head of a model card; None without any, or where it only says `multilingual`."""
    try:
        with card.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_CARD_BYTES)
    except OSError:
        return None
    found = _LANGUAGES.search(text.split("\n---", 1)[0] + "\n") if text.startswith("---") else None
    if found is None:
        return None
    said = re.split(r"[\s,\[\]\"'-]+", f"{found['one']} {found['list']}".lower())
    return frozenset(code for code in said if _CODE.fullmatch(code)) or None


def _prompt(prompts: dict[str, object], names: tuple[str, ...]) -> str:
    """The first of the named prompts that is set."""
    return next((said for name in names if isinstance(said := prompts.get(name), str) and said), "")


def _mapping(value: object) -> dict[str, object]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}
