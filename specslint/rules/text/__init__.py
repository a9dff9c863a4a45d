"""TXT: the text."""
