"""Links: exact, canonical, short, and never a traceback."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.link.codec import Decoded, decode, decode_params, encode, encode_params
from simulator.link.facts import BUSINESS_FACTS, CHANNEL_FACTS, FACT_KEYS, required
from simulator.link.reader import LINK_KEYS
from simulator.link.text import fact_text
from simulator.model.outcome import simulate
from simulator.workspace.scenario import Scenario, Workspace
from tests.strategies import workspaces
from tests.update_golden import GOLDEN, as_json, figures

NORTHWIND = load_case("northwind.1")
RANDOM_LINKS = 100_000
SHARDS = 8


def shared(**facts: object) -> str:
    """Return a link to Northwind with some facts changed."""
    business = NORTHWIND.business.changed(**facts)
    return encode(replace(Workspace.of(NORTHWIND), scenarios=(Scenario("Plan A", business, business.plan),)))


@cache
def sound_links() -> tuple[str, ...]:
    """Links of many kinds that need no adjustment."""
    return tuple(entry["link"] for entry in json.loads(GOLDEN.read_text(encoding="utf-8")))


@given(workspaces())
def test_round_trip(workspace: Workspace) -> None:
    """Any workspace comes back from its link exactly, with nothing adjusted, and has one link."""
    link = encode(workspace)
    assert decode(link) == Decoded(workspace)
    assert encode(decode(link).workspace) == link


@given(workspaces())
def test_streamlit_round_trip(workspace: Workspace) -> None:
    """A link survives what Streamlit does to it: parsed to lists of values, encoded, its keys in any order."""
    parsed = parse_qs(encode(workspace), keep_blank_values=True)
    assert parsed == encode_params(workspace)
    assert urlencode(parsed, doseq=True) == encode(workspace)
    assert decode_params(dict(reversed(parsed.items()))) == Decoded(workspace)


def test_link_reads_like_a_sentence() -> None:
    """A link to a stock case shows the case, what differs and the plan in plain figures."""
    link = shared(churn=0.02, wallet=2500.5)
    start, end = link.split("&plan=")
    assert start == "v=1&case=northwind.1&churn=0.02&wallet=2500.5"
    assert end.startswith("Plan+A~")
    assert end.endswith("&total=held")


def test_equal_workspaces_have_one_link() -> None:
    """Whole numbers, minus zero and the order of a plan's channels make no other link."""
    business = NORTHWIND.business
    today = business.plan
    shuffled = Plan(
        prospecting=dict(reversed(today.prospecting.items())), conversion=int(today.conversion), upsell=today.upsell
    )
    other = Scenario("Plan A", business.changed(fixed_cost=int(business.fixed_cost)), shuffled)
    assert encode(replace(Workspace.of(NORTHWIND), scenarios=(other,))) == encode(Workspace.of(NORTHWIND))
    assert shared(first_order=-0.0) == shared(first_order=0)


def test_optional_fact_emptied() -> None:
    """A fact the case states can be left empty, and the link says so."""
    business = NORTHWIND.business.changed(win_rate_at_double=None, win_rate_ceiling=0.1)
    workspace = replace(Workspace.of(NORTHWIND), scenarios=(Scenario("Plan A", business, business.plan),))
    assert "win_rate_at_double=none" in encode(workspace)
    assert decode(encode(workspace)) == Decoded(workspace)


def test_facts_and_plans_stand_apart() -> None:
    """Facts of a second scenario are written as what differs from the first."""
    first = Workspace.of(NORTHWIND)
    business = NORTHWIND.business.changed(churn=0.01)
    workspace = replace(first, scenarios=(*first.scenarios, Scenario("Loyal", business, business.plan)))
    assert "&2.churn=0.01&plan=" in encode(workspace)
    assert decode(encode(workspace)) == Decoded(workspace)


def test_length_of_a_stock_case_with_changes() -> None:
    """Any stock case with five changed facts and three named plans fits into 400 characters."""
    for case in list_cases():
        assert len(encode(changed_case(case.ref))) <= 400, case.id


