"""A shipped spec filled with its data, for `st.vega_lite_chart` where live charts cannot be had."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_THEME = {
    "light": {"--st-text-color": "#111827", "--st-background-color": "#ffffff", "--st-font": "sans-serif"},
    "dark": {"--st-text-color": "#f3f4f6", "--st-background-color": "#0e1117", "--st-font": "sans-serif"},
}


def still_spec(
    spec: Mapping[str, Any],
    datasets: Mapping[str, Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]]],
    signals: Mapping[str, object],
    theme: Literal["light", "dark"],
    height: int | None = None,
) -> dict[str, Any]:
    """The spec with colours of the theme, datasets as rows, and params at the given values."""
    params = [
        {**param, "value": signals[param["name"]]} if param["name"] in signals else param
        for param in spec.get("params", [])
    ]
    filled: dict[str, Any] = _themed({**spec, "params": params}, theme)
    filled["datasets"] = {name: _rows(table) for name, table in datasets.items()}
    return filled if height is None else {**filled, "height": height}


def _rows(table: Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    if isinstance(table, Mapping):
        return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return [dict(row) for row in table]


def _themed(value: Any, theme: Literal["light", "dark"]) -> Any:
    if isinstance(value, str):
        return _TOKEN.sub(lambda found: _colours(theme).get(found[1], "currentColor"), value)
    if isinstance(value, Mapping):
        return {name: _themed(inner, theme) for name, inner in value.items()}
    return [_themed(inner, theme) for inner in value] if isinstance(value, list | tuple) else value


@cache
def _colours(theme: Literal["light", "dark"]) -> dict[str, str]:
    """The tokens of tokens.css, which stays their one source."""
    sheet = Path(__file__).with_name("assets").joinpath("tokens.css").read_text(encoding="utf-8")
    light, dark = sheet.partition("@media print")[0].split(".nd.dark", 1)
    declared = re.findall(r"(--nd-[\w-]+):\s*([^;]+);", light if theme == "light" else light + dark)
    resolve = {
        name: re.sub(r"var\((--[\w-]+)[^)]*\)", lambda m: _THEME[theme][m[1]], value) for name, value in declared
    }
    return {**_THEME[theme], **resolve}
