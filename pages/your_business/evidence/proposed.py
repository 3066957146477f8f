"""The facts that an export proposes beside those that stand: taken one by one, or all that fit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from pages.ui.controls.fact_entry import Fact
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.labels import label
from pages.your_business.evidence import words
from pages.your_business.evidence.accepting import REFUSED, add, start, take, take_all
from pages.your_business.evidence.offer import Offer
from pages.your_business.evidence.upload import AnyUpload, DealsUpload
from pages.your_business.fact_field import shown_fact
from pages.your_business.form import Form
from pages.your_business.origin_words import origin_line
from simulator.evidence.acceptance import at_home, channel_of, plain_name
from simulator.evidence.finding import Finding
from simulator.evidence.proposals import Proposal
from simulator.facts.business import MAX_CHANNELS, Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.repair import title_of


def proposed(form: Form, upload: DealsUpload, finding: Finding) -> None:
    """Draw what the file says of each fact, with a way to take it."""
    business, visit = form.business, form.visit
    facts = finding.proposals.facts
    if not facts:
        return
    st.html(markup.phrase("What the file says of your facts"))
    if business is None:
        _fresh(form, upload, finding)
        return
    here, elsewhere = at_home(business, facts)
    offers = [Offer(business, each, upload.evidence, finding.currency) for each in here]
    offered(visit, offers, upload)
    _elsewhere(visit, business, upload, elsewhere)
    refused(visit)


def offered(visit: Session, offers: Sequence[Offer], upload: AnyUpload, rests: str | None = None) -> None:
    """Draw each fact with a way to take it, and all that fit in one; ``rests`` as in `fact_row`."""
    fit = [each for each in offers if not (each.taken or each.foreign or each.against)]
    if len(fit) > 1:
        st.button(
            f"Take all {len(fit)} that fit", key=f"{upload.prefix}_take_all", on_click=take_all,
            args=(visit, [each.proposal for each in fit], upload.evidence),
        )  # fmt: skip
    if offers:
        st.html(words.HEAD)
    for each in offers:
        fact_row(visit, each, rests, "" if rests is None else f"{upload.prefix}_")


def refused(visit: Session) -> None:
    """Say why what was to be taken was not."""
    if reason := visit.refused.get(REFUSED):
        st.html(markup.refusal(reason))


def fact_row(visit: Session, offer: Offer, rests: str | None = None, place: str = "") -> None:
    """Draw one fact beside what stands, with a way to take it.

    ``rests``: what the figure rests on, where that is no number of deals; ``place`` tells two of one fact apart.
    """
    business, money = offer.business, money_format(offer.business.currency)
    fact = Fact(business, offer.path)
    key = f"{place}{fact.key}"
    with st.container(key=f"crm_row_{key}"):
        channel = "" if fact.owner is business else f"{fact.owner.name}: "
        stands = _unseen(words.STANDS) + escape(shown_fact(business, offer.path, offer.stands))
        st.html(f'<p class="ask">{escape(channel + str(fact.declared["title"]))}</p>')
        st.html(f'<p class="now">{stands}</p>{origin_line(business, offer.path, fact.unit, money)}')
        st.html(_says(offer.proposal, offer.value, fact.unit, money, offer.assumed, rests))
        if offer.taken:
            st.html('<p class="small">taken</p>')
        elif offer.foreign:
            st.html(markup.small(words.foreign(offer.currency, business.currency)))
        elif not offer.against:
            st.button(
                label(f"Take {words.figure(offer.value, fact.unit, money)}"), key=f"crm_take_{key}", on_click=take,
                args=(visit, offer.accepted, offer.accepted.changes),
            )  # fmt: skip
        if offer.against and not offer.taken:
            _ways_out(visit, offer, key)


def _ways_out(visit: Session, offer: Offer, key: str) -> None:
    """Say why it cannot be taken as it is, and offer what is nearest."""
    st.html(markup.refusal(offer.against))
    with st.container(horizontal=True, gap="small", key=f"offers_crm_{key}"):
        if offer.nearest:
            st.button(
                label(_nearest(offer)), key=f"crm_near_{key}", on_click=take,
                args=(visit, offer.accepted, offer.nearest),
            )  # fmt: skip
        if offer.whole_fits:
            st.button(
                "Move its whole curve with it", key=f"crm_whole_{key}", on_click=take,
                args=(visit, offer.whole, offer.whole.changes), type="tertiary",
            )  # fmt: skip


def _nearest(offer: Offer) -> str:
    """Return what the nearest is: the fact itself, and what else changes with it."""
    value = shown_fact(offer.business, offer.path, offer.nearest[offer.path])
    others = [
        f"{title_of(path).rpartition(': ')[2].lower()} {shown_fact(offer.business, path, nearest)}"
        for path, nearest in offer.nearest.items()
        if offer.accepted.changes.get(path) != nearest and path != offer.path
    ]
    return f"Take {value}" + (f", with {', '.join(others)}" if others else "")


def _says(
    proposal: Proposal, value: float, unit: str, money: MoneyFormat, assumed: str = "", rests: str | None = None
) -> str:
    """Return what the file says, what it rests on, and how low and high it may be."""
    rests = words.rests_on(proposal.of) if rests is None else rests
    rests = ", ".join(filter(None, (words.between(proposal, unit, money), rests, assumed)))
    said = words.figure(value, unit, money)
    return f'<p class="now">{_unseen(words.SAYS)}{escape(said)}</p><p class="origin">{escape(rests)}</p>'


def _unseen(text: str) -> str:
    return f'<span class="unseen">{text} </span>'


def _elsewhere(visit: Session, business: Business, upload: DealsUpload, found: Sequence[Proposal]) -> None:
    """Offer the file's channels that the company has not."""
    brought = [each for each in found if each.fact.endswith(".prospects")]
    if not brought:
        return
    room, money = len(business.channels) < MAX_CHANNELS, money_format(business.currency)
    unit = str(declaration(Channel, "prospects")["unit"])
    st.html(markup.small(words.elsewhere(room)))
    for place, each in enumerate(brought):
        name = plain_name(channel_of(each) or "")
        with st.container(key=f"crm_row_new_{place}"):
            st.html(f'<p class="ask">{escape(name or words.NO_CHANNEL)}: Prospects</p>')
            st.html('<p class="origin">none of your channels</p>')
            st.html(_says(each, each.value, unit, money))
            if name and room:
                button = partial(st.button, on_click=add, args=(visit, each, upload.evidence))
                button(label(f"Add {name}"), key=f"crm_add_{place}")


def _fresh(form: Form, upload: DealsUpload, finding: Finding) -> None:
    """Offer to begin one's own company with what the file says, where an example is on show."""
    stands = form.visit.workspace.scenario.business
    currency = finding.currency or form.answers.currency
    money = money_format(currency if len(currency) == 3 else form.answers.currency)
    cells = [words.said(stands, each, money) for each in finding.proposals.facts]
    st.html(
        markup.small(words.fresh(stands.name))
        + markup.table("What the file says", ("", "Says", "Range", "Deals"), cells)
    )
    st.button(
        "Start my company with these", key="crm_start", type="primary",
        on_click=partial(start, form, finding, upload.evidence),
    )  # fmt: skip
    refused(form.visit)
