"""Reads names of specs from a file: a list of names, or Launchpad's list of blueprints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

from specslint.commands.files import read_file
from specslint.model.errors import UserError

_LARGEST = 16 * 1024 * 1024


class Names(NamedTuple):
    """Names of specs, and remarks on those that are left out."""

    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


def names_in(file: str) -> Names:
    """Read names, one per line, or blueprints as Launchpad's API lists them.

    :param file: its name; ``-`` is standard input.

    Source: Launchpad's web service, "specification", ``implementation_status``.

    :raises UserError: the file cannot be read, or contains neither.
    """
    if file == "-":
        data = sys.stdin.buffer.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UserError(f"--from-file: more than {_LARGEST} bytes")
    else:
        data = read_file(Path(file), _LARGEST)
    text = data.decode("utf-8", "replace")
    if text.lstrip()[:1] not in ("{", "["):
        return Names(tuple(line.strip() for line in text.splitlines() if line.strip()))
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"--from-file: no valid JSON: {error}") from None
    entries = loaded.get("entries") if isinstance(loaded, dict) else loaded
    if not isinstance(entries, list):
        raise UserError('--from-file: the JSON has no list "entries" of blueprints')
    names, notes = [], []
    for entry in entries:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            raise UserError("--from-file: a blueprint of the JSON has no name")
        status = entry.get("implementation_status")
        if status == "Implemented":
            names.append(name)
        else:
            notes.append(f"{name}: {status or 'no status'}, left where it is")
    if isinstance(loaded, dict) and loaded.get("next_collection_link"):
        notes.append("the JSON is a part of the list: the rest is at its next_collection_link")
    return Names(tuple(names), tuple(notes))
