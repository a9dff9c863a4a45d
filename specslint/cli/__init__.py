"""The command line: entry point, options of each command, completion and error exits."""
