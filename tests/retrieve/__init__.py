"""Tests of rag.retrieve: fusing, choosing, searching."""
