"""A shipped spec filled with its data, for `st.vega_lite_chart` where live charts cannot be had."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

STILL = "still_"
"""How the keys of the containers begin in which such charts stand; `chart_file.js` and the style sheet know it too."""
_BLOCK = re.compile(r"\.nd(?:\.dark)? \{([^}]*--nd-[^}]*)\}")
_TOKEN = re.compile(r"--nd-[\w-]+:[^;]+;")
_FONT = '"Source Sans", sans-serif'


def still_spec(
    spec: Mapping[str, Any],
    datasets: Mapping[str, Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]]],
    signals: Mapping[str, object],
    height: int | None = None,
) -> dict[str, Any]:
    """The spec with datasets as rows and params at the given values; its colours are those of `still_style`."""
    params = [
        {**param, "value": signals[param["name"]]} if param["name"] in signals else param
        for param in spec.get("params", [])
    ]
    filled: dict[str, Any] = _with_font({**spec, "params": params})
    filled["datasets"] = {name: _rows(table) for name, table in datasets.items()}
    # On a canvas there are no variables, and nothing to save as SVG.
    filled["usermeta"] = {**spec.get("usermeta", {}), "embedOptions": {"renderer": "svg"}}
    return filled if height is None else {**filled, "height": height}


@cache
def still_style() -> str:
    """The tokens of tokens.css, which stays their one source, for charts that stand in the page itself.

    They follow the page's theme and paper as those of the page do.
    """
    sheet = Path(__file__).with_name("assets").joinpath("tokens.css").read_text(encoding="utf-8")
    light, dark, paper = (" ".join(_TOKEN.findall(block)) for block in _BLOCK.findall(sheet))
    light = re.sub(r"var\(--st-text-color[^)]*\)", "var(--page-ink)", light)
    light = re.sub(r"var\(--st-background-color[^)]*\)", "var(--page-paper)", light)
    here = f'[class*="st-key-{STILL}"]'
    screen = f"@media screen {{ .page-dark {here} {{ {dark} }} }}"
    return f"{here} {{ {light} }} {screen} @media print {{ {here} {{ {paper} }} }}"


def _rows(table: Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    if isinstance(table, Mapping):
        return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return [dict(row) for row in table]


def _with_font(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("var(--st-font)", _FONT)
    if isinstance(value, Mapping):
        return {name: _with_font(inner) for name, inner in value.items()}
    return [_with_font(inner) for inner in value] if isinstance(value, list | tuple) else value
