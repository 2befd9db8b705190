"""The design → pictures of it: Mermaid sources that parse, their drawings, text alternatives and tables in words."""
