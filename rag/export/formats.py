"""The names of the formats and editions of a proposal, and their files. Known without loading what writes them."""

FORMATS = ("md", "html", "docx", "pdf", "json", "zip", "xlsx", "pptx", "csv", "starter")
ENDINGS = {"csv": "-backlog-csv.zip", "starter": "-starter.zip"}  # the others end in a dot and their name
READ = ("md", "html", "docx", "pdf")  # formats for readers, which may be given a part of the proposal
PROFILES = ("full", "short")
AUDIENCES = ("all", "board", "engineering")
LANGUAGES = ("en", "de", "fr", "es", "pt")  # of headings and labels
