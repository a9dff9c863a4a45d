"""Anything at all through each door of the program: by hypothesis, and by ``make fuzz``."""
