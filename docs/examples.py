"""The guides' examples in Python: run where the pages are made, so that what stands below each is what it printed."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

EXAMPLE = re.compile(r"^```python\n(?P<code>.*?)^```\n", re.MULTILINE | re.DOTALL)


class ExampleFailed(Exception):
    """An example of a guide does not run; says which, and why."""


def ran(text: str, title: str) -> str:
    """Return a guide's Markdown with the output of each example below it.

    Args:
        text: the guide; its examples run in the order in which they are read, each going on from those before.
        title: of the guide, for what is said of an example that does not run.

    Raises:
        ExampleFailed: an example raises an error.
    """
    known: dict[str, Any] = {"__name__": "__main__"}
    return EXAMPLE.sub(lambda found: found[0] + _output(found["code"], known, title), text)


def _output(code: str, known: dict[str, Any], title: str) -> str:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"an example of {title!r}", "exec"), known)  # Our own text, as it stands in the guide.
    except Exception as error:
        raise ExampleFailed(f"An example of {title!r} does not run: {error!r}\n{code}") from error
    said = printed.getvalue().rstrip()
    return f"\n```output\n{said}\n```\n" if said else ""
