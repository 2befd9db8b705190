"""Tests of the Brief."""
