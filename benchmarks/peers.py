"""The default pipelines of LangChain and LlamaIndex over PDF files, as their introductions show them; one run, times as JSON.

    .venv-bench/bin/python benchmarks/peers.py langchain|llamaindex MODEL STORE FILE…

Run by `ingest.py`; each run is a process of its own. Loading libraries and model is timed apart from taking in.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHUNK_CHARS, OVERLAP_CHARS = 1000, 200  # what LangChain's tutorials give; the class's own 4,000 is cut by the model's window


class Lap:
    """Seconds since the last look."""

    def __init__(self) -> None:
        """Start."""
        self._last = time.perf_counter()

    def __call__(self) -> float:
        """Look."""
        before, self._last = self._last, time.perf_counter()
        return self._last - before


def langchain(model: str, store: str, files: list[str]) -> dict[str, Any]:
    """PyPDFLoader, RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, Chroma."""
    lap = Lap()
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=model)
    embeddings.embed_query("warm")
    load = lap()
    pages: list[Any] = []
    failed = 0
    for file in files:
        try:
            pages += PyPDFLoader(file).load()
        except Exception:  # noqa: BLE001 - pypdf raises all kinds of errors on damaged files
            failed += 1
    read = lap()
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS)
    chunks = splitter.split_documents(pages)
    split = lap()
    Chroma.from_documents(chunks, embeddings, persist_directory=store)
    return {
        "pages": len(pages),
        "chunks": len(chunks),
        "failed": failed,
        "load_s": load,
        "stages": {"reading": read, "splitting": split, "embedding and vectors": lap()},
    }


def llamaindex(model: str, store: str, files: list[str]) -> dict[str, Any]:
    """SimpleDirectoryReader, SentenceSplitter, HuggingFaceEmbedding, VectorStoreIndex kept in a folder."""
    lap = Lap()
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(model_name=model)
    embedding.get_text_embedding("warm")
    load = lap()
    pages = SimpleDirectoryReader(input_files=files).load_data()
    read = lap()
    nodes = SentenceSplitter().get_nodes_from_documents(pages)
    split = lap()
    VectorStoreIndex(nodes, embed_model=embedding).storage_context.persist(store)
    return {
        "pages": len(pages),
        "chunks": len(nodes),
        "failed": len(files) - len({page.metadata.get("file_path") for page in pages}),
        "load_s": load,
        "stages": {"reading": read, "splitting": split, "embedding and vectors": lap()},
    }


PEERS: dict[str, Callable[[str, str, list[str]], dict[str, Any]]] = {"langchain": langchain, "llamaindex": llamaindex}


def main() -> None:
    """Run one pipeline; the result is the last line of the output."""
    warnings.simplefilter("ignore")
    name, model, store, *files = sys.argv[1:]
    result = PEERS[name](model, store, [str(Path(file)) for file in files])
    print(json.dumps({**result, "seconds": sum(result["stages"].values())}))


if __name__ == "__main__":
    main()
