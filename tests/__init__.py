"""Tests; the folders mirror rag/."""
