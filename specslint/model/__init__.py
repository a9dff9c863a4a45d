"""Frozen values that pass between the packages; the standard library only."""
