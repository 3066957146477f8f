"""How many visits are connected to this process, and letting go of those that are over."""

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


def forget_gone() -> None:
    """Let go of visits that cannot come back any more; Streamlit does so only when another one leaves.

    To be called where Streamlit uses them: in the server's event loop.
    """
    try:
        from streamlit.runtime import get_instance

        manager = get_instance()._session_mgr
        with manager._storage_lock:  # type: ignore[attr-defined]
            manager._session_storage._cache.expire()  # type: ignore[attr-defined]
    except (AttributeError, ImportError, RuntimeError, TypeError):
        fall_back("store of visits that are over", "the last of them stay in memory until others leave")
