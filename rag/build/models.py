"""The models that the settings name: for embedding, for ranking anew, for conversation."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass

from rag.errors import SettingsError
from rag.index.embedder import Embedder
from rag.index.hashing import HashingEmbedder
from rag.index.precision import choose_precision
from rag.index.process import Precision, ProcessEmbedder
from rag.index.profile import Profile, read_profile
from rag.index.reranker import ProcessReranker
from rag.index.weights import EMBEDDER, MINILM, file_hash, find_model
from rag.ingest.chunk import MAX_TOKENS
from rag.ingest.tokens import approximate_count, word_piece_counter
from rag.llm.chat import ChatModel
from rag.llm.ledger import LedgeredChat, LedgerEntry
from rag.settings import Settings
from rag.store.record import ModelCall, Record

SPECIAL_TOKENS = 2  # that a model puts around a text
LEAST_TOKENS = 48  # of a chunk: with less, its headings take all room
LISTENING_S = 20.0  # longest wait for a model while somebody waits for the next question
CHUNKER = "1"  # raise when split_document cuts otherwise: the record is then cut anew


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name.

    Raises:
        SettingsError: the model is not on this machine.
    """
    if settings.embedder == "hashing":
        return HashingEmbedder()
    return ProcessEmbedder(settings.embedder, _precision(settings))


def open_reranker(settings: Settings) -> ProcessReranker | None:
    """The reranker that the settings name, loading in its process, which tells whatever is wrong with it; None without one."""
    return ProcessReranker(settings.reranker, _precision(settings)) if settings.reranker else None


def _precision(settings: Settings) -> Precision:
    """The number format that the settings ask for, or that is quickest here."""
    if settings.embedding_precision == "auto":
        return choose_precision(settings.data_dir, settings.embedder)
    return settings.embedding_precision


def embedding_profile(settings: Settings) -> Profile:
    """What the embedding model wants and knows.

    Raises:
        SettingsError: the model is not on this machine.
    """
    found = Profile() if settings.embedder == "hashing" else read_profile(find_model(settings.embedder))
    return found.with_languages(settings.embedding_languages)


@dataclass(frozen=True, slots=True)
class Cutting:
    """How documents are cut so that the embedding model reads every chunk to its end."""

    count_tokens: Callable[[str], int]  # word pieces of a text, as the model counts them
    max_tokens: int  # of a chunk
    version: str  # of everything that decides where chunks end


def cutting_for(settings: Settings) -> Cutting:
    """How documents are cut for the embedding model of the settings.

    Raises:
        SettingsError: the model is not on this machine, has no tokenizer file, or reads too little.
    """
    if settings.embedder == "hashing":
        return Cutting(approximate_count, MAX_TOKENS, CHUNKER)
    profile = embedding_profile(settings)
    if profile.tokenizer is None:
        raise SettingsError(
            f"{EMBEDDER}: {settings.embedder} has no tokenizer.json, by which documents are cut. Make it once: "
            "`AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)` in Python, with the package transformers."
        )
    count = word_piece_counter(profile.tokenizer)
    if settings.embedder == MINILM:
        return Cutting(count, MAX_TOKENS, CHUNKER)
    max_tokens = min(MAX_TOKENS, profile.window - SPECIAL_TOKENS - count(profile.passage_prompt))
    if max_tokens < LEAST_TOKENS:
        raise SettingsError(
            f"{EMBEDDER}: {settings.embedder} reads {profile.window} word pieces at a time; at least "
            f"{LEAST_TOKENS + SPECIAL_TOKENS} are needed, and those of its prompt. Name another model, or use `minilm`."
        )
    return Cutting(count, max_tokens, f"{CHUNKER}-{max_tokens}-{file_hash(profile.tokenizer)[:8]}")


def chat_model(
    settings: Settings, record: Record, workspace: str, stack: ExitStack, purpose: str = "answer"
) -> ChatModel | None:
    """The connected model, each call noted in the ledger, its connections closed with the stack; None without one."""
    if not settings.llm_base_url:
        return None
    from rag.llm.openai import OpenAIChat

    model = stack.enter_context(closing(OpenAIChat(settings)))
    return LedgeredChat(model, lambda entry: record.add_model_call(_model_call(entry, workspace)), purpose)


def listening_model(settings: Settings, record: Record, workspace: str, stack: ExitStack) -> ChatModel | None:
    """The connected model as who answers in the interview waits for it: once, and not for long."""
    patient = min(settings.llm_timeout_s, LISTENING_S)
    hasty = settings.model_copy(update={"llm_timeout_s": patient, "llm_retries": 0, "llm_temperature": 0.0})
    return chat_model(hasty, record, workspace, stack, "reading of an answer")


def _model_call(entry: LedgerEntry, workspace: str) -> ModelCall:
    return ModelCall(
        endpoint=entry.endpoint,
        purpose=entry.purpose,
        sent_characters=entry.sent_characters,
        received_characters=entry.received_characters,
        seconds=entry.seconds,
        outcome=entry.outcome,
        workspace=workspace,
    )
