"""MSG: the commit message."""
