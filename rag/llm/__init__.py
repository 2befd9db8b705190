"""Messages → text, from any OpenAI-compatible endpoint, or from a script in tests."""
