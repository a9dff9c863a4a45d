"""The language server: checks the documents that are open in an editor.

It needs pygls and lsprotocol, which are in the extra ``server``.
"""
