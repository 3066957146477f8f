"""The report as one HTML file that opens anywhere, without a network: style, pictures and its one script are in it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict
from hashlib import sha256
from html import escape
from importlib.resources import files

from simulator.report import tables
from simulator.report.charts import Picture, pictures
from simulator.report.contents import Report
from simulator.report.sentences import answer, reasons
from simulator.report.tables import Table

SAFE_LINKS = ("http://", "https://")


def page(report: Report) -> str:
    """Return the HTML document."""
    name = escape(report.business.name)
    revenue, splits, returns = map(_picture, pictures(report))
    said = "".join(f"<p>{escape(line)}</p>" for line in reasons(report))
    body = [
        f"<header><p class=quiet>{name} · {report.made_on.isoformat()}</p><h1>{escape(answer(report))}</h1>{said}",
        "</header>",
        revenue, _table(tables.figures(report)), splits, _table(tables.plans(report)), returns,
        _table(tables.returns(report)), _table(tables.years(report)),
        *([_table(hanging)] if (hanging := tables.hanging(report)) else []),
        "<h2>Facts, and where they come from</h2>", *(_table(each, "h3") for each in tables.facts(report)),
        _list("What this rests on", report.assumptions), _end(report),
    ]  # fmt: skip
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    script = files(__package__).joinpath("page.js").read_text(encoding="utf-8")
    seal = b64encode(sha256(script.encode()).digest()).decode()
    # Of all scripts the browser runs this one alone, whatever a name holds.
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{seal}'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name} · Next Dollar</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style></head>'
        f"<body><main>{''.join(body)}</main><script>{script}</script></body></html>\n"
    )


def _picture(picture: Picture) -> str:
    months = f' data-months="{escape(json.dumps(asdict(picture.months)))}"' if picture.months else ""
    named = f'<figure role="img" aria-label="{escape(picture.alt)}"{months}>'
    return f"{named}<figcaption>{escape(picture.phrase)}</figcaption>{picture.svg}</figure>"


def _table(table: Table, level: str = "h2") -> str:
    head = "".join(f'<th scope="col">{_name(cell)}</th>' for cell in table.header)
    rows = "".join(
        f'<tr><th scope="row">{_name(first)}</th>{"".join(f"<td>{_name(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<{level}>{_name(table.title)}</{level}><div class="scroll" tabindex="0">{inner}</div>'


def _name(text: str) -> str:
    """Return a text that, whichever way it is written, does not turn what stands around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _list(title: str, lines: tuple[str, ...]) -> str:
    return f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _end(report: Report) -> str:
    link = escape(report.link)
    opens = f'<a href="{link}">{link}</a>' if report.link.startswith(SAFE_LINKS) else link
    made = f"Made with Next Dollar {escape(report.version)} on {report.made_on.isoformat()}."
    return f"<footer><p>{made} The same figures, to try more with:</p><p class=link>{opens}</p></footer>"
