"""Structured files, format by format."""
