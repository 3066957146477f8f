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


def held_sessions() -> float:
    """Let go of visits that cannot come back any more, and return how many are left, connected or not.

    Streamlit lets go of them only when another one leaves. To be called where it uses them: in the server's event loop.
    """
    try:
        from streamlit.runtime import get_instance

        manager = get_instance()._session_mgr
        with manager._storage_lock:  # type: ignore[attr-defined]
            manager._session_storage._cache.expire()  # type: ignore[attr-defined]
            return float(manager.num_active_sessions() + len(manager._session_storage.list()))  # type: ignore[attr-defined]
    except (AttributeError, ImportError, RuntimeError, TypeError):
        fall_back("store of visits that are over", "the last of them stay in memory until others leave")
        return float("nan")
