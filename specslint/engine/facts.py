"""What a document defines for other documents and refers to in them."""

from __future__ import annotations

import re
from collections.abc import Callable

from specslint.engine.specs import SpecReader
from specslint.model.document import Definition, Use
from specslint.model.typing import NamedTuple

# Every definition and use has one of these signs in its markup. The directive "include" has
# neither: nothing is read for it. Documentation often has pages of that directive alone,
# for which docutils would be loaded.
_MAY_HAVE_FACTS = re.compile(rb"[`_\[]|(?<!include)::").search


class Facts(NamedTuple):
    """What a document defines for others and refers to in them."""

    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()


NO_FACTS = Facts()


def facts_of(reader: SpecReader, data: bytes) -> Facts:
    """What a text defines for others and refers to in them."""
    document = reader.document(data) if _MAY_HAVE_FACTS(data) else None
    return Facts(document.definitions, document.uses) if document else Facts()


def plain(facts: Facts) -> tuple[tuple[tuple[object, ...], ...], ...]:
    """Facts as tuples, strings and numbers."""
    return tuple(map(tuple, facts.definitions)), tuple(map(tuple, facts.uses))


def from_plain(known: tuple[tuple[tuple[object, ...], ...], ...]) -> Facts:
    """The inverse of :func:`plain`."""
    definitions, uses = known
    if not definitions and not uses:
        return NO_FACTS
    make_definition: Callable[..., Definition] = Definition
    make_use: Callable[..., Use] = Use
    return Facts(
        tuple(make_definition(*d) for d in definitions), tuple(make_use(*u) for u in uses)
    )
