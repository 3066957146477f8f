"""Where a fact comes from, said quietly beside it: a mark, a word, and how low and high it may be."""

from __future__ import annotations

from html import escape

from pages.ui.text.facts import fact_text, spanned
from pages.ui.text.formats import MoneyFormat, count
from pages.ui.text.labels import label
from simulator.facts.business import Business
from simulator.facts.guesses import reason
from simulator.facts.origin import Origin
from simulator.facts.paths import owner_at
from simulator.facts.plural import plural
from simulator.facts.sources import ends_of, origin_of


def origin_words(origin: Origin) -> str:
    """Return where a fact comes from: stated; deals.csv, 412 rows; our guess."""
    if origin.kind == "stated":
        return "stated"
    if origin.kind == "guessed":
        return "our guess"
    rows = "" if origin.rows is None else f", {plural(count(origin.rows), 'row')}"
    return f"{origin.source or 'read from data'}{rows}"


def origin_line(business: Business, path: str, unit: str, money: MoneyFormat) -> str:
    """Return that as a line beside the fact; nothing where the fact is left out."""
    owner, fact = owner_at(business, path)
    if getattr(owner, fact) is None:
        return ""
    origin, (low, high) = origin_of(business, path), ends_of(business, path)
    between = [fact_text(end, unit, money) for end in (low, high) if end is not None]
    span = f", {spanned(*between)}" if len(between) == 2 else ""
    why = escape(reason(origin.source) if origin.kind == "guessed" else "")
    hint = f' title="{why}"' if why else ""
    return f'<p class="origin"{hint}><i class="{origin.kind}"></i>{escape(origin_words(origin) + span)}</p>'


def right(guess: str) -> str:
    """Return the words by which a guess, written ``guess``, becomes the owner's own."""
    return label(f"{guess} is right")
