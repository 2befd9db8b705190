"""Tests of the files a proposal is exported to."""
