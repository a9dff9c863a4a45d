"""What git knows of a repository: revisions, the index, and what they change.

The only room that runs git, and every call of it is in ``vcs.git``. git itself
is asked, for its plumbing is a documented interface and knows of index files,
linked work trees and alternates what no other reader does.
"""
