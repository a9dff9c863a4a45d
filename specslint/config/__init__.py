"""The settings of the tree under check, and the search for its root."""
