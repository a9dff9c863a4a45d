"""Random changes of a fuzz target's inputs, by lines and words, without coverage."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

_PIECES = re.compile(rb"\w+|\s+|.", re.DOTALL)
_MOST = 4
"""The number of changes of one input."""


def mutations(
    known: Sequence[bytes], words: Sequence[str], seed: int, size: int
) -> Iterator[bytes]:
    """Endless inputs, each of them made from a known one.

    :param known: inputs that the target accepts.
    :param words: what the target's format consists of.
    :param seed: the same one gives the same inputs.
    :param size: the maximal length of an input.
    """
    chance = random.Random(seed)
    vocabulary = [word.encode() for word in words]
    while True:
        data = chance.choice(known)
        for _ in range(chance.randint(1, _MOST)):
            data = _changed(data, chance, vocabulary, known)
        yield data[:size]


def _changed(
    data: bytes, chance: random.Random, words: Sequence[bytes], known: Sequence[bytes]
) -> bytes:
    by_line = chance.random() < 0.4
    pieces = data.splitlines(keepends=True) if by_line else _PIECES.findall(data)
    start = chance.randint(0, len(pieces))
    end = min(len(pieces), start + chance.choice((0, 1, 1, 2, 5)))
    kind = chance.randrange(8)
    new: Sequence[bytes] = ()  # removes the pieces
    if kind < 3:
        new = chance.choices(words, k=chance.randint(1, 2))
    elif kind == 3:
        new = pieces[start:end] * chance.choice((2, 2, 3, 60))
    elif kind == 4:
        new = pieces[start:end][::-1]
    elif kind == 5:
        other = chance.choice(known).splitlines(keepends=True)
        at = chance.randint(0, len(other))
        new = other[at : at + chance.randint(1, 4)]
    elif kind == 6:
        new = (bytes(chance.choices(range(256), k=chance.randint(1, 3))),)
    return b"".join((*pieces[:start], *new, *pieces[end:]))
