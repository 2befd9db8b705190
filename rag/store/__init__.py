"""The record: what was ingested, said, decided and proposed. Keeps the derived indexes in step with it."""
