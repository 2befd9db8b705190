"""What the commands do: arguments and settings → a consultation's work, printed. `rag/cli.py` names them."""
