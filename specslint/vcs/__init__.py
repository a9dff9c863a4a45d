"""What git knows of a repository: revisions, the index, and what they change.

The only package that runs git: ``vcs.git`` starts all commands but the user's own
``git commit``. git itself is asked, since its plumbing is a documented interface and
knows of index files, linked work trees and alternates what no other reader does.
"""
