"""The settings of the tree under check, and where that tree is."""
