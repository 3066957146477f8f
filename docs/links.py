"""Links among the pages: each must lead to a page that is there and to a place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class _Reader(HTMLParser):
    """Collects where a page's links lead and which places it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.places: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Keep what a tag leads to and what it is called."""
        given = dict(attrs)
        self.leads += [value for name in ("href", "src") if (value := given.get(name)) is not None]
        if place := given.get("id"):
            self.places.append(place)


def broken(pages: Mapping[str, str]) -> list[str]:
    """Return a sentence for each link that leads nowhere and each place named twice.

    Args:
        pages: the HTML of each page by its file's name. Addresses of other sites are left alone: nothing is fetched.
    """
    read = {name: _Reader(page) for name, page in pages.items()}
    found = [f"{name}: {place!r} names two places." for name, each in read.items() for place in _twice(each.places)]
    for name, each in read.items():
        for address in each.leads:
            parts = urlsplit(address)
            to = unquote(parts.path) or name
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                continue
            if to not in pages:
                found.append(f"{name}: {address} leads to no page.")
            elif parts.fragment and unquote(parts.fragment) not in read[to].places:
                found.append(f"{name}: {address} leads to no place on {to}.")
    return found


def _twice(names: list[str]) -> Iterator[str]:
    seen = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