def changed_case(ref: str) -> Workspace:
    """Return a stock case with five facts changed, two of them of a channel, and three named plans."""
    case = load_case(ref)
    spend = case.business.channels[0].spend
    first = case.business.channels[0].changed(spend=spend + 450, value_index=1.25)
    channels = (first, *case.business.channels[1:])
    business = case.business.changed(channels=channels, churn=0.035, wallet=1850, sales_cycle_months=4.5)
    scenarios = []
    for name, more in (("Status quo", 0), ("More sales", 2500), ("Shift to partners", 1250)):
        amounts = [*business.plan.amounts[:-2], business.conversion_spend + more, business.upsell_spend]
        scenarios.append(Scenario(name, business, Plan.of(business.levers, amounts)))
    return replace(Workspace.of(case), scenarios=tuple(scenarios), current=1, months=36)


def test_length_with_everything_changed() -> None:
    """Eight channels with every fact of one's own and six plans fit into 2,000 characters."""
    for case in (None, "northwind.1"):
        workspace = replace(large_workspace(), case=case)
        assert len(encode(workspace)) <= 2000
        assert decode(encode(workspace)) == Decoded(workspace)


def large_workspace() -> Workspace:
    """Return eight channels with names of 12 letters and all their usual facts, and six plans."""
    names = ["Sales partners", "Trade shows", "Paid search", "Social media", "Direct mail", "Cold calling"]
    channels = tuple(
        Channel(
            name=name,
            spend=2250.0 + 500 * place,
            prospects=125.0 + place,
            prospects_at_zero=35.0 + place,
            prospects_at_double=180.0 + place,
            carryover=0.35,
            win_rate_index=1.15,
            value_index=0.85,
            customers=240.0,
        )
        for place, name in enumerate([*names, "Webinar tour", "Newsletters"])
    )
    facts = {"conversion_spend": 14500.0, "upsell_spend": 6250.0, "win_rate": 0.045, "win_rate_at_zero": 0.012}
    facts |= {"win_rate_at_double": 0.065, "sales_cycle_months": 3.5, "share_of_wallet": 0.35, "share_at_zero": 0.28}
    facts |= {"share_at_double": 0.385, "share_new": 0.15, "share_adjustment": 0.12, "customers": 1920.0}
    facts |= {"churn": 0.025, "wallet": 1350.0, "gross_margin": 0.42, "first_order": 250.0, "fixed_cost": 18500.0}
    facts |= {"discount_rate": 0.12, "churn_at_zero": 0.035, "churn_at_double": 0.021}
    business = Business(name="Example Trading", currency="EUR", channels=channels, **facts)
    scenarios = tuple(
        Scenario(name, business, Plan.of(business.levers, [amount + 125 * place for amount in business.plan.amounts]))
        for place, name in enumerate(
            ["Status quo", "More sales", "More fairs", "Online first", "Loyalty", "All in one"]
        )
    )
    locked = frozenset({"Trade shows", "upsell"})
    return Workspace(scenarios, 3, 36, "customer_equity", locked, False)


