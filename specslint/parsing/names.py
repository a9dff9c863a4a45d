"""Names of Sphinx's roles and directives that both readers of a text know.

Sources: the Sphinx documentation, "Directives", "Roles" and "Domains"; those of its
bundled extensions; sphinxcontrib-blockdiag and related packages.
"""

from __future__ import annotations

SPHINX_ROLES = frozenset(
    """
    abbr any c:data c:enum c:enumerator c:expr c:func c:macro c:member c:struct c:texpr c:type
    c:union c:var cite command confval cpp:any cpp:class cpp:concept cpp:enum cpp:enumerator
    cpp:expr cpp:func cpp:member cpp:struct cpp:texpr cpp:type cpp:union cpp:var attr class
    const cve cwe data dfn doc download envvar eq exc file func guilabel index js:attr js:class
    js:data js:func js:meth js:mod kbd keyword mailheader makevar manpage menuselection meth
    mimetype mod newsgroup numref obj option program py:attr py:class py:const py:data py:exc
    py:func py:meth py:mod py:obj py:type ref regexp rst:dir rst:role samp std:confval std:doc
    std:envvar std:keyword std:numref std:option std:ref std:term std:token term token
    """.split()
)
"""The roles of Sphinx and of its domains."""

REFERENCE_ROLES = frozenset("ref doc numref term keyword option confval any eq download".split())
"""The roles for whose missing targets Sphinx warns."""

LITERAL_DIRECTIVES = frozenset(
    """
    productionlist std:productionlist module currentmodule js:module
    py:module py:currentmodule autosummary
    automodule autoclass autofunction autodata autoexception automethod autoattribute
    autoproperty autodecorator testsetup testcleanup doctest testcode testoutput graphviz graph
    digraph inheritance-diagram blockdiag seqdiag actdiag nwdiag packetdiag rackdiag
    c:namespace c:namespace-push c:namespace-pop c:alias cpp:namespace cpp:namespace-push
    cpp:namespace-pop cpp:alias
    """.split()
)
"""Directives whose body is not reStructuredText; their options are not checked."""
