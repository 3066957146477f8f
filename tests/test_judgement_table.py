"""A table of judgement as people type and paste it, and the facts its nearest curve gives."""

from __future__ import annotations

import pytest

from pages.ui.controls.fact_entry import entry_of
from pages.ui.state.session import Session
from pages.ui.text.amounts import Manner
from pages.ui.text.formats import money_format
from pages.your_business.curve_picture import Drawing, bend_of, state_of, top_of
from pages.your_business.judgement_table import curves_near, facts_of, laid_over, said_of, start
from pages.your_business.pasted import pasted
from pages.your_business.taking import take
from simulator.cases import Case, list_cases, load_case
from simulator.facts.curves import calibrate
from simulator.facts.paths import path_of
from simulator.workspace.scenario import Workspace

ENGLISH, GERMAN = Manner(",", "."), Manner(".", ",")
ROWS = ((0.0, 100.0), (0.25, 150.0), (0.5, 190.0), (1.0, 1240.0), (2.0, 1300.5))


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("0 %\t100\n25 %\t150\n50 %\t190\n100 %\t1,240\n200 %\t1,300.5", ENGLISH),
        ("0\t100\n25\t150\n50\t190\n100\t1.240\n200\t1.300,5", GERMAN),
        ("Effort\tProspects\n\n0%\t100\t\n25%\t150\n\n50%\t190\n100%\t1240\n200%\t1300.5\n", ENGLISH),
        ("0;100\n0.25;150\n.5;190\n1;1240\n2;1300.5", ENGLISH),
        ("0 %: 100\n25 %: 150\n50 % = 190\n100 %  1240\n200 % 1300.5", ENGLISH),
        ("0 100\r\n25 150\r\n50 190 people\r\n100 1 240 people\r\n200 1300.5", ENGLISH),
    ],
    ids=["tabs", "german, no signs", "headings and blanks", "times today's", "signs between", "spaces and words"],
)
def test_a_table_is_read_as_people_write_it(text: str, manner: Manner) -> None:
    """Tabs, semicolons, colons and spaces part the cells; blanks, headings, symbols and either locale are fine."""
    found = pasted(text, manner)
    assert found.problems == ()
    assert found.rows == ROWS


def test_a_line_that_cannot_be_read_is_named_and_the_others_stand() -> None:
    """What is no number is refused by its line; an effort with nothing beside it yet is passed over."""
    found = pasted("0 %\t100\n25 %\n50 %\tmany\n100 %\t240", ENGLISH)
    assert found.rows == ((0.0, 100.0), (1.0, 240.0))
    assert found.problems == ("Line 3, “50 %  many”, is not an effort and a result.",)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.ref)
def test_the_table_starts_with_what_the_facts_say(case: Case) -> None:
    """Before anything is typed the table holds the stated points as the field writes them, blanks beside the rest."""
    for lever in case.business.levers:
        drawing = Drawing(case.business, bend_of(case.business, lever))
        entry = entry_of(drawing.fact, money_format(case.business.currency))
        table = pasted(start(drawing), entry.manner)
        assert [effort for effort, _ in table.rows] == [0.0, 1.0, 2.0]
        assert table.rows[1][1] == pytest.approx(drawing.results()["today"] * drawing.fact.times, rel=1e-5)
        assert "2 more rows are needed" in curves_near(drawing, start(drawing)).refusal


def test_an_s_shape_is_recognised_drawn_and_taken() -> None:
    """Judgements on Little's curve are seen to be S-shaped; taken, the company's curve is that one."""
    business = load_case("northwind.1").business
    lever = business.channels[0].name
    known = calibrate("adbudg", 1.0, zero=40, today=100, half_more=120, ceiling=160)
    text = "\n".join(f"{effort * 100:g} %\t{float(known.at(effort)):.9g}" for effort in (0, 0.25, 0.5, 1, 1.5, 2))
    drawing = Drawing(business, bend_of(business, lever))
    found = curves_near(drawing, text)
    best = found.found[0]
    assert said_of(drawing, best).startswith("S-shaped")
    state = laid_over(state_of(drawing, top_of(drawing, None)), drawing, found)
    assert len(state.rows) == 6
    assert {line.name for line in state.others} == {"levels off", "rises longer", "bends with a most", "flat"}
    visit = Session(Workspace.of(business))
    take(visit, {path_of(drawing.bend.owner, field): value for field, value in facts_of(drawing, best).items()})
    channel = visit.workspace.scenario.business.channels[0]
    assert channel.curve == "adbudg"
    assert channel.prospects_ceiling == pytest.approx(160, rel=1e-3)
    assert channel.prospects == pytest.approx(100, rel=1e-4)