ADJUSTED = {
    "v=2&case=northwind.1": "made by a newer version",
    "v=x&case=northwind.1": "Version of the link is 'x'",
    "case=nowhere.1": "northwind.1 stands instead",
    "case=northwind.99": "northwind.1 stands instead",
    "case=northwind.1&churn=5": "Churn is 5: a number from 0 to 0.99 is allowed; 0.99 stands instead.",
    "case=northwind.1&churn=NaN": "Churn is 'NaN'",
    "case=northwind.1&churn=0.02&churn=0.01": "'churn' is there more than once: the last one stands.",
    "case=northwind.1&win_rate=0.9": "Win rate is 0.9: it does not fit the other facts",
    "case=northwind.1&currency=dollars": "Currency is 'dollars'",
    "case=northwind.1&channel=Nobody~5": "'Nobody' is left out",
    "case=northwind.1&surprise=1": "passed over: 'surprise'",
    "case=northwind.1&plan=A~1~2~3~4~5&total=held": "A: There are 5 amounts for 4 levers",
    "case=northwind.1&plan=A~1~2&total=held": "A: No amount is given for Sales team, Account care: today's spend",
    "case=northwind.1&plan=A~1~-2~3~4&total=held": "A: Spend on Trade fairs is -2",
    "case=northwind.1&plan=A~1~2~3~4": "The end of this link is missing",
    "case=northwind.1&plan=A~1~2~3~4&plan=a~1~2~3~4&total=held": "a 2 stands instead",
    "case=northwind.1" + "&plan=A~1~2~3~4" * 7 + "&total=free": "holds 7 plans: the first 6 stand",
    "case=northwind.1&at=3": "Scenario on show is 3",
    "case=northwind.1&months=1000": "120 stands instead",
    "case=northwind.1&metric=joy": "Measure is 'joy'",
    "case=northwind.1&limit=Nobody~1&total=held": "The limits on 'Nobody' are dropped: there is no such lever",
    "case=northwind.1&limit=conversion~9~4&total=held": "The most on Sales team is 4: it cannot be below the least, 9;",
    "case=northwind.1&limit=upsell~few&total=held": "The least on Account care is 'few'",
    "case=northwind.1&limit=upsell~~-3&total=held": "The most on Account care is -3",
    "case=northwind.1&lock=Nobody": "'Nobody' is dropped",
    "case=northwind.1&3.churn=0.1": "Facts of scenario 3 are left out",
    "v=1&churn=0.02": "Not stated, so taken from Northwind Supply or in its proportions: Company Northwind Supply; ",
}


@pytest.mark.parametrize("query", ADJUSTED)
def test_adjustment_is_said(query: str) -> None:
    """What a link cannot mean is replaced by what comes nearest, in a sentence that names it."""
    decoded = decode(query)
    assert ADJUSTED[query] in " ".join(decoded.adjustments)
    assert decode(encode(decoded.workspace)) == Decoded(decoded.workspace)


def test_limits_are_readable() -> None:
    """The least and the most of a lever stand in the link as a person would write them, the same in any order."""
    limits = (SpendLimit("conversion", 2000), SpendLimit("Search ads", 0, 8000), SpendLimit("upsell", 1, 2.5))
    workspace = replace(Workspace.of(NORTHWIND), limits=limits)
    link = encode(workspace)
    assert link == encode(replace(workspace, limits=limits[::-1]))
    assert link.endswith("&limit=Search+ads~~8000&limit=conversion~2000&limit=upsell~1~2.5&total=held")
    assert decode(link) == Decoded(workspace)
    without = replace(workspace, limits=(*limits[:2], SpendLimit("upsell")))
    assert decode(link.replace("upsell~1~2.5", "upsell")).workspace == without


@pytest.mark.parametrize("ref", [case.ref for case in list_cases()])
def test_half_complete_link_keeps_what_it_states(ref: str) -> None:
    """Whatever facts a link without a case leaves out, those it states stand, and what fills the gaps is said."""
    business = load_case(ref).business.changed(name="Mine")
    params, chance = encode_params(Workspace.of(business)), random.Random(ref)
    stated = [key for key in params if key in FACT_KEYS]
    lost = 0
    for _ in range(60):
        kept = chance.sample(stated, chance.randrange(1, len(stated)))
        decoded = decode_params({key: values for key, values in params.items() if key in kept or key == "total"})
        opened = decoded.workspace.scenario.business
        lost += sum(fact_text(getattr(opened, key)) != params[key][0] for key in kept if key in BUSINESS_FACTS)
        if "channel" in kept:
            lost += sum(channel not in opened.channels for channel in business.channels)
        assert len(decoded.adjustments) <= 8
        missing = [key for key in stated if key not in kept and key in BUSINESS_FACTS and required(Business, key)]
        said = " ".join(decoded.adjustments)
        assert all(declaration(Business, key)["title"] in said for key in missing)
    assert lost <= 0.01 * 60 * len(stated)


