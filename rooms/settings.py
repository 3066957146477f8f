"""What a facilitator chooses: the case, what is shown, and each round's news, total and levers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue, model_validator

from rooms import company
from rooms.limits import (
    ANSWER_LIMIT,
    ANSWERS,
    MAX_FACTS,
    MAX_ROUNDS,
    MAX_TIMER_SECONDS,
    NEWS_LIMIT,
    NEWS_LINES,
    QUESTION_LIMIT,
    STORY_LIMIT,
    STORY_LINES,
    TEAM_LIMIT,
    TEAMS,
)
from rooms.news import FactNews, fact_news, with_news
from rooms.paragraphs import up_to
from rooms.shocks import SHOCKS
from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.declaration import Declared, InvalidInput, Problem
from simulator.facts.measures import DEFAULT_MONTHS, MONTHS, Metric
from simulator.facts.plan import TOTAL_LIMIT, Plan
from simulator.facts.unit import smallest_unit
from simulator.optimise.rebalance import set_total
from simulator.whatif.later import after
from simulator.workspace.differences import FactChange

Fact = Literal["spend", "prospects", "win_rate", "share_of_wallet", "customers", "money", "judgement"]
FACTS: tuple[Fact, ...] = ("spend", "prospects", "win_rate", "share_of_wallet", "customers", "money", "judgement")
Result = Literal["revenue", "gross_profit", "customers", "share_of_wallet", "next_dollar"]
RESULTS: tuple[Result, ...] = ("revenue", "gross_profit", "customers", "share_of_wallet", "next_dollar")
Why = Literal["no", "prediction", "split"]
"""Whether a reason in one line is asked for, and beside what."""
WHYS: tuple[Why, ...] = ("no", "prediction", "split")


GoesOn = Literal["no", "middle", "best"]
"""Under whose split the company goes on to the next round: of the room's middle, or the best there was; or not."""
GOES_ON: tuple[GoesOn, ...] = ("no", "middle", "best")
Pace = Literal["class", "homework"]
PACES: tuple[Pace, ...] = ("class", "homework")


NOT_IN_HOMEWORK = "in a homework everyone is at their own pace, so there is no split of the class to go on with"
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
    news: Annotated[str, up_to(NEWS_LINES)] = Field("", title="News", max_length=NEWS_LIMIT)
    """Read in place of the shock's own, in the lines it is written in; blank: that one."""
    revise: bool = Field(False, title="May be revised")
    """In a homework: whether a split that was submitted may be changed until the end, or as long as the timer runs."""
    facts: tuple[FactNews, ...] = Field((), title="Facts that differ", strict=False)
    """Beside the shock, or without one: what is stated of a fact holds, whatever the shock does to it."""
    ran: tuple[float, ...] = Field((), title="Split that ran before", strict=False)
    """Where the company goes on: the split, by lever, under which it came to this round; kept when the round begins."""

    def without_amounts(self) -> RoundSettings:
        """Return the round without what is about the levers of one company: its total, locks, news and facts."""
        return RoundSettings(shock=self.shock, seconds=self.seconds, practice=self.practice, revise=self.revise)

    @model_validator(mode="after")
    def _known(self) -> RoundSettings:
        if self.shock not in SHOCKS:
            raise InvalidInput(Problem("shock", "Shock", self.shock, f"one of {', '.join(SHOCKS)} is allowed"))
        title = "Facts that differ"
        if len(self.facts) > MAX_FACTS:
            raise InvalidInput(Problem("facts", title, len(self.facts), f"up to {MAX_FACTS} are allowed"))
        seen: set[str] = set()
        for each in self.facts:
            if each.fact in seen:
                raise InvalidInput(Problem("facts", title, each.title, "each fact is stated once"))
            seen.add(each.fact)
        return self


