"""Texts → vectors and full text; a query vector or query text → ids with scores. Derived from the record, and rebuildable."""
