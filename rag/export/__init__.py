"""The proposal → files: Markdown, HTML, DOCX, PDF, JSON and the evidence pack, all drawn from one layout."""
