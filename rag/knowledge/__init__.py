"""corpus/ and its tables → typed, validated entries. A new style, rule, question or price is a row, never code."""
