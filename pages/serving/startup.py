"""Getting ready before the first request, and keeping what is ready out of the collector's way."""

from __future__ import annotations

import gc
import inspect
from importlib import import_module


def warm_up(*, whole: bool = False) -> None:
    """Do once what the first visit to the home page would otherwise wait for; with ``whole``, to any page."""
    gc.disable()  # What is imported stays: to search it for garbage meanwhile takes a fifth of the time.
    try:
        _warm_up(whole)
    finally:
        gc.freeze()
        gc.enable()


def _warm_up(whole: bool) -> None:
    from pages.allocate.page import scene
    from pages.ui.frame.registry import HOME, PAGES
    from pages.ui.state.session import Session
    from simulator.cases import list_cases
    from simulator.workspace.scenario import Workspace

    for page in PAGES if whole else (HOME,):
        import_module(f"pages.{page.folder}.page")
        page.specs()
    scene(Session(Workspace.of(list_cases()[0])))
    inspect.stack()  # Streamlit asks for it at the first element, and the first answer takes long.
