"""SUP: the pragmas themselves."""
