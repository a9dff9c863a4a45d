"""Benchmarks against other linters and hooks: ``python -m benchmarks``, or ``make bench``."""
