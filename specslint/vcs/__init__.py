"""What git knows of a repository: revisions, the index, and what they change.

The only room that imports GitPython, and it does so with the first command:
that takes a tenth of a second. Every call of git is in ``vcs.git``.
"""
