"""PLC: placement in the tree."""
