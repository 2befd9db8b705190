"""Tests of the language model adapters, and the server they run against."""
