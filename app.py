"""Allocate: what happens if I shift the budget? Also what serves all pages: ``streamlit run app.py``."""

from streamlit import App
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:  # No page is being drawn: a server is starting.
    from pages.serving.server import serving

    app = App(__file__, **serving())
else:
    from pages.allocate.page import allocate
    from pages.ui.frame.frame import show

    show("Allocate", allocate)
