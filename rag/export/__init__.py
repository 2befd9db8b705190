"""The proposal → files: Markdown, HTML, DOCX, PDF, JSON, evidence pack, workbook, slides, CSV for trackers, starter repo."""
