"""What runs Next Dollar: its settings and its command. The model is `simulator`, the rooms are `rooms`."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the version that is installed; ``0`` where the code runs without having been installed."""
    try:
        return version("next-dollar")
    except PackageNotFoundError:
        return "0"
