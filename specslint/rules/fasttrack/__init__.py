"""FTK: fast-track copies and their tag."""
