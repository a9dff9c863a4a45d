"""Immutable values that the packages exchange; imports the standard library only."""
