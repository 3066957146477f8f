"""Names in labels: Streamlit reads a label, and the help beside it, as Markdown; a name is shown as it stands."""

from __future__ import annotations

import re

ANYWHERE = re.compile(r"[\\`*_~\[\]!<>$#|&]|:(?!\s)|(?<=material)/")
AT_START = re.compile(r"^(\s*)(\d*)([-+=.)])")


def label(text: str) -> str:
    """Return ``text`` for a label, popover, button, option of a radio or help: nothing in it is Markdown.

    Only signs that could mean something are escaped, since screen readers are given some labels unread.
    """
    return AT_START.sub(r"\1\2\\\3", ANYWHERE.sub(r"\\\g<0>", text))
