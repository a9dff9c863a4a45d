"""The options of each command: a module of its name, and ``check`` for no command."""
