"""Tests of the record, its files, its lock and the way into it."""
