"""Changes of a spec repository: re-proposing, new specs, moves, opening a release.

``find``, ``plan``, ``drafting``, ``moving`` and ``opening`` compute what to do, as
values (``operations``); ``apply`` carries it out.
"""
