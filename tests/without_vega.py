"""A browser in which our way to Streamlit's Vega is lost, so that Streamlit's own element draws the charts."""

from __future__ import annotations

from playwright.sync_api import Page

from pages.ui.streamlit_internals.names import DOM


def hide_vega(page: Page) -> None:
    """Hide from our scripts, on each page opened from now on, where Streamlit's own scripts stand."""
    page.add_init_script(f"""{{
      const entries = performance.getEntriesByType.bind(performance);
      performance.getEntriesByType = (type) => entries(type).filter(({{ name }}) => !name.includes("{DOM["entry"]}"));
      const find = document.querySelector.bind(document);
      document.querySelector = (what) => (what.includes("script[src") ? null : find(what));
    }}""")
