"""News as facts: whatever a facilitator lets be other in a round is so, or is refused by name with what is allowed."""

from __future__ import annotations

import math
import re
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from pages.room.news_words import differing, happened
from pages.room.slides import slides
from pages.room.words import FUNCTION_NAMES
from rooms import downloads, facilitator, homework, participant
from rooms.debrief import debrief
from rooms.news import FactNews, news_facts, stands, with_news
from rooms.settings import RoomSettings, RoundSettings
from rooms.setup_file import read_setup, setup_text
from rooms.shocks import SHOCKS
from rooms.store import Store
from rooms.views import settings_of
from simulator import list_cases, load_case, simulate
from simulator.facts.declaration import InvalidInput
from simulator.file.faults import BrokenFile
from simulator.model.parameters import funnel_of
from simulator.whatif.what_if import from_now_on
from tests.room_store import revealed_in, session_in
from tests.test_pages import html_of, opened

CASES = [case.id for case in list_cases()]
SEARCH = "channels.Search ads.prospects"
HEAD = 'format = "next-dollar-room"\nversion = 3\n'


def news(fact: str, **said: float) -> RoomSettings:
    """A room of two rounds with that fact other in the second."""
    return RoomSettings(rounds=(RoundSettings(), RoundSettings(facts=(FactNews(fact=fact, **said),))))


@pytest.mark.parametrize("times", [0.9, 1.02])
@pytest.mark.parametrize("case", CASES)
def test_any_fact_becomes_what_was_wanted_or_is_refused_by_name(case: str, times: float) -> None:
    """Every fact of every case can be a little other; the few that others do not allow say which fact, and why."""
    business, refused = load_case(case).business, {}
    for path in news_facts(business):
        news_of = FactNews(fact=path, times=times)
        try:
            changed = with_news(business, [news_of])
        except InvalidInput as error:
            refused[news_of.title] = str(error)
            continue
        assert stands(changed, path) == pytest.approx((stands(business, path) or 0.0) * times)
        if not path.endswith("pipeline"):
            deals = (funnel_of(each).pipeline.sum() for each in (business, changed))
            assert math.isclose(*deals, rel_tol=1e-9)
    assert all(title.partition(": ")[0] in said for title, said in refused.items())
    assert len(refused) < len(news_facts(business)) / 3


def test_all_of_a_round_s_facts_are_as_told_in_any_order() -> None:
    """Other prospects leave a win rate that is stated too as it was stated, and a part is of what stood before."""
    business = load_case("northwind").business
    told = [
        FactNews(fact="win_rate", times=0.5),
        FactNews(fact=SEARCH, value=40.0),
        FactNews(fact="customers", value=99.0),
        FactNews(fact="share_new", value=0.1),
        FactNews(fact="churn", times=2.0),
    ]
    ways = [with_news(business, order) for order in (told, told[::-1])]
    for changed in ways:
        found = [stands(changed, each.fact) for each in told]
        assert found == pytest.approx([business.win_rate / 2, 40.0, 99.0, 0.1, 2 * business.churn])


@pytest.mark.parametrize("shock", SHOCKS)
def test_ready_news_written_out_as_facts_is_the_same_news(shock: str) -> None:
    """A round whose ready news was written out plays the same company, so that one goes on from there."""
    for case in list_cases():
        ready = RoomSettings(case=case.ref, rounds=(RoundSettings(shock=shock),))
        out = RoundSettings(facts=SHOCKS[shock].facts(case.business))
        assert RoomSettings(case=case.ref, rounds=(out,)).business(1) == ready.business(1)


def test_a_fact_stands_beside_the_ready_news() -> None:
    """Both hold: customers leave twice as fast, and the wallet is what was typed."""
    settings = RoomSettings(rounds=(RoundSettings(shock="churn", facts=(FactNews(fact="wallet", value=999.0),)),))
    case = load_case("northwind").business
    assert settings.business(1).wallet == 999
    assert settings.business(1).churn == pytest.approx(2 * case.churn)
    assert [(each.before, each.after) for each in settings.differs(1)] == [(case.wallet, 999.0)]


def test_what_is_stated_of_a_fact_holds_whatever_the_ready_news_does_to_it() -> None:
    """A fifth less than the round found is a fifth less, though a rival would have taken two."""
    told = RoundSettings(shock="rival", facts=(FactNews(fact="win_rate", times=0.8),))
    case = load_case("northwind").business
    assert RoomSettings(rounds=(told,)).business(1).win_rate == pytest.approx(0.8 * case.win_rate)