class RoomSettings(Declared):
    """All a facilitator chooses. Checked as a whole: each round's news, total and locks must be possible."""

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
    story: Annotated[str, up_to(STORY_LINES)] = Field("", title="Story", max_length=STORY_LIMIT)
    """What is told of the own company, in the lines it is written in; blank: nothing but its facts."""
    pace: Pace = Field("class", title="Held")
    """In class, where the facilitator leads from step to step, or as homework, each at their own pace until its end."""
    ends: int | None = Field(None, title="End of the homework", ge=0, le=10**11, json_schema_extra=_MOMENT)
    """Seconds since 1970 (UTC). What counts once the homework runs is the room's own end."""
    best_at_once: bool = Field(False, title="Best split at once")
    """In a homework: whether each sees the best split of a round once theirs is submitted for good; else in the
    debrief."""
    bottleneck: bool = Field(True, title="Ask for the bottleneck")
    question: str = Field("", title="Own question", max_length=QUESTION_LIMIT)
    """Asked with the prediction, in the facilitator's words; blank: none."""
    answers: tuple[str, ...] = Field((), title="Its answers", strict=False)
    """Offered to the own question; none: it is answered in one line."""
    why: Why = Field("no", title="Ask why")
    teams: tuple[str, ...] = Field((), title="Teams", strict=False)
    """Their names; none: everyone plays alone."""
    carry: bool = Field(False, title="Rounds carry over")
    """Whether a later round begins, for each seat, at its own split of the round before."""
    goes_on: GoesOn = Field("no", title="The company goes on")
    """Whether a later round begins with the company as the round before left it, the same for everyone."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers offered to the own question; none where there is no such question."""
        return self.answers if self.question else ()

    @property
    def line(self) -> Why:
        """Beside what one line is asked for: an own question without answers asks for it with the prediction."""
        return "prediction" if self.question and not self.answers else self.why

    def playing(self, case: str, company: str = "") -> RoomSettings:
        """Return the settings with another case, or with an own company in its place.

        Of the rounds shock and time stay, and the facts that differ where that company has them and they may be so.
        """
        rounds = [each.without_amounts() for each in self.rounds]
        played = self.changed(case=case, company=company, story="", rounds=tuple(rounds))
        for place, each in enumerate(self.rounds):
            for fact in each.facts:
                kept = rounds.copy()
                kept[place] = kept[place].changed(facts=(*kept[place].facts, fact))
                try:
                    played = played.changed(rounds=tuple(kept))
                except InvalidInput:
                    continue
                rounds = kept
        return played

    def lost(self, played: RoomSettings) -> tuple[tuple[int, FactNews], ...]:
        """Return the facts that differ in a round here and no more in settings that play another company."""
        return tuple(
            (number, fact)
            for number, (mine, theirs) in enumerate(zip(self.rounds, played.rounds, strict=True), 1)
            for fact in mine.facts
            if fact not in theirs.facts
        )

    @model_validator(mode="after")
    def _possible(self) -> RoomSettings:
        case = load_case(self.case)
        if case.ref != self.case:
            raise InvalidInput(Problem("case", "Case", self.case, "its version is needed too"))
        _check_names("answers", "Its answers", self.answers, ANSWERS, ANSWER_LIMIT)
        _check_names("teams", "Teams", self.teams, TEAMS, TEAM_LIMIT)
        if self.goes_on != "no" and self.pace == "homework":
            raise InvalidInput(Problem("goes_on", "The company goes on", self.goes_on, NOT_IN_HOMEWORK))
        for number in range(1, len(self.rounds) + 1):
            try:
                self._check_round(number)
            except InvalidInput as error:
                raise InvalidInput(*(_of_round(number, each) for each in error.problems)) from None
        return self

    def _check_round(self, number: int) -> None:
        business, plan = self.business(number), self.start(number)
        settings = self.rounds[number - 1]
        levers = business.levers
        if not plan.total > 0:
            raise InvalidInput(Problem("total", "Total a month", plan.total,
                                       "the company spends nothing today, so there is nothing to split"))  # fmt: skip
        if strangers := set(settings.locked) - set(levers):
            raise InvalidInput(Problem("locked", "Locked levers", ", ".join(sorted(strangers)),
                                       f"the levers are {', '.join(levers)}"))  # fmt: skip
        if len(levers) - len(set(settings.locked)) < 2:
            raise InvalidInput(Problem("locked", "Locked levers", len(set(settings.locked)),
                                       "at least two levers must stay free"))  # fmt: skip
        if settings.total is not None and abs(plan.total - settings.total) > 1e-6 * settings.total:
            raise InvalidInput(Problem("total", "Total a month", settings.total,
                                       "the locked levers alone cost more"))  # fmt: skip

    def business(self, number: int) -> Business:
        """Return the company as it is in a round, counted from 1."""
        return _company(self.case, self.company, self.months, self._told(number))

    def begins(self, number: int) -> Business:
        """Return the company as a round finds it, before its news: the case or, where it goes on, what became of it."""
        told = self._told(number)
        return _company(self.case, self.company, self.months, (*told[:-1], told[-1]._replace(shock="none", facts=())))

    def differs(self, number: int) -> tuple[FactChange, ...]:
        """Return the facts that the facilitator lets be other in a round, as they were and as they are in it."""
        return fact_news(self.begins(number), self.business(number), self.rounds[number - 1].facts)

    def today(self, number: int) -> Plan:
        """Return the split that the company has when a round begins, whatever the round's total."""
        ran = next((each.ran for each in reversed(self.rounds[:number]) if each.ran), None)
        business = self.business(number)
        return business.plan if ran is None else Plan.of(business.levers, ran)

    def start(self, number: int) -> Plan:
        """Return where the levers stand when a round begins: today's plan, at the round's total."""
        today, total = self.today(number), self.rounds[number - 1].total
        if total is None:
            return today
        unit = smallest_unit(self.business(number), total)
        return set_total(today, total, self.rounds[number - 1].locked, unit=unit)

    def _told(self, number: int) -> tuple[_Told, ...]:
        return tuple(_Told(each.shock, each.facts, each.ran) for each in self.rounds[:number])


