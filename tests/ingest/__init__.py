"""Tests of the ingest step: bytes of a file → pages, blocks, chunks."""
