"""Names that may mean the same: they differ in case, accents, hyphens, plural or a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.evidence.words import words_in
from simulator.facts.names import looks

LEAST_LETTERS = 4
"""Shorter names are too easily one another's."""
LETTERS_A_SLIP = 5
"""Letters for each of which one may be wrong."""
PLURALS = ("nen", "en", "es", "s", "n", "e", "x")
"""Endings by which names in five languages are plural, the longest first."""


def near_name(name: str, others: Iterable[str]) -> str | None:
    """Return the first of the others that may mean the same; None where one looks the same, or none comes near."""
    others = list(others)
    if any(looks(name) == looks(each) for each in others):
        return None
    return next((each for each in others if near(name, each)), None)


def near(one: str, other: str) -> bool:
    """Return whether two names may mean the same; such that differ in a figure or a single letter never do."""
    return _near(words_in(one), words_in(other))


def near_within(name: str, others: Iterable[str]) -> str | None:
    """Return the first of the others of whose words some of the name's may be another spelling; None for none."""
    said = words_in(name)
    for other in others:
        parts = words_in(other)
        runs = [said[at : at + long] for long in {len(parts), 1} for at in range(len(said) - long + 1) if long]
        if any(_near(run, parts) for run in runs):
            return other
    return None


def _near(one: Sequence[str], other: Sequence[str]) -> bool:
    first, second = "".join(one), "".join(other)
    if not first or not second or _told_apart(one) != _told_apart(other):
        return False
    if first == second:
        return True
    shorter = min(len(first), len(second))
    if shorter < LEAST_LETTERS:
        return False
    return _stem(first) == _stem(second) or _slips(first, second) <= shorter // LETTERS_A_SLIP


def _told_apart(words: Sequence[str]) -> list[str]:
    """Return figures and single letters: Partner 1 is not Partner 2, nor Partner A Partner B."""
    return [*(sign for sign in "".join(words) if sign.isdigit()), *(word for word in words[1:] if len(word) == 1)]


def _stem(word: str) -> str:
    if word.endswith("oes"):  # Indicações are more than one indicação.
        return word.removesuffix("oes")
    if word.endswith("ao"):
        return word.removesuffix("ao")
    ending = next((each for each in PLURALS if word.endswith(each) and len(word) - len(each) >= LEAST_LETTERS - 1), "")
    return word.removesuffix(ending)


def _slips(one: str, other: str) -> int:
    """Return how many letters are left out, put in, put for another or swapped with the next (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        now = [place]
        for at, beside in enumerate(other, 1):
            cost = min(row[at] + 1, now[at - 1] + 1, row[at - 1] + (letter != beside))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == beside:
                cost = min(cost, before[at - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]
