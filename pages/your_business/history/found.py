"""What a history says: what it narrowed or why it cannot tell, the picture of each channel, and the facts to take."""

from __future__ import annotations

import streamlit as st

from pages.ui import live
from pages.ui.state.session import Session
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.your_business.evidence.offer import Offer
from pages.your_business.evidence.proposed import offered, refused
from pages.your_business.evidence.words import rows_listed
from pages.your_business.history import words
from pages.your_business.history.pictures import history_chart
from pages.your_business.history.upload import HistoryUpload
from simulator.evidence.acceptance import at_home
from simulator.evidence.finding import Rows
from simulator.evidence.history.finding import Said
from simulator.evidence.history.read import HistoryFinding
from simulator.facts.business import Business

CHOSEN = "next_dollar_history_channel"


def found(visit: Session, business: Business, upload: HistoryUpload, finding: HistoryFinding) -> None:
    """Draw what the history says of each channel, and offer what it narrowed."""
    said = finding.said
    st.html(
        markup.phrase("What the history says") + f'<p class="named" role="status">{words.read(finding)}</p>'
        + ("" if said else markup.refusal(finding.missing))
    )  # fmt: skip
    if finding.left_out:
        left = Rows(finding.rows - finding.used, finding.left_out)
        st.html(rows_listed({"left out": left}))
    if said is None:
        return
    lines = [words.not_told(each) if each.silence else words.told(each) for each in said.channels]
    st.html(markup.small(*lines, *words.tested(said)) + words.sampled(said))
    _picture(upload, business, said)
    _facts(visit, business, upload, said)


def _picture(upload: HistoryUpload, business: Business, said: Said) -> None:
    """Draw history, judgement and the corrected curve of the channel that is chosen."""
    drawn = {each.channel: each for each in said.channels if each.picture is not None}
    if not drawn:
        return
    names = list(drawn)
    first = next((name for name in names if drawn[name].silence is None), names[0])
    chosen = st.session_state.get(CHOSEN, first)
    chosen = chosen if chosen in drawn else first
    if len(names) > 1:
        key = shown_key(f"history_{upload.number}_picture", chosen, tuple(names))

        def take() -> None:
            st.session_state[CHOSEN] = st.session_state[key]

        st.selectbox(
            "The picture of", names, names.index(chosen), key=key, on_change=take, width=320, format_func=words.name_of
        )
    picture = drawn[chosen].picture
    assert picture is not None
    chart = history_chart(drawn[chosen], picture, money_format(business.currency))
    live.picture([chart], key="history_picture")
    st.html(markup.small("Each point is a month or week, with season and trend taken out."))


def _facts(visit: Session, business: Business, upload: HistoryUpload, said: Said) -> None:
    here, _ = at_home(business, said.proposals())
    offers = [Offer(business, each, upload.evidence) for each in here]
    if offers:
        offered(visit, offers, upload, words.rests_on(said))
        refused(visit)
