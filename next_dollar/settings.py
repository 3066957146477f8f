"""All that whoever runs the app can set from outside: environment variables, declared once and read in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path

from platformdirs import user_data_path

from next_dollar.platforms import Tool, read_platforms

_SOURCES = re.compile(r"[\w.:/*'\- \[\]]+")


def _setting(variable: str, meaning: str, default: str, says: str) -> str:
    """Declare one setting; ``says`` is its default in words, for the documentation."""
    described = {"variable": variable, "meaning": meaning, "says": says}
    declared: str = field(default=default, metadata=described)
    return declared


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Raises `ValueError`, naming the variable, where one cannot be used."""

    database: str = _setting(
        "NEXT_DOLLAR_DATABASE",
        "where rooms are kept: a file, or `postgresql://user:password@host/name`",
        "",
        "`rooms.sqlite3` in the user's data folder",
    )
    frame_ancestors: str = _setting(
        "NEXT_DOLLAR_FRAME_ANCESTORS",
        "who may show the app in a frame, such as `https://course.example 'self'`",
        # Standing in course pages is a purpose of this app, and a frame gains nothing over a visitor: there are no
        # accounts to ride on, what one may do depends on the secret in the address alone.
        "*",
        "`*`: anyone, since a frame gains nothing over a visitor (no accounts)",
    )
    metrics_port: str = _setting(
        "NEXT_DOLLAR_METRICS_PORT",
        "the port of this machine's loopback address on which Prometheus finds the process's figures at `/metrics`",
        "",
        "none: no figures are kept",
    )
    shared_path: str = _setting(
        "NEXT_DOLLAR_SHARED_PATH",
        "the path at which a proxy spreads visitors over several replicas; links into rooms lead there, and scripts "
        "are loaded from `static/` below it",
        "",
        "none: links lead to the replica they were made on",
    )
    base_path: str = _setting(
        "STREAMLIT_SERVER_BASE_URL_PATH",
        "the path below which the app is served, such as `a`",
        "",
        "none",
    )
    previews: str = _setting(
        "NEXT_DOLLAR_PREVIEWS",
        "whether a link pasted into a chat unfolds with its answer and a picture: `on` or `off`",
        "on",
        "`on`: who reads the link can open it anyway",
    )

    lti: str = _setting(
        "NEXT_DOLLAR_LTI",
        "a TOML file that names the course software (LTI 1.3) which may open the app, as in the example below",
        "",
        "none: LTI is off",
    )
    costs: str = _setting(
        "NEXT_DOLLAR_COSTS",
        "whether a browser works a moment for a seat or a room, longer in a rush than a class makes: `on` or `off`",
        "on",
        "`on`; `off` where only people you know reach the app",
    )

    def __post_init__(self) -> None:
        """Refuse what would break out of a header, a port that is none, and what is neither on nor off."""
        for name in ("previews", "costs"):
            if getattr(self, name) not in ("on", "off"):
                raise ValueError(f"{variable_of(name)} is {getattr(self, name)!r}: on or off is allowed")
        if not _SOURCES.fullmatch(self.frame_ancestors):
            name = variable_of("frame_ancestors")
            raise ValueError(f"{name} is {self.frame_ancestors!r}: sources such as https://course.example are allowed")
        if self.metrics_port and not (self.metrics_port.isdecimal() and 1 <= int(self.metrics_port) <= 65535):
            raise ValueError(f"{variable_of('metrics_port')} is {self.metrics_port!r}: a port, 1 to 65535, is allowed")

    @property
    def database_place(self) -> str:
        """Where rooms are kept, a file path or a database URL, also where none is named."""
        return self.database or str(default_database())

    def courses(self) -> Tool | None:
        """Return what is known of course software; None where LTI is off. Raises `ValueError`, naming what is wrong."""
        return read_platforms(Path(self.lti).expanduser(), variable_of("lti")) if self.lti else None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that the environment holds; a variable that is blank counts as not set.

    Raises:
        ValueError: one of them cannot be used; names the variable.
    """
    found = os.environ if environment is None else environment
    given = {each.name: found.get(each.metadata["variable"], "").strip() for each in fields(Settings)}
    return Settings(**{name: value for name, value in given.items() if value})


def below(path: str, address: str = "") -> str:
    """Return an address below the path at which an app is served, from its root; the app's own ends in a slash."""
    return f"/{path.strip('/')}/{address}".replace("//", "/")


def variable_of(name: str) -> str:
    """Return the environment variable of the setting with that name."""
    declared = next(each for each in fields(Settings) if each.name == name)
    return str(declared.metadata["variable"])


def documented() -> list[tuple[str, str, str]]:
    """Return each setting's variable, meaning and default, as the documentation's table has them."""
    declared: tuple[Field[object], ...] = fields(Settings)
    return [(f"`{each.metadata['variable']}`", each.metadata["meaning"], each.metadata["says"]) for each in declared]


def default_database() -> Path:
    """Return the file in which rooms are kept where no place is named: in the user's data folder."""
    return user_data_path("next-dollar", appauthor=False) / "rooms.sqlite3"
