"""A file's bytes → a `Document` of pages and blocks → `Chunk`s; what was left out is said beside them."""
