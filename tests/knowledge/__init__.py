"""Tests of rag/knowledge."""
