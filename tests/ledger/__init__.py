"""Facts, and what people decide about them."""
