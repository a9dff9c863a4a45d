"""The commands: one module each. Only these modules print."""