def test_good_facts_survive_a_bad_one() -> None:
    """A fact that contradicts the others is given up alone: the rest of the link stands."""
    decoded = decode(shared(churn=0.02, wallet=2500, gross_margin=0.55) + "&win_rate=0.9&first_order=x")
    opened = decoded.workspace.scenario.business
    assert (opened.churn, opened.wallet, opened.gross_margin) == (0.02, 2500, 0.55)
    assert opened.win_rate == NORTHWIND.business.win_rate
    assert len(decoded.adjustments) == 2


def test_many_adjustments_are_summed_up() -> None:
    """More than eight adjustments end in how many more there are."""
    sentences = decode(
        "case=northwind.1&" + "&".join(f"{name}=x" for name in BUSINESS_FACTS[2:14]) + "&total=held"
    ).adjustments
    assert len(sentences) == 9
    assert sentences[-1] == "And 4 more adjustments."


@pytest.mark.parametrize("link", sound_links())
def test_cut_link_is_known(link: str) -> None:
    """A link cut anywhere after its case opens, and says that something was adjusted."""
    for end in range(link.index("&", len("v=1&")) + 2, len(link)):
        assert decode(link[:end]).adjustments


def test_foreign_parameters_are_passed_over() -> None:
    """What Streamlit, a newsletter, an advertisement or the page itself adds is no part of the link."""
    extra = "&embed=true&embed_options=dark_theme&utm_source=x&gclid=1&fbclid=2&step=3"
    link = encode(Workspace.of(NORTHWIND))
    assert decode(link + extra, page_keys={"step"}) == decode("?" + link) == Decoded(Workspace.of(NORTHWIND))
    assert decode("") == Decoded(Workspace.of(list_cases()[0]))


def test_keys_are_unambiguous() -> None:
    """No fact of a company has the name of another part of a link, and the order of channel facts is fixed."""
    assert not LINK_KEYS & {*BUSINESS_FACTS, "channels", "channel"}
    assert CHANNEL_FACTS[:12] == (
        *("spend", "prospects", "prospects_at_zero", "prospects_at_double", "carryover", "win_rate_index"),
        *("value_index", "reference_spend", "customers", "curve", "prospects_at_half_more", "prospects_ceiling"),
    )


