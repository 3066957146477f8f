"""The words an owner may not know, each in one plain sentence, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from pages.ui.text.labels import label

GLOSSARY: Mapping[str, str] = {
    "account care": "Time and money spent on the customers you have, so that they buy more of what they need from you.",
    "best split": "The way to divide the same budget that brings most, by the facts you gave.",
    "bottleneck": "The step where the next bit of money brings most, because it holds back all the others.",
    "carry-over": "The part of what a month's spend does that is felt only in the months after.",
    "churn": "The share of customers who leave in a month.",
    "conversion": "Turning prospects into customers: what your sales team does.",
    "cost per customer": "What is spent on a channel and on selling to its prospects, for each customer it wins.",
    "cost per prospect": "What is spent on a channel for each prospect it brings.",
    "customer equity": "What your customers are worth: the gross profit of the horizon and all that follows from it "
    "later, each year's wait taken off.",
    "customer value": "What one new customer brings in gross margin for as long as it stays, less the care it takes.",
    "first order": "What a new customer pays once, at the start.",
    "free": "Each lever moves alone, and the total follows.",
    "gross margin": "The part of revenue that is left once what was sold has been paid for.",
    "gross profit": "Revenue less what the goods cost, the budget you split here, and fixed cost.",
    "guess": "A figure that is put where nothing was said: from studies, or in proportion to the rest.",
    "held": "The total stays as it is: what one lever gets, the others give.",
    "lever": "One thing you can spend more or less on: a channel, the sales team or account care.",
    "marginal return": "What the next bit of money brings in, not what money brought in on average.",
    "payback": "How many months a new customer takes to earn back what it cost to win.",
    "prospect": "Someone who has shown interest and may buy: an enquiry, a lead, a visitor to your stand.",
    "prospecting": "Finding people who may buy: what your channels do.",
    "proved": "Shown by calculation, not by trying: no other split can bring more than the amount named.",
    "sales cycle": "How long it takes from a prospect's decision for you to the first money.",
    "shadow price": "What one more unit of total budget would bring, split as well as can be.",
    "share of wallet": "Of all your customers spend on what you sell, the part they spend with you.",
    "total budget": "All that is split here: every channel, the sales team and account care together.",
    "upsell": "Selling more to the customers you have.",
    "wallet": "All that one customer spends in a month on the kind of thing you sell, with you and with others.",
    "win rate": "The share of prospects who become customers.",
}
"""Term, as it stands in a sentence, to what it means."""

PAGE = "How_it_works"
"""Where the glossary is, seen from any other page."""

LEADING = frozenset({"held", "free", "proved"})
"""Terms that are common words as well: they are meant only where they open a text."""

_FORMS = {f"{term}{ending}": term for term in GLOSSARY for ending in ("", "s")}
_ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_FORMS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


def terms_in(text: str) -> dict[str, str]:
    """Return each term of a text at its first occurrence, as it is written there, with what it means."""
    return {text[start:end]: GLOSSARY[term] for start, end, term in _first(text)}


def explained(text: str) -> str:
    """Return a text as HTML in which each term, at its first occurrence, tells what it means when it is touched."""
    parts, at = [], 0
    for start, end, term in _first(text):
        parts += [escape(text[at:start]), _marked(text[start:end], term)]
        at = end
    return "".join([*parts, escape(text[at:])])


def _first(text: str) -> Iterator[tuple[int, int, str]]:
    seen = set()
    for found in _ANY.finditer(text):
        term = _FORMS[found[0].casefold()]
        if term not in seen and not (term in LEADING and found.start()):
            seen.add(term)
            yield found.start(), found.end(), term


def _marked(written: str, term: str) -> str:
    return meant(written, GLOSSARY[term], term)


def helped(text: str) -> str:
    """Return a text for the help beside a field, as Markdown, in which each term leads to the glossary."""
    parts, at = [], 0
    for start, end, term in _first(text):
        parts += [label(text[at:start]), f"[{label(text[start:end])}]({PAGE}#{place_of(term)})"]
        at = end
    return "".join([*parts, label(text[at:])])


def place_of(term: str) -> str:
    """Return the name of the place at which the glossary of How it works has a term; `terms.js` leads there."""
    return f"word-{term.casefold().replace(' ', '-')}"


def meant(written: str, meaning: str, term: str = "") -> str:
    """Return a text as HTML that tells what it means when it is pointed at, focused or touched.

    The way to the glossary stands beside the meaning: to ``term``, or else to the first term that the meaning uses.
    """
    word = term or next((term for *_, term in _first(meaning)), "")
    at = f' data-word="{place_of(word)}"' if word else ""
    # Said here too: before the style sheet arrives the browser would load the italic font for it.
    look = 'class="term" style="font-style:inherit" tabindex="0"'
    return f'<dfn {look} aria-description="{escape(meaning)}"{at}>{escape(written)}</dfn>'
