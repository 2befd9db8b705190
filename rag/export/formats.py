"""The names of the formats that a proposal is written in. Known without loading what writes them."""

FORMATS = ("md", "html", "docx", "pdf", "json", "zip")
