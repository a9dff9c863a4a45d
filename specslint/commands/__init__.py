"""What the program does: a module a verb. Only they print."""
