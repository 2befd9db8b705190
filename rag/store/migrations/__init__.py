"""The record's migrations, in order, run when the record is opened; see `docs/operations.md`."""
