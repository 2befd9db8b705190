"""Settings → an opened application; the only room that chooses implementations."""
