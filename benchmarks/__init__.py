"""How fast specslint is beside its neighbours: ``python -m benchmarks``, or ``make bench``."""
