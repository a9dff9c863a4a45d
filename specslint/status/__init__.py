"""Where a release stands: every spec of it with its state, from git alone."""
