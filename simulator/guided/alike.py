"""A company like another one: what its owner left open is guessed from an example of the same kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from simulator.facts.business import Business
from simulator.facts.origin import Origin
from simulator.guided.answers import Answer, Answers
from simulator.guided.back import FACTS, answered, answers_of
from simulator.guided.company import company_from
from simulator.guided.rows import tidied

OF_A_KIND = ("wins", "closing", "leaving", "share", "margin")
"""Answers that firms of one kind share whatever their size and currency: rates and times, no money and no people."""


def company_like(business: Business | None, answers: Answers, example: Business, name: str) -> Business:
    """Return the company with the rates of an example wherever none was stated, each marked as a guess.

    Args:
        business: of the owner so far; None where nothing was said.
        answers: that it was made of.
        example: another company of its kind.
        name: of that one, as it is known.

    `Refused` where the answers contradict each other, `InvalidInput` where no such company can be.
    """
    known = answers_of(example, guessed=True)
    said = tidied(answers)
    filled = {field: _rate(known, field) for field in OF_A_KIND if said.answered(field) is None}
    given: dict[str, Any] = {field: answer for field, answer in filled.items() if answer is not None}
    after = replace(said, **given)
    new = company_from(after) if business is None else answered(business, said, after)
    facts = {fact for field in given for fact in _facts(new, field)}
    source = f"As at {name}, an example."
    marked = [Origin(fact=fact, kind="guessed", source=source) for fact in facts if new.origin(fact).kind != "read"]
    others = [each for each in new.origins if each.fact not in {origin.fact for origin in marked}]
    company: Business = new.changed(origins=[*others, *marked])
    return company


def _facts(business: Business, field: str) -> tuple[str, ...]:
    """Return the facts an answer stands in: without any spend on it, what stands at zero is today's."""
    spend, stem = {"wins": ("conversion_spend", "win_rate"), "share": ("upsell_spend", "share")}.get(field, ("", ""))
    idle = spend and not getattr(business, spend) and getattr(business, f"{stem}_curve") != "flat"
    return (FACTS[field], f"{stem}_at_zero") if idle else (FACTS[field],)


def _rate(known: Answers, field: str) -> Answer | None:
    answer = known.answered(field)
    if answer is None or (field == "share" and not answer.value):
        return None
    return replace(answer, low=None, high=None)  # How sure the example's owner is says nothing of this one.
