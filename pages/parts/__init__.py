"""Drawing shared by the pages; no logic."""
