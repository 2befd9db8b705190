"""Documents on their way in, with the one piece of background work that a workspace may have."""
