"""Pages → facts: what the documents say, each with its quotation and place."""
