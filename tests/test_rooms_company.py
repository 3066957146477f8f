"""A company of the facilitator's own as a room's case: every figure is that company's, and what is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from next_dollar.metrics import METRICS
from pages.ui.state.own import Own
from pages.ui.state.session import KEY, Session
from rooms import debrief, facilitator, participant
from rooms.company import company_in, link_of, pasted
from rooms.settings import RoomSettings, RoundSettings
from rooms.shocks import SHOCKS
from rooms.store import Store
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from simulator.guided.company import company_from
from simulator.link.codec import encode
from simulator.link.private import indexed
from simulator.model.outcome import simulate
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER
from tests.room_store import session_in
from tests.strategies import businesses
from tests.test_pages import opened

OWN = company_from(BAKER)


@settings(max_examples=40, suppress_health_check=[*HealthCheck], deadline=None)
@given(businesses())
def test_a_room_plays_exactly_that_company(business: Business) -> None:
    """Whatever is in a company comes back from the text the room keeps, to the last bit."""
    assert company_in(link_of(business)) == business
    assert pasted(f"https://example.test/Compare?{encode(Workspace.of(business))}#x") == link_of(business)


def test_a_round_is_decided_and_judged_on_it(store: Store) -> None:
    """Start, shock and results of a round are those of the own company, as `simulate` has them."""
    chosen = RoomSettings(company=link_of(OWN), rounds=(RoundSettings(shock="rival"),))
    room = session_in(store, 1, chosen).to("decide")
    view = participant.sit(*room.at(0))
    assert view.room.business == SHOCKS["rival"].applied(OWN)
    assert view.room.start == OWN.plan
    amounts = list(OWN.plan.amounts)
    amounts[0], amounts[-2] = amounts[0] - 100, amounts[-2] + 100
    plan = Plan.of(OWN.levers, amounts)
    participant.submit(*room.at(0), plan)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    (judged,) = debrief.debrief(chosen, 1, facilitator.entries(*room.lead)).judged
    months = chosen.months
    assert judged.value == pytest.approx(simulate(view.room.business, plan, months).total_revenue, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "paste the whole link"),
        ("our company", "paste the whole link"),
        ("https://example.test/?utm=mail", "cannot be used as it is"),
        ("?v=1&case=northwind.1&churn=7&total=held", "cannot be used as it is"),
        (f"?{encode(indexed(Workspace.of(OWN)))}", "indices"),
        ("?v=1&name=" + "x" * 30_000, "up to 20,000"),
    ],
)
def test_what_is_no_company_is_refused(text: str, reason: str) -> None:
    """A link that opens something else, or not quite what it says, is not taken for a company."""
    with pytest.raises(InvalidInput, match=reason):
        pasted(text)


def test_a_company_that_spends_nothing_is_refused_when_it_is_chosen() -> None:
    """There is nothing to split, and that is said to the facilitator and not in front of the room."""
    channels = tuple(
        each.changed(spend=0.0, reference_spend=100.0, prospects_at_zero=each.prospects, prospects_at_double=None,
                     curve="flat", origins=())
        for each in OWN.channels
    )  # fmt: skip
    idle = OWN.changed(
        channels=channels, origins=(), conversion_spend=0.0, conversion_reference_spend=10.0, upsell_spend=0.0,
        upsell_reference_spend=10.0, win_rate_at_zero=OWN.win_rate, win_rate_at_double=None, win_rate_curve="flat",
        share_at_zero=OWN.share_of_wallet, share_at_double=None, share_curve="flat",
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="nothing to split"):
        RoomSettings(company=link_of(idle))


def test_playing_it_counts_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One press that takes the company of this visit is one verb in the operator's figures, and is kept."""
    monkeypatch.setattr("rooms.store._default_store", lambda: store)
    counted: list[str] = []
    monkeypatch.setattr(METRICS, "count", lambda kind, name, *_: counted.append(name) if kind == "verb" else None)
    room = session_in(store, 0)
    test = opened("pages/Training_room.py", f"room={room.code}&facilitator={room.secret}")
    own = Own()
    own.show(Workspace.of(OWN))
    test.session_state[KEY] = Session(Workspace.of(OWN), own=own)
    test.session_state["own_case"] = True
    test.run()
    (take,) = [each for each in test.button if each.key == "take_own"]
    take.click().run()
    assert facilitator.room(*room.lead).settings.company == link_of(OWN)
    assert len(counted) == 1
