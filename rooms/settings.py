"""What a facilitator chooses: the case, what is shown, and each round's shock, total and levers."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, JsonValue, model_validator

from rooms import company
from rooms.limits import MAX_ROUNDS, MAX_TIMER_SECONDS, NEWS_LIMIT, STORY_LIMIT
from rooms.shocks import SHOCKS
from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.declaration import Declared, InvalidInput, Problem
from simulator.facts.measures import DEFAULT_MONTHS, MONTHS, Metric
from simulator.facts.plan import TOTAL_LIMIT, Plan
from simulator.facts.unit import smallest_unit
from simulator.optimise.rebalance import set_total

Fact = Literal["spend", "prospects", "win_rate", "share_of_wallet", "customers", "money", "judgement"]
FACTS: tuple[Fact, ...] = ("spend", "prospects", "win_rate", "share_of_wallet", "customers", "money", "judgement")
Result = Literal["revenue", "gross_profit", "customers", "share_of_wallet", "next_dollar"]
RESULTS: tuple[Result, ...] = ("revenue", "gross_profit", "customers", "share_of_wallet", "next_dollar")


Pace = Literal["class", "homework"]
PACES: tuple[Pace, ...] = ("class", "homework")


_MOMENT: dict[str, JsonValue] = {"allowed": "a date and time with its zone is needed, such as 2027-01-31T17:00:00Z"}


class RoundSettings(Declared):
    """One round. ``total`` None is today's; ``locked`` levers stay at today's amount."""

    shock: str = Field("none", title="Shock")
    total: float | None = Field(None, title="Total a month", ge=1, le=TOTAL_LIMIT, allow_inf_nan=False)
    locked: tuple[str, ...] = Field((), title="Locked levers", strict=False)
    seconds: int | None = Field(None, title="Timer", ge=10, le=MAX_TIMER_SECONDS)
    """Time to decide; None leaves it to the facilitator."""
    practice: bool = Field(False, title="Practice")
    """Left out of the room's results over the rounds."""
    news: str = Field("", title="News", max_length=NEWS_LIMIT)
    """Read in place of the shock's own; blank: that one."""
    revise: bool = Field(False, title="May be revised")
    """In a homework: whether a split that was submitted may be changed until the end, or as long as the timer runs."""

    def without_amounts(self) -> RoundSettings:
        """Return the round without what is about the levers of one company: its total, locks and news."""
        return RoundSettings(shock=self.shock, seconds=self.seconds, practice=self.practice, revise=self.revise)

    @model_validator(mode="after")
    def _known(self) -> RoundSettings:
        if self.shock not in SHOCKS:
            raise InvalidInput(Problem("shock", "Shock", self.shock, f"one of {', '.join(SHOCKS)} is allowed"))
        return self


class RoomSettings(Declared):
    """All a facilitator chooses. Checked as a whole: each round's facts, total and locks must be possible."""

    case: str = Field("northwind.1", title="Case")
    months: int = Field(DEFAULT_MONTHS, title="Horizon", ge=MONTHS[0], le=MONTHS[1])
    metric: Metric = Field("revenue", title="Judge by")
    facts: tuple[Fact, ...] = Field(FACTS[:-1], title="Facts shown", strict=False)
    results: tuple[Result, ...] = Field(RESULTS[:-1], title="Results shown", strict=False)
    rounds: tuple[RoundSettings, ...] = Field(
        (RoundSettings(),), title="Rounds", min_length=1, max_length=MAX_ROUNDS, strict=False
    )
    company: str = Field("", title=company.TITLE, max_length=company.LONGEST)
    """As in `rooms.company`, played in place of the case; blank: the case."""
    story: str = Field("", title="Story", max_length=STORY_LIMIT)
    """What is told of the own company; blank: nothing but its facts."""
    pace: Pace = Field("class", title="Held")
    """In class, where the facilitator leads from step to step, or as homework, each at their own pace until its end."""
    ends: int | None = Field(None, title="End of the homework", ge=0, le=10**11, json_schema_extra=_MOMENT)
    """Seconds since 1970 (UTC). What counts once the homework runs is the room's own end."""
    best_at_once: bool = Field(False, title="Best split at once")
    """In a homework: whether each sees the best split of a round once theirs is submitted for good; else in the
    debrief."""

    def playing(self, case: str, company: str = "") -> RoomSettings:
        """Return the settings with another case, or with an own company in its place: of the rounds, shock and time
        stay."""
        rounds = tuple(each.without_amounts() for each in self.rounds)
        return self.changed(case=case, company=company, story="", rounds=rounds)

    @model_validator(mode="after")
    def _possible(self) -> RoomSettings:
        case = load_case(self.case)
        if case.ref != self.case:
            raise InvalidInput(Problem("case", "Case", self.case, "its version is needed too"))
        for number in range(1, len(self.rounds) + 1):
            self._check_round(number)
        return self

    def _check_round(self, number: int) -> None:
        business, plan = self.business(number), self.start(number)
        settings = self.rounds[number - 1]
        levers = business.levers
        if not plan.total > 0:
            raise InvalidInput(Problem("total", f"Round {number}: total a month", plan.total,
                                       "the company spends nothing today, so there is nothing to split"))  # fmt: skip
        if strangers := set(settings.locked) - set(levers):
            raise InvalidInput(Problem("locked", f"Round {number}: locked levers", ", ".join(sorted(strangers)),
                                       f"the levers are {', '.join(levers)}"))  # fmt: skip
        if len(levers) - len(set(settings.locked)) < 2:
            raise InvalidInput(Problem("locked", f"Round {number}: locked levers", len(set(settings.locked)),
                                       "at least two levers must stay free"))  # fmt: skip
        if settings.total is not None and abs(plan.total - settings.total) > 1e-6 * settings.total:
            raise InvalidInput(Problem("total", f"Round {number}: total a month", settings.total,
                                       "the locked levers alone cost more"))  # fmt: skip

    def business(self, number: int) -> Business:
        """Return the company as it is in a round, counted from 1."""
        return _shocked(self.case, self.company, self.rounds[number - 1].shock)

    def start(self, number: int) -> Plan:
        """Return where the levers stand when a round begins: today's plan, at the round's total."""
        business, total = self.business(number), self.rounds[number - 1].total
        if total is None:
            return business.plan
        unit = smallest_unit(business, total)
        return set_total(business.plan, total, self.rounds[number - 1].locked, unit=unit)


@lru_cache(maxsize=256)
def _shocked(case: str, link: str, shock: str) -> Business:
    return SHOCKS[shock].applied(company.company_of(case, link))