@pytest.mark.parametrize(("fact", "said", "words"), [
    ("share_of_wallet", {"value": 0.99}, ("Round 2: Share of wallet cannot be 99 %", "is the most it can be here")),
    ("win_rate_at_zero", {"value": 0.5}, ("Round 2: Win rate at zero spend", "must be below today's", "would fit")),
    ("channels.Nowhere.prospects", {"times": 0.5}, ("Round 2: Nowhere: Prospects", "Search ads, Trade fairs")),
    ("sales_cycle_months", {"times": 90.0}, ("Round 2: Sales cycle can be 1 to 60", "60 would fit")),
])  # fmt: skip
def test_an_impossible_round_says_which_fact_and_what_is_allowed(
    fact: str, said: dict[str, float], words: tuple[str, ...]
) -> None:
    """The sentence names the round, the fact as the screen calls it, and the nearest that would do."""
    with pytest.raises(InvalidInput) as refused:
        news(fact, **said)
    assert all(word in str(refused.value) for word in words)


@pytest.mark.parametrize("case", CASES)
def test_the_most_that_is_allowed_is_allowed(case: str) -> None:
    """Whoever takes what the refusal offers is not refused again."""
    for fact in ("share_of_wallet", "win_rate"):
        tried = RoundSettings(facts=(FactNews(fact=fact, value=0.999),))
        with pytest.raises(InvalidInput) as refused:
            RoomSettings(case=load_case(case).ref, rounds=(tried,))
        offered = re.search(r"([\d.]+) % is the most", str(refused.value))
        assert offered is not None
        taken = RoundSettings(facts=(FactNews(fact=fact, value=float(offered[1]) / 100),))
        assert RoomSettings(case=load_case(case).ref, rounds=(taken,)).differs(1)


@pytest.mark.parametrize("said", [
    {"fact": "churn"}, {"fact": "churn", "value": 0.1, "times": 2.0}, {"fact": "churn", "value": 1.5},
    {"fact": "churn", "times": -1.0}, {"fact": "mood", "value": 1.0}, {"fact": "upsell_spend", "value": 1.0},
    {"fact": "name", "value": 1.0}, {"fact": "acceptable_share", "value": 0.5},
    {"fact": "channels.Search ads.spend", "value": 1.0}, {"fact": "churn", "value": math.nan},
])  # fmt: skip
def test_what_is_no_news_of_a_fact_is_refused(said: dict[str, Any]) -> None:
    """One new value or one part, within the fact's bounds, of a fact that moves results and is no spend."""
    with pytest.raises(InvalidInput):
        FactNews(**said)


def test_a_fact_is_stated_once_in_a_round() -> None:
    """Two values for one fact would be a riddle."""
    twice = (FactNews(fact="churn", value=0.1), FactNews(fact="churn", value=0.2))
    with pytest.raises(InvalidInput, match="once"):
        RoundSettings(facts=twice)


def test_another_case_keeps_the_facts_it_has_and_the_others_are_named() -> None:
    """What stays and what would be lost is known before the facilitator agrees."""
    facts = (FactNews(fact="churn", times=2.0), FactNews(fact="channels.Trade fairs.prospects", times=0.5))
    settings = RoomSettings(rounds=(RoundSettings(), RoundSettings(facts=facts)))
    played = settings.playing("plainbook.1")
    names = [channel.name for channel in load_case("plainbook").business.channels]
    assert "Trade fairs" not in names
    assert played.rounds[1].facts == facts[:1]
    assert settings.lost(played) == ((2, facts[1]),)


def test_a_room_keeps_them_and_what_was_kept_before_still_opens(store: Store) -> None:
    """Settings with facts come back the same from a room; those without any, as older rooms hold, open as they were."""
    settings = news("churn", times=2.0)
    room = session_in(store, 1, settings)
    assert facilitator.room(*room.lead).settings == settings
    old = RoomSettings().model_dump_json(exclude={"goes_on": True, "rounds": {"__all__": {"facts", "ran"}}})
    assert settings_of(old) == RoomSettings()


def test_the_set_up_holds_them_and_one_of_before_opens() -> None:
    """Saved and opened they are the same, a whole number needs no point, and a file of version 2 opens as it was."""
    facts = (FactNews(fact="churn", times=2.0), FactNews(fact='channels.A "b" = ü.prospects', value=4.0))
    text = setup_text(RoomSettings(rounds=(RoundSettings(facts=facts[:1], news="Oh"),), goes_on="best"))
    assert read_setup(text.encode())[0].rounds[0].facts == facts[:1]
    by_hand = f'{HEAD}[[rounds]]\nfacts = [{{fact = "{SEARCH}", value = 40}}]\n'
    assert read_setup(by_hand.encode())[0].business(1).channels[0].prospects == 40
    old = 'format = "next-dollar-room"\nversion = 2\ncase = "tallgrass.1"\ncarry = true\n[[rounds]]\nshock = "rival"\n'
    assert read_setup(old.encode()) == (
        RoomSettings(case="tallgrass.1", carry=True, rounds=(RoundSettings(shock="rival"),)),
        (),
    )


