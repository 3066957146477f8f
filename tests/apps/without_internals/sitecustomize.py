"""Run at the start of Python: a Streamlit without what it does not promise, as far as this project asks for it."""

import builtins
import os
import pathlib
import sys
from typing import Any

OURS = "pages.ui.streamlit_internals"
_import, _glob, _is_file, _listdir = builtins.__import__, pathlib.Path.glob, pathlib.Path.is_file, os.listdir


def asked_by_us(depth: int = 2) -> bool:
    """Whether it is this project that asks."""
    return str(sys._getframe(depth).f_globals.get("__name__", "")).startswith(OURS)


def import_public(name: str, *args: Any, **kwargs: Any) -> Any:
    """Find no module below `streamlit`."""
    if name.startswith("streamlit.") and asked_by_us():
        raise ModuleNotFoundError(name)
    return _import(name, *args, **kwargs)


def glob(self: pathlib.Path, pattern: str, **options: Any) -> Any:
    """Find none of its scripts."""
    return iter(()) if asked_by_us() else _glob(self, pattern, **options)


def is_file(self: pathlib.Path, **options: Any) -> bool:
    """Find no `index.html`."""
    return not (self.name == "index.html" and asked_by_us()) and _is_file(self, **options)


def listdir(path: Any = ".") -> list[str]:
    """Find no open sockets."""
    if asked_by_us():
        raise FileNotFoundError(path)
    return _listdir(path)


builtins.__import__ = import_public  # type: ignore[assignment]
pathlib.Path.glob = glob  # type: ignore[method-assign, assignment]
pathlib.Path.is_file = is_file  # type: ignore[method-assign, assignment]
os.listdir = listdir  # type: ignore[assignment]
