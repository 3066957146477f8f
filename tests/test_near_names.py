"""Statuses that no word tells and channels spelt otherwise: pointed out and changed by their owner, never silently."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.your_business.evidence.upload import DealsUpload
from simulator.cases import load_case
from simulator.evidence.choices import Choices
from simulator.evidence.finding import find
from simulator.evidence.history.meanings import Column, Meaning, near_meaning
from simulator.evidence.near_names import near, near_name
from simulator.evidence.words import recognised
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.deal_table import DealTable
from tests.test_pages import html_of, opened

UNSURE = ("No decision", "Parked", "On hold")
SAME = [
    *(("Referrals", "Referral"), ("E-Mail", "Email"), ("Trade fairs", "Trade fair"), ("Empfehlungen", "Empfehlung")),
    *(("Messen", "Messe"), ("Événements", "Evenement"), ("Indicações", "Indicação"), ("Gogle Ads", "Google Ads")),
    *(("Partner", "Partners"), ("word-of-mouth", "Word of mouth"), ("Website", "Webseite"), ("Salons", "Salon")),
]


def export(statuses: Sequence[str], sources: Sequence[str]) -> bytes:
    """Deals of the made-up table, the statuses of some and the channels of all told otherwise."""
    header, *rows = DealTable(210).rows
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for place, row in enumerate(rows):
        given = statuses[place % len(statuses)] if statuses and row[5] == "Open" else row[5]
        writer.writerow([*row[:2], sources[place % len(sources)], *row[3:5], given])
    return text.getvalue().encode()


@pytest.mark.parametrize(
    "status",
    [
        *(*UNSURE, "Keine Entscheidung", "Zurückgestellt", "Pausiert", "Sans décision", "En attente", "Reporté"),
        *("Sin decisión", "En espera", "Aplazado", "Sem decisão", "Em espera", "Adiado", "Not interested", "Stage 3"),
    ],
)
def test_a_status_that_no_word_tells_is_not_recognised(status: str) -> None:
    """Where a deal that came to nothing may stand, in any of five languages, nobody takes it for open unsaid."""
    assert not recognised(status)


@pytest.mark.parametrize("status", ["Closed Won", "Verloren", "Não fechado", "Proposal sent", "Angebot verschickt",
                                    "En cours", "Presupuesto enviado", "Em andamento", "Qualified"])  # fmt: skip
def test_a_status_that_a_word_tells_needs_no_asking(status: str) -> None:
    """Won, lost, and what is plainly under way."""
    assert recognised(status)


def test_what_is_said_of_a_status_settles_it() -> None:
    """Until then its deals are open; said to be lost they lower the share won."""
    data = export(UNSURE, ["Search"])
    finding, _ = find(data, Choices())
    unsure = {stage.name for stage in finding.stages if not stage.recognised}
    assert unsure == set(UNSURE)
    assert {stage.means for stage in finding.stages if stage.name in unsure} == {"open"}
    settled, _ = find(data, Choices(stages=dict.fromkeys(UNSURE, "lost")))
    assert all(stage.recognised for stage in settled.stages)
    assert settled.outcomes["lost"] == finding.outcomes["lost"] + finding.outcomes["open"]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_spelling_is_found(one: str, other: str) -> None:
    """Case, hyphen, accent, plural and a slip of the pen, whichever of the two stands in the file."""
    assert near(one, other)
    assert near(other, one)


@pytest.mark.parametrize(("one", "other"), [("Facebook 1", "Facebook 2"), ("Partner A", "Partner B"), ("Web", "Weg"),
                                            ("Inbound", "Outbound"), ("Paid search", "Paid social"), ("", "Ads"),
                                            ("Radio", "Audio"), ("Facebook", "Facebook Ads")])  # fmt: skip
def test_other_channels_are_not_taken_for_spellings(one: str, other: str) -> None:
    """A figure, a single letter or another word makes another channel."""
    assert not near(one, other)


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4))
def test_any_names_can_be_compared(name: str, others: list[str]) -> None:
    """Whatever a file holds; a name that is there as it is needs no other."""
    assert near_name(name, [*others, name]) is None
    assert near_name(name, others) in {None, *others}


def test_a_column_of_a_history_may_spell_a_channel_otherwise() -> None:
    """It is offered for that channel, unless another column is that already or it names none."""
    leads = Column(2, "Referrals leads", Meaning("prospects"), ("3",))
    assert near_meaning(leads, ["Referral"], []) == Meaning("prospects", "Referral")
    assert near_meaning(leads, ["Referral"], [Meaning("prospects", "Referral")]) is None
    assert near_meaning(leads, ["Trade fair"], []) is None
    assert near_meaning(Column(3, "Referrals", None, ("3",)), ["Referral"], []) is None


def company() -> AppTest:
    """Your business with the import open, of a company with a channel that the file spells otherwise."""
    business = load_case("northwind.1").business
    first = business.channels[0].changed(name="Referral")
    return opened("pages/Your_business.py", encode(Workspace.of(business.changed(channels=[first]))))


def read(test: AppTest, data: bytes) -> DealsUpload:
    upload = DealsUpload()
    upload.take("deals.csv", data)
    assert upload.settle(30)
    test.session_state["next_dollar_crm"] = upload
    test.session_state["crm_export"] = True
    test.run()
    assert not test.exception
    return upload


def press(test: AppTest, upload: DealsUpload, name: str) -> str:
    next(button for button in test.button if button.label == name).click().run()
    upload.settle(30)
    test.run()
    assert not test.exception
    return unescape(html_of(test))


def test_unrecognised_statuses_are_told_before_any_fact_is_proposed() -> None:
    """How many, of how many rows, what they count as, and one press says what all of them are."""
    test = company()
    upload = read(test, export(UNSURE, ["Referral"]))
    said = unescape(html_of(test))
    assert "3 statuses were not recognised, 60 rows: counted as open until you say." in said
    assert said.index("not recognised, 60") < said.index("What the file says of your facts")
    assert "not recognised" not in press(test, upload, "All are lost")
    assert upload.choices.stages == dict.fromkeys(UNSURE, "lost")


def test_a_channel_that_looks_like_one_s_own_is_offered() -> None:
    """It stays another one until its owner says that both are the same, and is asked about no more after either."""
    test = company()
    upload = read(test, export((), ["Referrals", "Search"]))
    assert "“Referrals” in the file looks like your “Referral”." in unescape(html_of(test))
    assert upload.finding is not None
    assert {source.counts_as for source in upload.finding.sources} == {"Referrals", "Search"}
    assert "looks like" not in press(test, upload, "They are two")
    upload.apart.clear()
    test.run()
    assert "looks like" not in press(test, upload, "Count it as Referral")
    assert {source.counts_as for source in upload.finding.sources} == {"Referral", "Search"}