HOSTILE = {
    "zeros": "0" * 100_000,
    "pairs": "&a=1" * 25_000,
    "keys": "&".join(f"k{n}=1" for n in range(15_000)),
    "plans": "&plan=" + "~1" * 50_000,
    "many plans": "&plan=A~1" * 11_000,
    "channels": "&channel=" + "~9" * 50_000,
    "many channels": "".join(f"&channel=C{n}~1~2~1~3" for n in range(5_000)),
    "number": "&case=northwind.1&churn=" + "9" * 100_000,
    "escapes": "&name=" + "%FF" * 33_000,
    "locks": "&case=northwind.1&lock=" + "x~" * 50_000,
    "surrogates": "&name=" + "\ud800" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_link_is_quick(kind: str) -> None:
    """A hundred thousand hostile characters open within a fraction of a second, with few short sentences."""
    start = time.process_time()
    decoded = decode(HOSTILE[kind])
    assert time.process_time() - start < 0.25
    assert len(decoded.adjustments) <= 9
    assert max(map(len, decoded.adjustments), default=0) < 400
    "".join(decoded.adjustments).encode()


NUMBERS = ["nan", "inf", "-1", "1e400", "1e-320", "0", "1e13", "5", "none", "", "0.5", "9" * 50, "²", "1_0", "-0"]


def damaged(chance: random.Random, link: str) -> str:
    """Return a link with one to three things done to it: cut, doubled, shuffled, other figures, noise."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(link) + 1)
        end = min(len(link), start + chance.randrange(1, 30))
        kind = chance.randrange(9)
        if kind == 0:
            link = link[:start]
        elif kind == 1:
            link = link[:start] + link[end:]
        elif kind == 2:
            link = link[:end] + link[start:]
        elif kind == 3:
            sign = chr(chance.choice([0, 9, 37, 38, 43, 61, 126, 0xD800, 0x1F600, chance.randrange(0x110000)]))
            link = link[:start] + sign + link[start:]
        elif kind == 4:
            pairs = link.split("&")
            chance.shuffle(pairs)
            link = "&".join(pairs)
        elif kind == 5:
            link = link[:start] + chance.randbytes(6).decode("latin1") + link[end:]
        else:
            link = with_other_number(chance, link)
    return link


def with_other_number(chance: random.Random, link: str) -> str:
    """Return a link with one of its figures replaced."""
    place = chance.choice([place for place, sign in enumerate(link) if sign in "=~"] or [0])
    end = next((end for end in range(place + 1, len(link)) if link[end] in "&~"), len(link))
    number = str(round(chance.random() * 10 ** chance.randrange(-3, 6), 3))
    return link[: place + 1] + chance.choice([number, *NUMBERS]) + link[end:]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_link_breaks_the_reader(shard: int) -> None:
    """A hundred thousand damaged links and random texts each open a valid workspace that has a link of its own."""
    chance = random.Random(shard)
    for number in range(RANDOM_LINKS // SHARDS):
        link = damaged(chance, chance.choice(sound_links())) if number % 10 else chance.randbytes(60).decode("latin1")
        decoded = decode(link)
        if number % 50 == 0:
            assert decode(encode(decoded.workspace)) == Decoded(decoded.workspace), link


def test_a_link_says_which_draws_of_the_facts_are_seen() -> None:
    """The number of the draws travels in the link; one that cannot be is replaced by the nearest, and said."""
    other = replace(Workspace.of(NORTHWIND), seed=7)
    assert "&seed=7&total=" in encode(other)
    assert decode(encode(other)) == Decoded(other)
    for text, stands in (("-3", 0), ("12345678", 9999), ("2.4", 2), ("many", 0)):
        found = decode(f"v=1&case=northwind.1&seed={text}&total=held")
        assert found.workspace.seed == stands
        assert "whole number from 0 to 9999 is allowed" in " ".join(found.adjustments)


@pytest.mark.parametrize("entry", json.loads(GOLDEN.read_text(encoding="utf-8")), ids=lambda entry: entry["about"])
def test_golden_links(entry: dict[str, object]) -> None:
    """Every link of version 1 ever issued opens the same facts and plans, with the same results."""
    decoded = decode(str(entry["link"]))
    assert decoded.adjustments == ()
    assert as_json(decoded.workspace) == entry["workspace"]
    assert figures(decoded.workspace) == pytest.approx(entry["figures"], rel=1e-9)


def test_workspace_checks_itself() -> None:
    """A workspace refuses what no link could carry."""
    opened = Workspace.of(NORTHWIND)
    wrong: list[dict[str, object]] = [{"scenarios": ()}, {"scenarios": opened.scenarios * 2}, {"current": 1}]
    wrong += [
        {"months": 0},
        {"metric": "joy"},
        {"seed": -1},
        {"seed": True},
        {"locked": {"Nobody"}},
        {"case": "northwind"},
        {"case": "nowhere.1"},
    ]
    for values in wrong:
        with pytest.raises(InvalidInput):
            replace(opened, **values)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        Scenario("a~b", NORTHWIND.business, NORTHWIND.business.plan)


def test_replacing_the_scenario_on_show() -> None:
    """Another scenario takes the place of the one on show; locks of channels it lacks fall away."""
    opened = replace(Workspace.of(NORTHWIND), locked=frozenset({"Trade fairs", "upsell"}))
    fewer = NORTHWIND.business.changed(channels=NORTHWIND.business.channels[:1])
    replaced = opened.replaced(Scenario("Fewer", fewer, fewer.plan))
    assert replaced.scenario.name == "Fewer"
    assert replaced.locked == {"upsell"}
    assert simulate(replaced.scenario.business, replaced.scenario.plan).total_revenue > 0
