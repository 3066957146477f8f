"""The guided start as a form: what stands in each field, where that comes from, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from babel.numbers import get_territory_currencies

from pages.ui.state.own import own_company
from pages.ui.state.session import Session
from pages.ui.text.locale import HOME, page_locale
from pages.ui.text.ranges import InUnit, Said, Spread
from simulator.facts.business import Business
from simulator.facts.contradictions import Contradiction
from simulator.facts.origin import Origin
from simulator.facts.sources import Ends
from simulator.guided.answers import Answer, Answers, Judged, Row
from simulator.guided.back import FACTS, answers_of, as_answer, fact_of
from simulator.guided.checks import JUDGED, contradictions_in, taking
from simulator.guided.other_units import in_unit
from simulator.guided.reading import read_as
from simulator.guided.rows import blank, tidied

USUAL: Mapping[str, str] = {
    "wins": "people a month", "sales_spend": "money a month", "closing": "weeks", "customers": "people",
    "leaving": "per cent a year", "paid": "a month", "share": "per cent", "care_spend": "money a month",
    "margin": "per cent", "spend": "money a month", "prospects": "people a month",
}  # fmt: skip
"""The unit each question is asked in until another is chosen."""
STATED = Origin(fact="name")


@dataclass(frozen=True)
class Form:
    """The answers of one visitor as they are now."""

    visit: Session
    guesses_stay: bool = False
    """Whether an answer leaves all guesses as they are."""

    @property
    def confirming(self) -> Form:
        """The form that takes a guess for an answer: what else is guessed stays as it was when that was read."""
        return replace(self, guesses_stay=True)

    @cached_property
    def business(self) -> Business | None:
        """The company they made; None as long as an example is on show."""
        return own_company(self.visit.workspace)

    @cached_property
    def answers(self) -> Answers:
        """What was answered so far."""
        return self.visit.own.answers(self.business, Answers(currency=home_currency(), channels=(Row(""),)))

    @cached_property
    def guesses(self) -> Answers | None:
        """All facts as answers, the guessed ones too."""
        return None if self.business is None else answers_of(self.business, guessed=True)

    @cached_property
    def contradictions(self) -> dict[str, Contradiction]:
        """What cannot be as it is, by the field it stands beside."""
        kept = [place for place, row in enumerate(self.answers.channels) if not blank(row)]
        found = {}
        for each in contradictions_in(tidied(self.answers)):
            head, _, rest = each.field.partition(".")
            number, _, column = rest.partition(".")
            field = f"channels.{kept[int(number)]}.{column}" if head == "channels" and rest else each.field
            found[field] = replace(each, field=field)
        return found

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """What an answer means where that is another figure than was typed, by its field."""
        return read_as(tidied(self.answers))

    def unit(self, field: str) -> str:
        """Return the unit a question is asked in: the one chosen, or the one it was answered in."""
        chosen = self.visit.own.units.get(field)
        answer = getattr(self.answers, field, None)
        said = answer.unit if isinstance(answer, Answer) else self._table_unit(field)
        return chosen or said or USUAL[field]

    def _table_unit(self, field: str) -> str | None:
        said = {"spend": self.answers.spend_unit, "prospects": self.answers.prospects_unit}
        return said.get(field)

    def shown(self, field: str) -> float | None:
        """Return the answer in the unit it is asked in."""
        answer = self.answers.answered(field)
        return None if answer is None else self.told(self.answers, field, answer.value, answer.unit)

    def guessed(self, field: str) -> float | None:
        """Return what the model takes where nothing was answered, in the unit it is asked in."""
        answer = None if self.guesses is None else self.guesses.answered(field)
        if answer is None or self.guesses is None:
            return None
        return self.told(self.guesses, field, answer.value, answer.unit)

    def origin(self, field: str) -> Origin:
        """Return where the fact behind an answer comes from."""
        return STATED if self.business is None else self.business.origin(fact_of(self.business, field))

    def put(self, **changed: Any) -> None:
        """Take other answers, as one step."""
        self.visit.answer(replace(Form(self.visit).answers, **changed), guesses_stay=self.guesses_stay)

    def take(self, field: str, value: float | Said | None) -> None:
        """Take an answer in the unit it is asked in; what was judged beside it keeps its meaning.

        Another likely value keeps how low and high it may be, as long as it lies between them. One in another unit
        lets the question be asked in that.
        """
        if isinstance(value, InUnit):
            self.visit.own.units[field] = value.unit
            value = value.value
        now = replace(self)
        unit, before = now.unit(field), now.answers.answered(field)
        changed: dict[str, Any] = {field: None if value is None else now._answer(field, value)}
        if field in JUDGED and before and before.unit != unit:
            judged: Judged = getattr(now.answers, JUDGED[field])
            points = [
                None if each is None else in_unit(now.answers, field, each, before.unit, unit)
                for each in (judged.stopped, judged.doubled)
            ]
            changed[JUDGED[field]] = Judged(*points)
        now.put(**changed)

    def _answer(self, field: str, value: float | Spread) -> Answer:
        unit, before = self.unit(field), self.answers.answered(field)
        if isinstance(value, Spread):
            return Answer(value.likely, unit, value.low, value.high)
        ends = before.ends if before else (None, None)
        told = [
            None if end is None or before is None else self.told(self.answers, field, end, before.unit) for end in ends
        ]
        return Answer(value, unit, *_around(value, *told))

    def without_range(self, field: str) -> None:
        """Let go of how low and high an answer may be."""
        if answer := Form(self.visit).answers.answered(field):
            self.put(**{field: replace(answer, low=None, high=None)})

    def ask_in(self, field: str, unit: str) -> None:
        """Ask in another unit. What was answered stays as it is; what says another thing then is meant anew."""
        answer = self.answers.answered(field) if field in FACTS else None
        self.visit.own.units[field] = unit
        if answer is not None and in_unit(self.answers, field, answer.value, answer.unit, unit) is None:
            self.put(**{field: replace(answer, unit=unit)})

    def said_otherwise(self, field: str) -> Answer | None:
        """Return an answer whose question is asked in another unit by now; None where it is asked as it was said."""
        answer = self.answers.answered(field)
        return None if answer is None or answer.unit == self.unit(field) else answer

    def mean(self, field: str) -> None:
        """Let the number that was answered, and its range, count in the unit the question is asked in by now."""
        if answer := self.answers.answered(field):
            self.put(**{field: replace(answer, unit=self.unit(field))})

    def mean_column(self, field: str) -> None:
        """Let the numbers of a column of the table count in the unit the column is asked in by now."""
        self.put(**{f"{field}_unit": self.unit(field)})

    def row_shown(self, place: int, column: str) -> float | None:
        """Return what stands in the table of channels, in the unit of its column."""
        return self.in_column(getattr(self.answers.channels[place], column), column)

    def in_column(self, value: float | None, column: str) -> float | None:
        """Return a figure of the answers' table in the unit its column is asked in."""
        field = asked_as(column)
        said = self._table_unit(field)
        return None if value is None or said is None else self.told(self.answers, field, value, said)

    def take_row(self, place: int, column: str, value: float | Spread | str | None) -> None:
        """Take what was typed into the table of channels; a range of its prospects stays as in `take`."""
        now = replace(self)
        rows = [*now.answers.channels]
        rows[place] = replace(rows[place], **now._typed(rows[place], column, value))
        now.put(channels=tuple(rows))

    def _typed(self, row: Row, column: str, value: float | Spread | str | None) -> dict[str, Any]:
        """Return what a row's column becomes, and with it how few and how many prospects may come."""
        if isinstance(value, Spread):
            low, high = (self._said(column, end) for end in (value.low, value.high))
            return {column: self._said(column, value.likely), f"{column}_low": low, f"{column}_high": high}
        said = self._said(column, value) if isinstance(value, float) else value
        if column != "prospects":
            return {column: said}
        ends = _around(said, row.prospects_low, row.prospects_high) if isinstance(said, float) else (None, None)
        return {column: said, "prospects_low": ends[0], "prospects_high": ends[1]}

    def _said(self, column: str, value: float) -> float | None:
        """Return a figure typed into a column in the unit of the answers' table."""
        field = asked_as(column)
        said = self._table_unit(field)
        return value if said is None else in_unit(self.answers, field, value, self.unit(field), said)

    def judged_shown(self, field: str, point: str) -> float | None:
        """Return the owner's word on a curve, in the unit its question is asked in."""
        answer = self.answers.answered(field)
        value = getattr(getattr(self.answers, JUDGED[field]), point)
        if answer is None or value is None:
            return None
        return self.told(self.answers, field, value, answer.unit)

    def judged_guess(self, field: str, point: str) -> float | None:
        """Return the point of the curve that the model takes, in the unit its question is asked in."""
        if self.guesses is None:
            return None
        answer, value = self.guesses.answered(field), getattr(getattr(self.guesses, JUDGED[field]), point)
        if answer is None or value is None:
            return None
        return self.told(self.guesses, field, value, answer.unit)

    def take_judged(self, field: str, point: str, value: float | None) -> None:
        """Take the owner's word on a curve."""
        now = replace(self)
        answer = now.answers.answered(field)
        if answer is not None and value is not None:
            value = in_unit(now.answers, field, value, now.unit(field), answer.unit)
        now.put(**{JUDGED[field]: replace(getattr(now.answers, JUDGED[field]), **{point: value})})

    def take_nearest(self, contradiction: Contradiction) -> None:
        """Take the nearest sound value of what does not fit."""
        self.visit.answer(taking(Form(self.visit).answers, contradiction))

    def nearest_shown(self, contradiction: Contradiction) -> float | None:
        """Return the nearest sound value in the unit of its field; None where it is no number."""
        value, (head, _, rest) = contradiction.nearest, contradiction.field.partition(".")
        if not isinstance(value, (int, float)) or contradiction.field == "channels":
            return None
        if head == "channels":
            return self.in_column(float(value), rest.rpartition(".")[2])
        field = next((asked for asked, judged in JUDGED.items() if judged == head), head)
        answer = self.answers.answered(field) if field in FACTS else None
        return float(value) if answer is None else self.told(self.answers, field, float(value), answer.unit)

    def asked(self, field: str, value: float) -> float | None:
        """Return a value of the fact behind an answer in the unit the question is asked in."""
        if self.business is None:
            return None
        answer = as_answer(self.business, field, value)
        return self.told(self.answers, field, answer.value, answer.unit)

    def told(self, answers: Answers, field: str, value: float, unit: str) -> float | None:
        """Return a figure said in ``unit`` in the unit its question is asked in."""
        return in_unit(answers, field, value, unit, self.unit(field))


def _around(value: float, low: float | None, high: float | None) -> Ends:
    """Return these ends where the value lies between them; else none."""
    outside = (low is not None and value < low) or (high is not None and value > high)
    return (None, None) if outside else (low, high)


def asked_as(column: str) -> str:
    """Return the column whose unit one of the table's is asked in: what would come is counted as what comes."""
    return "spend" if column == "spend" else "prospects"


def home_currency() -> str:
    """Return the currency of where the visitor is, so far as the browser tells."""
    territory = (page_locale() or "").rpartition("_")[2]
    used = get_territory_currencies(territory) if len(territory) == 2 else []
    return next((each for each in used if each in HOME), "USD")
