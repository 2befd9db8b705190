"""Tests of rag/interview."""
