"""How the teams did, as a table for pages and slides and as bars for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.room import pictures
from pages.ui.text import markup
from rooms.debrief import Debrief
from rooms.teams import by_team, ranked
from rooms.views import RoomView

CAPTION = "The teams; a team is as good as the middle of its members"
FEW = 6
"""So many teams leave place on a wall for larger rows."""
EARLIER = 2
"""Rounds before the latest that a wall has place for."""


def teams_table(shown: Sequence[Debrief], room: RoomView) -> tuple[list[str], list[list[str]]]:
    """Return the header and a row for each team, the best of the latest round first.

    ``shown`` are the rounds that count, the latest last: with more than one, each earlier one has its column.
    """
    played, earlier = shown[-1], shown[:-1]
    money = pictures.money_of(played)
    before = [by_team(each, len(room.teams)) for each in earlier]
    latest = f"Round {played.number}: median regret" if room.rounds > 1 else "Median regret"
    header = ["", "Splits", latest, "Best of the team", *(f"Round {each.number}" for each in earlier)]
    rows = []
    for each in ranked(by_team(played, len(room.teams))):
        then = (results[each.team].median_regret for results in before)
        row = [each.median_regret, each.best.regret if each.best else None, *then]
        rows.append([room.teams[each.team], str(len(each.judged)),
                     *("" if regret is None else money.short(regret) for regret in row)])  # fmt: skip
    return header, rows


def team_results(shown: Sequence[Debrief], room: RoomView) -> None:
    """Draw the table, where there are teams."""
    if room.teams and shown:
        st.html(markup.phrase(CAPTION) + markup.table("The teams", *teams_table(shown, room)))


def wall_teams(shown: Sequence[Debrief], room: RoomView) -> None:
    """Draw what the teams left on the table in the latest of these rounds, and in those before, for the wall."""
    played, earlier = shown[-1], shown[:-1][-EARLIER:]
    money, results = pictures.money_of(played), ranked(by_team(played, len(room.teams)))
    before = [by_team(each, len(room.teams)) for each in earlier]
    most = max([each.median_regret or 0.0 for each in results] + [1e-9])
    first = results[0]
    if first.median_regret is None:
        st.html(markup.answer("Nobody in a team submitted a split in this round.", ""))
        return
    st.html(markup.answer(
        f"{room.teams[first.team]} leaves least on the table: {money.short(first.median_regret)} at its middle.",
        "A team is as good as the middle of its members; its best split stands beside it.",
    ))  # fmt: skip

    def told(regret: float | None) -> str:
        return escape(money.short(regret)) if regret is not None else ""

    names = ["best split", *(f"round {each.number}" for each in earlier)]
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    rows = "".join(
        f"<tr><th scope=row>{escape(room.teams[each.team])}</th>"
        f'<td class="rail"><i style="width:{100 * (each.median_regret or 0.0) / most:.1f}%"></i></td>'
        f"<td><b>{told(each.median_regret) or 'no split'}</b></td>"
        f"<td>{told(each.best.regret if each.best else None)}</td>"
        f"{''.join(f'<td>{told(results[each.team].median_regret)}</td>' for results in before)}</tr>"
        for each in results
    )
    st.html(
        f'<table class="wall_teams{" few" if len(results) <= FEW else ""}">'
        '<caption class="unseen">Left on the table by team</caption><thead><tr><td></td><td class="rail"></td>'
        f"<th scope=col>round {played.number}</th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