@pytest.mark.parametrize(("lines", "said"), [
    ('[[rounds]]\n[[rounds]]\nnews = "x"\nfacts = [{fact = "churn", value = 7}]', "Line 6: Round 2: Churn can be"),
    ('[[rounds]]\nfacts = [{fact = "win_rate_at_zero", value = 0.9}]', "Line 4: Round 1: Win rate at zero spend"),
    ('[[rounds]]\nfacts = [{fact = "channels.None.prospects", times = 2}]', "Line 4: Round 1: None: Prospects"),
    ('[[rounds]]\nfacts = [3]', "Line 4: "), ('[[rounds]]\ntotal = 3.0\nlocked = ["upsell"]', "Line 4: Round 1: Total"),
    ('goes_on = "best"\npace = "homework"', "Line 3: The company goes on"),
])  # fmt: skip
def test_what_cannot_be_in_a_set_up_is_named_by_line_round_and_fact(lines: str, said: str) -> None:
    """Whoever writes a file by hand is led to the line."""
    with pytest.raises(BrokenFile) as refused:
        read_setup(f"{HEAD}{lines}\n".encode())
    assert any(str(fault).startswith(said) for fault in refused.value.faults), refused.value


@pytest.mark.parametrize("data", [b"x" * 1_000_001, b"a = 9999-99-99", HEAD.encode() + b"a = " + b"[" * 5000])
def test_a_set_up_that_is_none_is_told_in_its_own_words(data: bytes) -> None:
    """Nothing is said of a company's file where a set-up was meant."""
    with pytest.raises(BrokenFile) as refused:
        read_setup(data)
    assert "company" not in str(refused.value)


def test_participants_read_what_changed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text and each fact as it was and as it is stand in the case, on the wall and on the sheet."""
    monkeypatch.setattr("rooms.store._default_store", lambda: store)
    told = RoundSettings(news="A <b>rival</b> opens.", facts=(FactNews(fact="win_rate", value=0.022),))
    room = session_in(store, 1, RoomSettings(rounds=(told,))).to("predict")
    for place in (f"seat={room.seats[0].seat}", "view=projector", "view=sheet"):
        shown = html_of(opened("pages/Training_room.py", f"room={room.code}&{place}"))
        assert "A &lt;b&gt;rival&lt;/b&gt; opens." in shown
        assert "Win rate: 3\u00a0% → 2.2\u00a0%" in shown


def test_what_is_taken_away_tells_what_changed(store: Store) -> None:
    """The workbook's rows and the slides say what happened with figures."""
    told = RoundSettings(news="A rival opens.", facts=(FactNews(fact="customers", value=80.0),))
    settings = RoomSettings(rounds=(told,))
    room = revealed_in(store, settings)
    view, entries = facilitator.room(*room.lead), facilitator.entries(*room.lead)
    said = happened(settings, 1)
    assert said == "A rival opens; Customers: 160 → 80"
    table = downloads.rows(view, entries, facilitator.roster(*room.lead), FUNCTION_NAMES, "revenue", news={1: said})
    assert {row[1] for row in table[1:]} == {said}
    deck = Presentation(BytesIO(slides((debrief(settings, 1, entries),), view)))
    texts = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert "A rival opens." in texts
    assert differing(settings, 1)[0] in texts


def test_a_homework_s_rounds_have_them_too(store: Store) -> None:
    """Each seat finds the facts of the round it has come to."""
    settings = news("wallet", value=999.0).changed(pace="homework", ends=1_800_000_000 + 86_400)
    room = session_in(store, 1, settings)
    facilitator.begin_round(*room.lead)
    assert participant.sit(*room.at(0)).room.business.wallet != 999
    participant.predict(*room.at(0), "upsell", 1e6)
    homework.open_levers(*room.at(0), 1)
    participant.submit(*room.at(0), participant.sit(*room.at(0)).start)
    homework.go_on(*room.at(0), 1)
    assert participant.sit(*room.at(0)).room.business.wallet == 999


def test_a_fact_alone_needs_no_other_news() -> None:
    """Where a facilitator changes a fact and writes nothing, the fact is what happened."""
    assert happened(news("customers", value=80.0), 2) == "Customers: 160 → 80"
    assert happened(news("customers", value=80.0), 1) == SHOCKS["none"].title


def test_a_split_is_judged_on_the_changed_company(store: Store) -> None:
    """What a split brings in such a round is what the model says of the company with that fact."""
    settings = RoomSettings(rounds=(RoundSettings(facts=(FactNews(fact="wallet", times=0.5),)),))
    room = session_in(store, 1, settings).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).start)
    (judged,) = debrief(settings, 1, facilitator.entries(*room.lead)).judged
    business = load_case("northwind").business
    assert judged.value == pytest.approx(
        simulate(from_now_on(business, wallet=business.wallet / 2), business.plan, settings.months).total_revenue
    )
