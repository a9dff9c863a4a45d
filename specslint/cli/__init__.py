"""The command line: entry point, options of each verb, completion and error exits."""
