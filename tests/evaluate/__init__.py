"""Tests of rag.evaluate: the scoreboard."""
