"""A claim and its citation → is the quotation there, and does it carry the claim? The gate of everything cited."""
