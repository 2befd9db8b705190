"""Facts and answers → the Brief: every field with its value, status, confidence and where it comes from."""
