"""Allocate: what happens if I shift the budget? Also what serves all pages: ``streamlit run app.py``."""

from streamlit import App

from pages.ui.streamlit_internals.run import drawing

if not drawing(otherwise=__name__ == "__main__"):  # A server is starting.
    from pages.serving.server import serving

    app = App(__file__, **serving())
else:
    from pages.allocate.page import allocate
    from pages.ui.frame.frame import show

    show("Allocate", allocate)
