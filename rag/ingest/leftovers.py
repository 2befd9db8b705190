"""What systems leave beside people's files, in folders and archives: it is passed over without a word."""

SKIPPED_NAMES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx", "__pycache__", "node_modules"}
WANTED_NAMES = {  # hidden, but people wrote them: pipelines, who owns what, and which versions of languages are in use
    *(".github", ".gitlab", ".circleci", ".gitlab-ci.yml", ".travis.yml", ".tool-versions"),
    *(".nvmrc", ".node-version", ".java-version", ".python-version", ".ruby-version", ".terraform-version"),
}


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is hidden (.git) or a leftover (Thumbs.db, ~$ locks)."""
    return (name.startswith((".", "~$")) and name not in WANTED_NAMES) or name.lower() in SKIPPED_NAMES
