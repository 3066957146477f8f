"""How teams did: each member decides alone, and the team is as good as its middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rooms.debrief import Debrief, Judged


@dataclass(frozen=True)
class TeamResult:
    """One team in one round. Money over the horizon; ``judged`` holds its members' splits, the best first."""

    team: int
    """Place among the room's teams, from 0."""
    judged: tuple[Judged, ...]

    @property
    def median_regret(self) -> float | None:
        """The median of what its members leave on the table; None where none of them submitted."""
        return float(np.median([each.regret for each in self.judged])) if self.judged else None

    @property
    def best(self) -> Judged | None:
        """The best split of the team; None where there is none."""
        return self.judged[0] if self.judged else None


def by_team(played: Debrief, teams: int) -> tuple[TeamResult, ...]:
    """Return the results of so many teams, in their order; seats without a team stand in none."""
    return tuple(
        TeamResult(team, tuple(each for each in played.judged if each.entry.team == team)) for team in range(teams)
    )


def ranked(results: Sequence[TeamResult]) -> list[TeamResult]:
    """Return them with the smallest median regret first, and those without a split last."""
    return sorted(results, key=lambda each: (each.median_regret is None, each.median_regret or 0.0, each.team))
