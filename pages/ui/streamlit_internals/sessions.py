"""How many visits are connected to this process."""

from __future__ import annotations

from pages.ui.streamlit_internals.fallback import fall_back


def open_sessions() -> float:
    """Return how many; not a number where Streamlit does not tell."""
    try:
        from streamlit.runtime import get_instance

        return float(get_instance()._session_mgr.num_active_sessions())
    except (AttributeError, ImportError, RuntimeError, TypeError):
        fall_back("count of visits", "it is not among the figures")
        return float("nan")
