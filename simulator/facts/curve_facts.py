"""Where the facts of each response curve stand, and whether a sound curve goes through them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.facts.curves import SHAPES, Curve, CurveError, Family, calibrate, check
from simulator.facts.declaration import Declared, InvalidInput, Problem, declaration

CURVE_HELP = (
    "How the result bends with effort: 'exponential' (default), 'michaelis-menten' (rises longer), "
    "'adbudg' (needs a ceiling; may be S-shaped) or 'flat' (effort changes nothing)."
)


def curve_choice(title: str) -> Any:
    """Declare the choice of a curve family."""
    return Field("exponential", title=title, description=CURVE_HELP)


class CurveFacts:
    """Where the facts of one curve stand in a business or a channel."""

    def __init__(self, today: str, stem: str, family: str | None, falling: bool = False) -> None:
        self.family = family
        self.falling = falling
        self.fields: dict[Literal["zero", "today", "half_more", "double", "ceiling"], str] = {
            "zero": f"{stem}_at_zero",
            "today": today,
            "double": f"{stem}_at_double",
        }
        if family:
            self.fields |= {"half_more": f"{stem}_at_half_more", "ceiling": f"{stem}_ceiling"}

    def calibrated(self, effort: Any, values: Any) -> Curve:
        """Return the curve, ``values(field)`` giving each fact as float, array or None, and the family."""
        family: Any = values(self.family) if self.family else "exponential"
        return calibrate(family, effort, **{fact: values(field) for fact, field in self.fields.items()})

    def other_family(self, owner: Declared) -> Family | None:
        """Return the other family with diminishing returns whose curve goes through the same facts of ``owner``.

        None where there is none: only what doubling brings leaves both open.
        """
        if self.family is None or getattr(owner, self.family) not in SHAPES:
            return None
        beyond = {fact: getattr(owner, self.fields[fact]) for fact in ("double", "half_more", "ceiling")}
        if beyond["double"] is None or beyond["half_more"] is not None or beyond["ceiling"] is not None:
            return None
        return SHAPES[1 - SHAPES.index(getattr(owner, self.family))]


CHANNEL_CURVE = CurveFacts("prospects", "prospects", "curve")
WIN_RATE_CURVE = CurveFacts("win_rate", "win_rate", "win_rate_curve")
SHARE_CURVE = CurveFacts("share_of_wallet", "share", "share_curve")
CHURN_CURVE = CurveFacts("churn", "churn", None, falling=True)


def check_facts(owner: Declared, facts: CurveFacts, channel: str = "") -> None:
    """Raise `InvalidInput` naming the fact of ``owner`` through which no sound curve goes."""
    family: Family = getattr(owner, facts.family) if facts.family else "exponential"
    try:
        check(
            family,
            **{fact: getattr(owner, field) for fact, field in facts.fields.items()},
            falling=facts.falling,
        )
    except CurveError as error:
        raise problem_with(owner, facts.fields[error.fact], error.allowed, channel) from None


def problem_with(owner: Declared, field: str, allowed: str, channel: str = "") -> InvalidInput:
    """Return the error that ``field`` of ``owner`` is not ``allowed``; ``channel`` names the channel it is of."""
    title = declaration(type(owner), field)["title"]
    value = getattr(owner, field)
    if channel:
        return InvalidInput(Problem(f"channels.{channel}.{field}", f"{channel}: {title}", value, allowed))
    return InvalidInput(Problem(field, title, value, allowed))
