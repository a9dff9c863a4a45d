"""The status of a release: every spec of it with its state, computed from git alone."""
