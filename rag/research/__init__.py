"""Searching the documents, answering from them, and showing the place of a quotation."""