class _Told(NamedTuple):
    """What makes the company of a round out of that of the round before."""

    shock: str
    facts: tuple[FactNews, ...]
    ran: tuple[float, ...]


def _check_names(field: str, title: str, names: tuple[str, ...], many: tuple[int, int], longest: int) -> None:
    """Refuse names that are too few, too many, too long, or alike."""
    if names and not many[0] <= len(names) <= many[1]:
        raise InvalidInput(Problem(field, title, len(names), f"{many[0]} to {many[1]} are allowed, or none"))
    for name in names:
        if not (name.strip() and name.isprintable() and len(name) <= longest):
            raise InvalidInput(Problem(field, title, name, f"each has 1 to {longest} characters, in one line"))
    if len({name.casefold() for name in names}) < len(names):
        raise InvalidInput(Problem(field, title, ", ".join(names), "each must differ from the others"))


def _of_round(number: int, problem: Problem) -> Problem:
    """Return what is wrong with a round, with its number."""
    title, sentence = f"Round {number}: {problem.title}", problem.sentence and f"Round {number}: {problem.sentence}"
    return replace(problem, field=f"rounds.{number - 1}.{problem.field}", title=title, sentence=sentence)


@lru_cache(maxsize=256)
def _company(case: str, link: str, months: int, told: tuple[_Told, ...]) -> Business:
    """Return the company of the last round that is told of."""
    found = _found(case, link, months, told)
    return with_news(SHOCKS[told[-1].shock].applied(found), told[-1].facts, found)


def _found(case: str, link: str, months: int, told: tuple[_Told, ...]) -> Business:
    """Return the company as the last round finds it.

    Where it did not go on from the round before, that found it as this one does.
    """
    if len(told) == 1:
        return company.company_of(case, link)
    if not told[-1].ran:
        return _found(case, link, months, told[:-1])
    before = _company(case, link, months, told[:-1])
    return after(before, Plan.of(before.levers, told[-1].ran), months)
