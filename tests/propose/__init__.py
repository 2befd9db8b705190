"""Tests of composing, checking and verifying proposals."""
