"""Selects the spec and the target release of a re-proposal; pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from specslint.model import releases
from specslint.model.errors import UserError
from specslint.model.spec import Place, Status

Titles = Callable[[Iterable[Place], str], Iterable[tuple[Place, str]]]
"""Returns the titles of those specs whose text contains a case-folded fragment."""

_SHOWN = 8


def open_release(
    wanted: str | None,
    configured: Sequence[str] | None,
    templates: Iterable[str],
    known: Iterable[str],
) -> str:
    """The release that a spec is proposed to.

    :param wanted: the one that the user names, or None.
    :param configured: the open releases of the configuration, or None.
    :param templates: the releases that have a template in the tree.
    :param known: all releases of the tree.
    :raises UserError: there is none, or the name is not a release's.
    """
    if wanted is not None:
        return named_release("--to", wanted, known)
    if configured is not None and len(configured) == 1:
        return configured[0]
    candidates = [
        name
        for name in templates
        if name != releases.BACKLOG and (configured is None or name in configured)
    ]
    if not candidates:
        why = (
            "no release has a template" if configured is None else "no open release has a template"
        )
        raise UserError(f"{why}, so the release to propose to is not known: name it with --to")
    return releases.newest_first(candidates)[0]


def named_release(option: str, name: str, known: Iterable[str]) -> str:
    """The release that a word names, in the tree's spelling.

    :param option: the option with the word, for the message.
    :param known: the releases of the tree.
    :raises UserError: it names none.
    """
    known = list(known)
    if name in known:
        return name
    release = releases.canonical(name)
    if release is None:
        close = releases.closest(name, known) or releases.closest(name)
        hint = f'; did you mean "{close}"?' if close else ""
        raise UserError(f'{option}: "{name}" is no release{hint}')
    return next((found for found in known if releases.canonical(found) == release), release)


def find(
    name: str,
    path: str | None,
    specs: Sequence[Place],
    titles: Titles,
    *,
    release: str | None = None,
    partial: bool = False,
) -> Place:
    """Find an earlier spec by its name, its path, or a part of its title.

    :param name: what the user wrote.
    :param path: the same as a path in the repository, or None if it is not one.
    :param specs: the specs of earlier releases, approved and implemented.
    :param titles: reads titles; called only if neither name nor path is a spec's.
    :param release: the release to take it from; if None, the newest that has it.
    :param partial: whether an implemented one may be taken.
    :raises UserError: there is none, there are several, or it must not be taken.
    """
    at_path = [place for place in specs if place.path == path]
    if at_path:
        return _allowed(at_path[0], specs, partial=partial)
    same = _named(name.removesuffix(".rst"), specs)
    if not same:
        wanted = [place for place in specs if release in (None, place.release)]
        same = _named(_by_title(name, wanted, titles, specs), specs)
    if release is None:
        return _allowed(same[0], specs, partial=partial)
    there = [place for place in same if place.release == release]
    if not there:
        have = ", ".join(dict.fromkeys(place.release for place in same))
        raise UserError(f'"{same[0].name}" is not in {release}: --from may be {have}')
    return _allowed(there[0], specs, partial=partial)


def releases_of(name: str, specs: Iterable[Place]) -> tuple[str, ...]:
    """All releases that approved a spec, oldest first.

    A release that implemented a spec had approved it before.
    """
    return tuple(dict.fromkeys(place.release for place in reversed(_named(name, specs))))


def _named(name: str, specs: Iterable[Place]) -> list[Place]:
    """The specs of a name: newest first, within a release the approved one first."""
    found = [place for place in specs if place.name == name]
    found.sort(key=lambda place: place.status.value)
    return sorted(found, key=lambda place: releases.order(place.release), reverse=True)


def _by_title(
    fragment: str, wanted: Sequence[Place], titles: Titles, specs: Iterable[Place]
) -> str:
    """The name of the only spec whose title contains a fragment, ignoring case."""
    folded = " ".join(fragment.split()).casefold()
    found: dict[str, Place] = {}
    for place, title in titles(wanted, folded) if folded else ():
        if folded in " ".join(title.split()).casefold():
            found.setdefault(place.name, place)
    if len(found) == 1:
        return next(iter(found))
    if found:
        names = sorted(found)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        listed = ", ".join(names[:_SHOWN])
        raise UserError(
            f'"{fragment}" is in the titles of {len(names)} specs: {listed}{more}; name one'
        )
    from specslint.config.values import did_you_mean

    hint = did_you_mean(fragment, sorted({place.name for place in specs}))
    raise UserError(
        f'no earlier release has a spec with the name, path or title "{fragment}"'
        f"{hint or '; git ls-files specs lists those that there are'}"
    )


def _allowed(place: Place, specs: Iterable[Place], *, partial: bool) -> Place:
    if place.status is not Status.IMPLEMENTED or partial:
        return place
    others = [
        other.release
        for other in _named(place.name, specs)
        if other.status is Status.APPROVED and other.release != place.release
    ]
    hint = f"; --from {others[0]} takes the one that was approved there" if others else ""
    raise UserError(
        f"{place.path} is implemented: where only a part of it is, say so with --partial{hint}"
    )
