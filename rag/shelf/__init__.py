"""A document's life after it was taken in: what it is, whether it counts, what relies on it, what replaced it, how it goes."""
