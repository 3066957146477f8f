"""Facts out of an export: what is found in it, what its owner says of it, how it is read apart, and what is taken."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import olist_facts
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cases import load_case
from simulator.evidence import Unreadable, apart
from simulator.evidence.acceptance import Evidence, acceptance, at_home, plain_name
from simulator.evidence.amounts import currency_in
from simulator.evidence.apart import Reading
from simulator.evidence.choices import NOWHERE, Choices
from simulator.evidence.deals import Deals, Left
from simulator.evidence.finding import Finding, find
from simulator.evidence.left_rows import left_rows
from simulator.evidence.proposals import Proposal
from simulator.evidence.spellings import usual_spellings
from simulator.evidence.worker import ANSWER, CHOICES, Answer, answer
from simulator.facts.contradictions import contradictions, mended
from simulator.facts.origin import Origin
from simulator.facts.sources import ends_of, origin_of
from simulator.file.reader import read_file
from simulator.file.writer import file_text
from simulator.guided.answers import Answer as Said
from simulator.guided.answers import Answers, Row
from simulator.guided.back import answered, answers_of
from simulator.guided.company import company_from
from simulator.link.codec import decode, encode
from simulator.surroundings import surroundings
from simulator.workspace.fact_edits import with_facts
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER
from tests.deal_table import DealTable

FILE = Evidence("deals.csv", date(2026, 7, 1))


def found(table: DealTable, **choices: object) -> Finding:
    """What is found in a table as CSV."""
    finding, _ = find(table.csv(), Choices(**choices))  # type: ignore[arg-type]
    return finding


def test_rows_add_up_whatever_is_said_of_them() -> None:
    """Rows read are used, left out or unreadable, also where statuses do not count and channels are merged."""
    table = DealTable(120)
    for choices in (
        Choices(), Choices(stages={"Lost": "ignore"}), Choices(stages={"Open": "won"}),
        Choices(channels={"Fairs": "Search"}), Choices(channels={"Fairs": None}), Choices(roles={"status": NOWHERE}),
        Choices(roles={"created": 3}),
    ):  # fmt: skip
        finding, left = find(table.csv(), choices)
        assert finding.rows == finding.used + finding.left_out.number + finding.unreadable.number == 120
        listed = list(csv.reader(io.StringIO(left.decode("utf-8-sig"))))
        assert len(listed) == 1 + finding.left_out.number + finding.unreadable.number
        assert sum(finding.outcomes.values()) == finding.used


def test_a_status_or_channel_that_does_not_count_leaves_its_rows_out() -> None:
    """Its deals are in no figure, and each is listed with the reason."""
    ignoring = found(DealTable(120), stages={"Lost": "ignore"})
    assert ignoring.outcomes.get("lost", 0) == 0
    assert ignoring.left_out.number == found(DealTable(120)).outcomes["lost"]
    without = found(DealTable(120), channels={"Fairs": None})
    assert not any("Fairs" in each.fact for each in without.proposals.facts)
    assert "deals from 'Fairs' do not count" in without.left_out.first[0].reason
    assert all("'Lost' do not count" in each.reason for each in ignoring.left_out.first)


def test_merged_channels_count_as_one() -> None:
    """Their prospects are those of both, and nothing is said of the one that went into the other."""
    apart_, merged = found(DealTable(240)), found(DealTable(240), channels={"Fairs": "Search"})
    paces = [
        {each.fact: each.value for each in finding.proposals.facts if each.fact.endswith(".prospects")}
        for finding in (apart_, merged)
    ]
    assert sum(paces[0].values()) == pytest.approx(paces[1]["channels.Search.prospects"])
    assert set(paces[1]) == {"channels.Search.prospects"}


@pytest.mark.parametrize("typed", ["search", " SEARCH", "Ｓearch"])
def test_a_channel_typed_as_another_looks_is_that_one(typed: str) -> None:
    """Names that a company could not tell apart are one channel, however they are typed; a name of its own is kept."""
    renamed = found(DealTable(240), channels={"Search": typed.strip()})
    assert f"channels.{typed.strip()}.prospects" in [each.fact for each in renamed.proposals.facts]
    finding = found(DealTable(240), channels={"Fairs": typed})
    assert [each.fact for each in finding.proposals.facts if each.fact.endswith(".prospects")] == [
        "channels.Search.prospects"
    ]


def test_few_figures_are_told_however_many_channels_there_are() -> None:
    """A column that tells all rows apart makes no channel of each; the largest are told of, and how many there are."""
    finding = found(DealTable(3000), roles={"channel": 0})
    assert len(finding.proposals.facts) < 200
    assert len(finding.sources) <= 50
    assert "Of 3,000 channels 50 are told of." in finding.proposals.notes
    assert len(ANSWER.dump_json(Answer(finding))) < 200_000


def test_one_name_for_each_spelling() -> None:
    """Spellings of the same words are one, called as it is spelt most often; other words are not."""
    usual = usual_spellings(["Closed Won", "Closed Won", "CLOSED-WON", "closed_won", "Não fechado", "Fechado", "-", ""])
    assert usual["CLOSED-WON"] == usual["closed_won"] == "Closed Won"
    assert usual["Não fechado"] != usual["Fechado"]


def test_a_meaning_is_moved_to_another_column() -> None:
    """A column has one meaning, and a meaning one column; the one it had before has none."""
    finding = found(DealTable(60), roles={"created": 3})
    assert {each.place: each.role for each in finding.columns if each.role in ("created", "closed")} == {3: "created"}
    assert (
        next(each.role for each in found(DealTable(60), roles={"amount": NOWHERE}).columns if each.place == 4) is None
    )


def test_the_order_of_dates_is_turned() -> None:
    """Where no row proves the order it is said, and the other one gives the other days."""
    table = "Created,Status\n" + "".join(f"0{1 + n % 9}/0{1 + n % 7}/2026,Won\n" for n in range(40))
    first, second = (find(table.encode(), Choices(order=order))[0] for order in ("day first", "month first"))  # type: ignore[arg-type]
    assert (first.orders, second.orders) == ({"Created": "day first"}, {"Created": "month first"})
    assert (first.as_of, second.as_of) == (date(2026, 7, 8), date(2026, 9, 6))


def test_dates_that_nothing_proves_are_those_of_the_file_s_other_dates() -> None:
    """A column whose days are all below 13 is read as the other column of dates, which proves its order."""
    table = "Created,Closed,Status\n" + "".join(f"{13 + n % 9}/01/2026,0{1 + n % 3}/02/2026,Won\n" for n in range(40))
    finding = find(table.encode(), Choices(order="month first"))[0]
    assert (finding.orders, finding.as_of, finding.unreadable.number) == ({}, date(2026, 2, 3), 0)


def test_of_several_sheets_the_one_wanted_is_read() -> None:
    """The fullest is taken, the others that hold anything are offered, and one may be named."""
    book = openpyxl.Workbook()
    book.active.title = "Cover"  # type: ignore[union-attr]
    book.active.append(["Deals of 2026"])  # type: ignore[union-attr]
    for name, number in (("Old", 20), ("New", 60)):
        sheet = book.create_sheet(name)
        for row in DealTable(number).rows:
            sheet.append(row)
    book.create_sheet("Empty")
    data = io.BytesIO()
    book.save(data)
    finding = find(data.getvalue(), Choices())[0]
    assert (finding.sheet, finding.sheets, finding.rows) == ("New", ("New", "Old", "Cover"), 60)
    assert find(data.getvalue(), Choices(sheet="Old"))[0].rows == 20


@pytest.mark.parametrize(
    ("text", "currency"),
    [("€ 900", "EUR"), ("1 200 EUR", "EUR"), ("R$ 5.50", "BRL"), ("$1,200", "$"), ("900", ""), ("3956.65x", "")],
)
def test_a_currency_beside_its_amount(text: str, currency: str) -> None:
    """Signs and codes are read; a sign that several currencies have is no code."""
    assert currency_in(text) == currency


def test_amounts_with_signs_of_two_currencies_are_not_mixed() -> None:
    """Without a column of currencies the signs beside the amounts tell, and no order value is said of two."""
    finding = found(DealTable(80, signs=("€", "£")))
    assert not any(each.fact == "first_order" for each in finding.proposals.facts)
    assert any("2 currencies" in note for note in finding.proposals.notes)
    assert found(DealTable(80, signs=("€",))).currency == "EUR"


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=2, max_size=8))
def test_what_is_downloaded_calculates_nothing(table: list[list[str]]) -> None:
    """No cell of the rows left out begins as a formula does, whatever stood in the file, and none is lost."""
    rows = tuple(Left(line, "=why") for line in range(2, len(table) + 1))
    left = Deals((), rows[:1], rows[1:], len(rows), None, {})
    read = list(csv.reader(io.StringIO(left_rows(table, left).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read[1:]] == [str(each.line) for each in rows]
    for cell in (cell for row in read for cell in row):
        assert not cell.startswith(("=", "@", "\t", "\r"))
        assert cell[:1] not in ("+", "-") or cell[1:2].isdigit()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no table"), (b"a,b\n", "no more than a header"), (b"\xff\xd8\xff\xe0 a picture", "no table"),
        (bytes(range(256)) * 40, "no table"), (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(range(250)) * 9, "no table"),
        (b"PK\x03\x04 cut off", "packed"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes, said: str) -> None:
    """Empty files, pictures under another name and broken workbooks are refused in a sentence that says why."""
    refused, left = answer(CHOICES.dump_json(Choices()), data)
    assert refused.finding is None
    assert said in refused.refused
    assert left == b""


def wait(reading: Reading) -> tuple[Finding, bytes]:
    assert reading.done(60)
    return reading.result()


def test_a_file_read_apart_gives_the_same() -> None:
    """What another process finds, with choices, is what is found here."""
    data, choices = DealTable(200).csv(), Choices(stages={"Open": "lost"}, roles={"id": NOWHERE})
    assert wait(Reading(data, choices)) == find(data, choices)


def test_what_is_refused_apart_is_refused_in_the_same_words() -> None:
    """The sentence crosses from the other process."""
    with pytest.raises(Unreadable, match="CSV, TSV, XLSX, XLS and ODS are read"):
        wait(Reading(b"%PDF-1.4 something", Choices()))


def test_a_file_takes_no_more_time_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended then, and says so."""
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)
    with pytest.raises(Unreadable, match="takes longer than"):
        wait(Reading(DealTable(60_000).csv(), Choices()))
    monkeypatch.setattr(apart, "LONGEST_WAIT", 0.01)
    with pytest.raises(Unreadable, match="too much else to do"):
        wait(Reading(DealTable(60_000).csv(), Choices()))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
