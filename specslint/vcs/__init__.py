"""Access to git: revisions, the index, and what they change.

The only package that runs git; ``vcs.processes`` starts every command but the user's own
``git commit``. The git program is used, and no library that reads repositories, since
its plumbing is a documented interface and supports index files, linked work trees and
alternates.
"""
