"""Reading a link: whatever it says, the nearest valid workspace."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.cases import Case, list_cases, load_case
from simulator.facts.business import MAX_CHANNELS, Business
from simulator.facts.declaration import InvalidInput, Problem, shown
from simulator.facts.digits import digits
from simulator.facts.measures import DEFAULT_MONTHS, DEFAULT_SEED, MONTHS, SEEDS
from simulator.facts.names import SEPARATOR, apart, lever_title
from simulator.facts.plan import CONVERSION, TOTAL_LIMIT, UPSELL, Plan
from simulator.facts.plural import plural
from simulator.link.facts import FACT_KEYS
from simulator.link.facts_reader import FactsReader
from simulator.link.origins import KEYS as ORIGIN_KEYS
from simulator.link.origins import MOST_ORIGINS, read_origins
from simulator.link.text import Notes, allowed_numbers, read_name, read_number
from simulator.link.view import read_held, read_limits, read_locked, read_metric, whole_number
from simulator.workspace.scenario import FIRST_NAME, MAX_SCENARIOS, Scenario, Workspace

Values = Mapping[str, Sequence[str]]

LINK_KEYS = frozenset({"v", "case", "plan", "at", "months", "metric", "lock", "limit", "seed", "total"})
FOREIGN_KEYS = re.compile(r"embed|embed_options|utm_.*|gclid|fbclid")
"""What Streamlit, newsletters and advertisements add to an address: passed over without a word."""
MANY_VALUES = frozenset({"plan", "channel", "limit", "guess", "read"})
LONGEST_VALUE = 20_000
MOST_VALUES = 4 * MAX_CHANNELS


@dataclass
class Parts:
    """A link's parameters, sorted by what they are about."""

    view: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    """By number of the scenario, from 1."""

    def one(self, name: str) -> str | None:
        """Return the last value given, as Streamlit does."""
        return self.view[name][-1] if name in self.view else None


def read_workspace(params: Values, version: int, page_keys: Collection[str], notes: Notes) -> Workspace:
    """Return the nearest valid workspace; ``notes`` gathers what had to be adjusted."""
    parts = _sorted(params, page_keys, notes)
    _check_version(parts.one("v"), version, notes)
    case = _read_case(parts, notes)
    scenarios = _read_scenarios(parts, case, notes)
    levers = {lever for scenario in scenarios for lever in scenario.business.levers}
    return Workspace(
        scenarios,
        current=whole_number(parts.one("at"), "Scenario on show", (1, len(scenarios)), 1, notes) - 1,
        months=whole_number(parts.one("months"), "Horizon in months", MONTHS, DEFAULT_MONTHS, notes),
        metric=read_metric(parts.one("metric"), notes),
        locked=read_locked(parts.one("lock"), levers, notes),
        limits=read_limits(parts.view.get("limit", []), levers, notes),
        held=read_held(parts.one("total"), bool(parts.facts or "plan" in parts.view), notes),
        case=case.ref if case else None,
        seed=whole_number(parts.one("seed"), "Number of the draws", SEEDS, DEFAULT_SEED, notes),
    )


def _sorted(params: Values, page_keys: Collection[str], notes: Notes) -> Parts:
    parts = Parts()
    unknown = []
    for key, values in params.items():
        if not values or key in page_keys:
            continue
        number, dot, fact = key.rpartition(".")
        if key in LINK_KEYS:
            target, name = parts.view, key
        elif key in FACT_KEYS:
            target, name = parts.facts.setdefault(1, {}), key
        elif dot and fact in FACT_KEYS and number in "23456" and len(number) == 1:
            target, name = parts.facts.setdefault(int(number), {}), fact
        else:
            if not FOREIGN_KEYS.fullmatch(key):
                unknown.append(key)
            continue
        if name not in MANY_VALUES and len(set(values)) > 1:
            notes.add(f"{shown(key)} is there more than once: the last one stands.")
        target[name] = [
            value[:LONGEST_VALUE] for value in values[-(MOST_ORIGINS if name in ORIGIN_KEYS else MOST_VALUES) :]
        ]
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        notes.add(f"No part of a link, so passed over: {', '.join(map(shown, unknown[:3]))}{more}.")
    return parts


def _check_version(text: str | None, version: int, notes: Notes) -> None:
    if text is None or text == str(version):
        return
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) > version:
        notes.add("This link was made by a newer version of Next Dollar: what this version knows of it is shown.")
    else:
        notes.instead(Problem("v", "Version of the link", text, f"1 to {version} are known"), str(version))