def test_a_file_takes_no_more_memory_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended then, and says so."""
    monkeypatch.setattr(apart, "MOST_MEMORY", 750_000_000)
    with pytest.raises(Unreadable, match="more memory"):
        wait(Reading(DealTable(80_000).csv(), Choices()))


def test_a_reading_is_stopped() -> None:
    """Nothing of it goes on, and the next one has its turn."""
    reading = Reading(DealTable(50_000).csv(), Choices())
    while reading.waiting:
        assert not reading.done(0.01)
    reading.stop()
    assert reading.done(10)
    assert wait(Reading(DealTable(20).csv(), Choices()))[0].rows == 20


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may write is bounded on Linux")
def test_a_reader_writes_no_file_and_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process cannot write to a disk, and is not told what opens a database."""
    code = (
        "from simulator.evidence.worker import bound\n"
        f"bound(10**9, 60); open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'a')"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode != 0
    assert (tmp_path / "x").read_text() == ""
    monkeypatch.setenv("NEXT_DOLLAR_DATABASE", "postgresql://secret")
    assert not any("secret" in value for value in (surroundings() or {}).values())


def accepted(workspace: Workspace, proposal: Proposal) -> Workspace:
    taken = acceptance(workspace.scenario.business, proposal, FILE)
    return with_facts(workspace, taken.changes, origins=taken.origins)


def test_a_fact_that_was_read_says_so_in_link_and_file() -> None:
    """File, day, rows, low and high travel with it, and what was guessed of its curve moves along, still a guess."""
    before = Workspace.of(company_from(BAKER))
    business = before.scenario.business
    read = Proposal("win_rate", 0.8 * business.win_rate, 0.7 * business.win_rate, 0.9 * business.win_rate, 221)
    after = accepted(before, read)
    for opened in (after, decode(encode(after)).workspace, read_file(file_text(after).encode()).workspace):
        now = opened.scenario.business
        origin = origin_of(now, "win_rate")
        assert (origin.kind, origin.source, origin.rows, origin.read_on) == ("read", "deals.csv", 221, date(2026, 7, 1))
        assert now.win_rate == pytest.approx(read.value, rel=1e-3)
        assert ends_of(now, "win_rate") == pytest.approx((read.low, read.high), rel=1e-2)
        assert now.win_rate_at_zero == pytest.approx(0.8 * business.win_rate_at_zero, rel=1e-3)
        assert origin_of(now, "win_rate_at_zero").kind == "guessed"


def test_what_was_stated_of_a_curve_stays_and_may_contradict() -> None:
    """A win rate below what stands at zero is explained, and the nearest sound one is offered."""
    business = company_from(BAKER).changed(win_rate_at_zero=0.2, win_rate=0.3, win_rate_at_double=0.35)
    taken = acceptance(business, Proposal("win_rate", 0.15, 0.1, 0.2, 90), FILE)
    assert taken.changes == {"win_rate": 0.15}
    assert contradictions(business, taken.changes)
    nearest = mended(business, taken.changes)
    assert not contradictions(business, nearest)
    whole = acceptance(business, Proposal("win_rate", 0.15, 0.1, 0.2, 90), FILE, whole_curve=True)
    assert whole.changes == pytest.approx({"win_rate": 0.15, "win_rate_at_zero": 0.1, "win_rate_at_double": 0.175})
    assert not contradictions(business, whole.changes)


def test_where_nothing_is_spent_today_is_what_stands_at_zero() -> None:
    """On a channel without spend a pace is what comes unasked, not what the spend would bring."""
    business = company_from(BAKER)
    channel = business.channels[0].changed(spend=0.0, reference_spend=500.0)
    unpaid = business.changed(channels=(channel, *business.channels[1:]))
    path = f"channels.{channel.name}.prospects"
    taken = acceptance(unpaid, Proposal(path, channel.prospects_at_zero / 2, None, None, 9), FILE)
    assert f"{path}_at_zero" in taken.changes
    assert path not in taken.changes or taken.origins[path].kind == "guessed"


def test_a_rate_from_a_file_stays_that_file_s_once_selling_has_a_cost() -> None:
    """What selling costs is said after an export was read: the rate, its range and its source are then today's."""
    workspace = Workspace.of(company_from(Answers(channels=(Row("Fairs", prospects=20.0),), wins=Said(30, "per cent"))))
    read = accepted(workspace, Proposal("win_rate", 0.3, 0.21, 0.41, 80)).scenario.business
    assert read.origin("win_rate_at_zero").kind == "read"
    before = answers_of(read)
    paying = answered(read, before, replace(before, sales_spend=Said(3500, "money a month")))
    assert (paying.win_rate, paying.conversion_spend) == (read.win_rate_at_zero, 3500)
    assert origin_of(paying, "win_rate").rows == 80
    assert ends_of(paying, "win_rate") == ends_of(read, "win_rate_at_zero") == (0.21, 0.41)
    assert paying.origin("win_rate_at_zero").kind == "guessed"
    other = answered(read, before, replace(before, wins=Said(40, "per cent")))
    assert other.origin("win_rate_at_zero").kind == "stated"


def test_channels_are_known_by_how_they_look() -> None:
    """A file's channel is the company's of the same look, another is told apart, and a nameless one the only one."""
    business = company_from(BAKER)
    mine = business.channels[0].name
    found_ = [
        Proposal(f"channels.{name}.prospects", 5.0, None, None, 9) for name in (mine.upper(), "Elsewhere.com", "")
    ]
    here, elsewhere = at_home(business, found_)
    assert [each.fact for each in here] == [f"channels.{mine}.prospects"]
    assert [each.fact for each in elsewhere] == ["channels.Elsewhere.com.prospects", "channels..prospects"]
    alone = business.changed(channels=business.channels[:1])
    assert [each.fact for each in at_home(alone, found_[2:])[0]] == [f"channels.{mine}.prospects"]


@given(st.text(max_size=90))
def test_names_out_of_files_are_names(text: str) -> None:
    """Whatever a file calls a channel, or is called itself, can be kept; what cannot is blank."""
    name = plain_name(text)
    assert name == "" or len(name) <= 40
    Origin(fact="churn", kind="read", source=Evidence(text, date(2026, 1, 1)).source)


@given(st.floats(1e-3, 1e6), st.floats(0.0, 1.0), st.floats(1.0, 3.0))
def test_any_proposal_can_be_asked_about(value: float, low: float, high: float) -> None:
    """Whatever a file says, what taking it changes is within what the fact may be, with ends on their sides."""
    business = company_from(BAKER)
    name = business.channels[0].name
    for fact in (
        "win_rate",
        "sales_cycle_months",
        "first_order",
        f"channels.{name}.prospects",
        f"channels.{name}.value_index",
    ):
        taken = acceptance(business, Proposal(fact, value, low * value, high * value, 3), FILE)
        assert not contradictions(business, {fact: taken.changes[fact]}) or fact in (
            "win_rate",
            f"channels.{name}.prospects",
        )
        origin = taken.origins[fact]
        assert origin.low is None or origin.high is None or origin.low <= taken.changes[fact] <= origin.high


OLIST = (olist_facts.FOLDER / "leads.csv").is_file()


def olist_export() -> bytes:
    """The leads of the months that the case uses, each with its deal, as one table."""
    won_on = {row["mql_id"]: row["won_date"] for row in olist_facts._rows(olist_facts.FOLDER / "deals.csv")}
    rows = [["mql_id", "first_contact_date", "origin", "status", "won_date"]]
    for row in olist_facts._rows(olist_facts.FOLDER / "leads.csv"):
        if olist_facts.FIRST_MONTH <= row["first_contact_date"][:7] <= olist_facts.LAST_MONTH:
            won = won_on.get(row["mql_id"], "")
            rows.append([row["mql_id"], row["first_contact_date"], row["origin"], "Won" if won else "Left", won])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.skipif(not OLIST, reason="the Olist funnel is not beside the project")
def test_the_olist_case_comes_out_of_its_export() -> None:
    """Prospects by channel are those of the stock case; rate, cycle and indices lie within the intervals."""
    as_it_is = Choices(roles={"created": 1, "closed": 4}, channels=dict(olist_facts.CHANNELS))
    undecided, _ = find(olist_export(), as_it_is)
    finding, _ = find(olist_export(), replace(as_it_is, stages={"Left": "lost"}))
    # One deal was won before its first contact, and cannot be read.
    assert (finding.rows, finding.unreadable.number, finding.outcomes["won"]) == (5998, 1, 780)
    facts = {each.fact: each for each in finding.proposals.facts}
    business = load_case("olist", 1).business
    assert facts["win_rate"].value == pytest.approx(780 / 5997)
    assert within(facts["win_rate"], business.win_rate)
    cycle = next(each for each in undecided.proposals.facts if each.fact == "sales_cycle_months")
    assert within(cycle, business.sales_cycle_months)
    for channel in business.channels:
        assert facts[f"channels.{channel.name}.prospects"].value == pytest.approx(channel.prospects, abs=0.21)
        assert within(facts[f"channels.{channel.name}.win_rate_index"], channel.win_rate_index)


def within(proposal: Proposal, value: float) -> bool:
    return proposal.low is not None and proposal.high is not None and proposal.low <= value <= proposal.high
