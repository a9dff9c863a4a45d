"""The settings of the editor, from ``initializationOptions``."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from specslint.config.settings import Config
from specslint.model.errors import UserError
from specslint.server.checkouts import Choice

_LEVELS = ("debug", "info", "warning", "error")
_LONGEST = 60_000


class Settings(NamedTuple):
    """The editor's settings; ``debounce`` is in seconds."""

    choice: Choice = Choice()
    debounce: float = 0.2
    log_level: int = logging.WARNING


def read(options: Any) -> tuple[Settings, list[str]]:
    """Read ``initializationOptions``; invalid settings are ignored.

    :param options: any JSON value.
    :returns: the settings, and a message for each invalid one.
    """
    if options is None:
        return Settings(), []
    if not isinstance(options, dict):
        return Settings(), ["initializationOptions is no object"]
    settings, wrong = Settings(), []
    for name, value in options.items():
        try:
            settings = _with(settings, str(name), value)
        except (UserError, ValueError) as error:
            wrong.append(f"initializationOptions: {error}")
    return settings, wrong


def _with(settings: Settings, name: str, value: Any) -> Settings:
    """The settings with one of them changed.

    :raises ValueError: the value has the wrong type.
    :raises UserError: there is no rule of a code.
    """
    if name in ("select", "ignore"):
        codes = [value] if isinstance(value, str) else value
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise ValueError(f"{name} is no list of codes")
        choice = settings.choice._replace(**{name: tuple(codes)})
        choice.applied(Config())
        return settings._replace(choice=choice)
    if name == "debounce":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError("debounce is no number of milliseconds")
        return settings._replace(debounce=min(max(float(value), 0.0), _LONGEST) / 1000)
    if name == "logLevel":
        if value not in _LEVELS:
            raise ValueError(f"logLevel is none of {', '.join(_LEVELS)}")
        return settings._replace(log_level=getattr(logging, str(value).upper()))
    raise ValueError(f"{name} is no setting: there are select, ignore, debounce and logLevel")
