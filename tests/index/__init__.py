"""Tests of rag.index: embedders, vectors, full text."""
