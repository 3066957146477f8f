"""Response curves as formulas of a spreadsheet: their coefficients from the facts, and the result at an effort.

The same formulas as `simulator.facts.curves.calibrate`, `thinned` and `Curve.at`, written over addresses of cells; but
for the gentler exponent that `thinned` gives a curve all but flat: then the sheet's own check shows a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.facts.curves import Family

Put = Callable[[str, str], str]
"""Writes a formula under a title and returns the address of its cell."""
Facts = Mapping[str, str | None]
"""Where the facts of one curve stand: zero, today, double, half_more, ceiling; None for one that is not stated."""
FLOOR, CEILING, SCALE, POWER = "lowest", "highest", "scale of effort", "exponent"
COEFFICIENTS = (FLOOR, CEILING, SCALE, POWER)


@dataclass(frozen=True)
class CurveCells:
    """Where the coefficients of one curve stand."""

    family: Family
    floor: str
    ceiling: str
    scale: str
    power: str = "1"

    def at(self, effort: str) -> str:
        """Return the formula of the result at an effort: an address or a formula."""
        low, top, scale, power = self.floor, self.ceiling, self.scale, self.power
        if self.family == "flat":
            return top
        if self.family == "michaelis-menten":
            return f"({low}+({top}-{low})*({effort})/({scale}+({effort})))"
        if self.family == "adbudg":
            risen = f"MIN(({effort})/{scale},10^MIN(150/{power},300))^{power}"
            return f"({low}+({top}-{low})*{risen}/(1+{risen}))"
        return f"({top}-({top}-{low})*EXP(-({effort})/{scale}))"


def placed(put: Put, family: Family, facts: Facts, effort: str) -> CurveCells:
    """Write the coefficients of the curve through the facts, today's at ``effort``."""
    zero, today = facts["zero"], facts["today"]
    if family == "flat":
        return CurveCells(family, put(FLOOR, str(today)), put(CEILING, str(today)), put(SCALE, effort))
    floor = put(FLOOR, str(zero))
    if family == "adbudg":
        return _adbudg(put, facts, effort, floor)
    if family == "exponential" and facts.get("ceiling"):
        top = put(CEILING, str(facts["ceiling"]))
        return CurveCells(family, floor, top, put(SCALE, f"-{effort}/LN(({top}-{today})/({top}-{floor}))"))
    return _through_double(put, family, floor, (str(today), str(facts["double"])), effort)


def placed_thinned(put: Put, curve: CurveCells, today: str, quality: str, effort: str) -> CurveCells:
    """Write the curve of what counts where further results are worth only ``quality`` of today's."""
    reached = put("reached at double", f"{today}-{curve.floor}+{quality}*({curve.at(f'2*{effort}')}-{today})")
    if curve.family != "adbudg":
        ends = today, f"({curve.floor}+{reached})"
        return _through_double(put, curve.family, curve.floor, ends, effort)
    gain, times = f"({today}-{curve.floor})", f"2^{curve.power}"
    span = put("rise", f"{reached}*({times}-1)/({times}-{reached}/{gain})")
    top = put(CEILING, f"{curve.floor}+{span}")
    scale = put(SCALE, f"{effort}*({span}/{gain}-1)^(1/{curve.power})")
    return CurveCells("adbudg", curve.floor, top, scale, curve.power)


def _through_double(put: Put, family: Family, floor: str, ends: tuple[str, str], effort: str) -> CurveCells:
    today, double = ends
    gain = f"(({double}-{floor})/({today}-{floor}))"
    if family == "michaelis-menten":
        scale = put(SCALE, f"{effort}*(2*{gain}-2)/(2-{gain})")
        return CurveCells(family, floor, put(CEILING, f"{floor}+({today}-{floor})*(1+{scale}/{effort})"), scale)
    top = put(CEILING, f"{floor}+({today}-{floor})/(2-{gain})")
    return CurveCells(family, floor, top, put(SCALE, f"-{effort}/LN({gain}-1)"))


def _adbudg(put: Put, facts: Facts, effort: str, floor: str) -> CurveCells:
    today, half_more = facts["today"], facts.get("half_more")
    top = put(CEILING, str(facts["ceiling"]))
    beyond, ratio = (half_more, "1.5") if half_more else (facts["double"], "2")
    odds = f"(({today}-{floor})/({top}-{today}))"
    power = put(POWER, f"LN(({beyond}-{floor})/({top}-{beyond})/{odds})/LN({ratio})")
    return CurveCells("adbudg", floor, top, put(SCALE, f"{effort}*{odds}^(-1/{power})"), power)
