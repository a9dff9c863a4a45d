"""What each verb takes on the command line: a module of its name, and one without a verb."""