def _read_case(parts: Parts, notes: Notes) -> Case | None:
    """Return the stock case the facts are stated against; None where the link states all facts itself."""
    text = parts.one("case")
    if text is None:
        return None if 1 in parts.facts else list_cases()[0]
    try:
        return load_case(text)
    except InvalidInput as error:
        problem = error.problems[0]
    case = next((case for case in list_cases() if case.id == text.partition(".")[0]), list_cases()[0])
    notes.instead(Problem("case", "Case", text, problem.allowed), case.ref)
    return case


def _read_scenarios(parts: Parts, case: Case | None, notes: Notes) -> tuple[Scenario, ...]:
    first = FactsReader(case.business if case else list_cases()[0].business, case is None, notes)
    business = read_origins(parts.facts.get(1, {}), first.read(parts.facts.get(1, {})), notes)
    texts = parts.view.get("plan", [])
    if len(texts) > MAX_SCENARIOS:
        notes.add(f"The link holds {len(texts)} plans: the first {MAX_SCENARIOS} stand.")
    for number in sorted(parts.facts):
        if number > max(len(texts), 1):
            notes.add(f"Facts of scenario {number} are left out: the link has no plan for it.")
    if not texts:
        return (Scenario(FIRST_NAME, business, business.plan),)
    scenarios: list[Scenario] = []
    for number, text in enumerate(texts[:MAX_SCENARIOS], 1):
        facts, slots = business, first.slots
        if number > 1 and number in parts.facts:
            notes.place = f"Scenario {number}: "
            reader = FactsReader(business, False, notes)
            facts, slots = read_origins(parts.facts[number], reader.read(parts.facts[number]), notes), reader.slots
            notes.place = ""
        scenarios.append(_read_scenario(text, facts, slots, scenarios, notes))
    return tuple(scenarios)


def _read_scenario(
    text: str, business: Business, slots: Sequence[str], others: Sequence[Scenario], notes: Notes
) -> Scenario:
    given, *amounts = text.split(SEPARATOR, 4 * MAX_CHANNELS)
    name = _free_name(read_name("Name of a plan", given, f"Plan {'ABCDEF'[len(others)]}", notes), others, notes)
    notes.place = f"{name}: "
    plan = _read_plan(amounts, business, slots, notes)
    notes.place = ""
    return Scenario(name, business, plan)


def _free_name(name: str, others: Sequence[Scenario], notes: Notes) -> str:
    taken = {other.name.casefold() for other in others}
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = apart(name, number)
    if free != name:
        problem = Problem("name", "Name of a plan", name, "each plan needs a name of its own")
        notes.instead(problem, free)
    return free


def _read_plan(texts: Sequence[str], business: Business, slots: Sequence[str], notes: Notes) -> Plan:
    today = business.plan
    amounts = dict(zip(today.levers, today.amounts, strict=True))
    levers = (*slots, CONVERSION, UPSELL)
    missing = []
    for place, lever in enumerate(levers):
        text = texts[place] if place < len(texts) else ""
        if lever not in amounts:
            continue
        if text:
            amounts[lever] = _amount(text, lever, amounts[lever], notes)
        else:
            missing.append(lever)
    if missing:
        notes.add(f"No amount is given for {', '.join(map(lever_title, missing))}: today's spend stands.")
    if len(texts) > len(levers):
        many = f"{plural(str(len(texts)), 'amount')} for {plural(str(len(levers)), 'lever')}"
        notes.add(f"There are {many}: the last are left out.")
    total = math.fsum(amounts.values())
    if total <= TOTAL_LIMIT:
        return Plan.of(business.levers, amounts.values())
    most = f"{digits(TOTAL_LIMIT, ',.0f')} is the most"
    notes.add(f"The total is {digits(total, ',.15g')} a month: {most}, so every amount is cut in proportion.")
    # A little less than the limit, so that rounding does not lead above it again.
    cut = TOTAL_LIMIT / total * (1 - 1e-12)
    return Plan.of(business.levers, [amount * cut for amount in amounts.values()])


def _amount(text: str, lever: str, today: float, notes: Notes) -> float:
    found, amount = read_number(text, 0, TOTAL_LIMIT)
    stands = today if amount is None else amount
    if stands != found:
        notes.instead(Problem(lever, f"Spend on {lever_title(lever)}", found, allowed_numbers(0, TOTAL_LIMIT)), stands)
    return stands
