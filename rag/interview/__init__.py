"""The Brief and the decision → the questions worth asking next; a person's words → fields."""
