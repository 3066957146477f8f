"""ES modules joined into the one text that Streamlit takes for a component, in the order in which they import.

The modules stay plain JavaScript that a browser, Node or a type checker reads as it is. Joined, their top-level names
share one scope, in which JavaScript itself refuses the same name twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

_IMPORT = re.compile(
    r'^import (?:(?P<default>\w+)|\{[^}]*\}) from "(?P<file>\.[\w./-]+)"(?: with \{ type: "json" \})?;\n', re.M
)
_EXPORT = re.compile(r"^export (?!default)", re.M)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?s:.*?)\*/[ \t]*)\n|/\*\*.*?\*/ ?", re.M)
_BLANK = re.compile(r"\n{2,}")


def joined(entry: Path, given: Mapping[str, str] | None = None) -> str:
    """Return the module with all that it imports, without imports, exports of its helpers, and comments.

    Args:
        entry: the module whose ``export default`` Streamlit calls.
        given: code by file name that takes a module's place.

    Raises:
        ValueError: modules import each other in a circle.
    """
    found: dict[Path, str] = {}
    _collect(entry.resolve(), given or {}, found, ())
    return _BLANK.sub("\n", "".join(found.values()))


def _collect(file: Path, given: Mapping[str, str], found: dict[Path, str], above: tuple[Path, ...]) -> None:
    if file in above:
        raise ValueError(f"{file.name} imports itself through {', '.join(path.name for path in above)}")
    if file in found:
        return
    code = given.get(file.name) or file.read_text(encoding="utf-8")
    for match in _IMPORT.finditer(code):
        other = (file.parent / match["file"]).resolve()
        if other.suffix == ".json":
            value = json.dumps(json.loads(other.read_text(encoding="utf-8")), separators=(",", ":"))
            found.setdefault(other, f"const {match['default']} = {value};\n")
        else:
            _collect(other, given, found, (*above, file))
    found[file] = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", code)))
