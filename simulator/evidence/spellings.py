"""Names that are spelt in several ways: one for each, as it is spelt most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from simulator.evidence.words import words_in


def usual_spellings(names: Iterable[str]) -> dict[str, str]:
    """Return for each spelling the usual one of the same words: accents, case and signs do not count."""
    counts = Counter(names)
    usual: dict[tuple[str, ...], str] = {}
    for name, _ in counts.most_common():
        usual.setdefault(_key(name), name)
    return {name: usual[_key(name)] for name in counts}


def _key(name: str) -> tuple[str, ...]:
    return words_in(name) or (name.strip(),)
