"""The news of a round as facts: which differ, by a new value or by a change in per cent, beside the ready news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from pages.ui.controls.fact_entry import Fact, entry_of
from pages.ui.controls.typed_field import typed_field
from pages.ui.text import markup
from pages.ui.text.entry import Entry, Taken, percent_entry
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from rooms.limits import MAX_FACTS
from rooms.news import MOST_TIMES, FactNews, news_facts, stands
from rooms.settings import RoomSettings, RoundSettings
from rooms.shocks import SHOCKS
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput
from simulator.facts.repair import title_of

Facts = tuple[FactNews, ...]
Change = Callable[[RoundSettings], RoundSettings]
Put = Callable[[Change], None]
"""Changes the round as it is kept by then. `InvalidInput` where that does not fit."""
WHOLE = (
    "A change of prospects, win rate, share of wallet or churn holds at any effort; customers and deals already won "
    "stay. What is spent is the round's total and its split."
)


@dataclass(frozen=True)
class NewsForm:
    """The form of one round's facts; ``about`` names the company it is of, ``put`` keeps what is chosen."""

    settings: RoomSettings
    number: int
    about: str
    put: Put
    press: Put
    """As ``put``; what it refuses is said above the page."""

    def draw(self) -> None:
        """Draw the facts that differ, and how one is added."""
        told = self.settings.rounds[self.number - 1]
        with st.container(key=f"news_facts_{self.number}", gap="small"):
            for each in told.facts:
                self._row(each)
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"news_add_{self.number}"):
                self._choice(told.facts)
                if told.shock != "none":
                    st.button("Write the news out as facts, to change it", key=f"write_out{self.number}",
                              type="tertiary", on_click=self._write_out)  # fmt: skip
            if told.facts:
                st.html(markup.small(WHOLE))

    @property
    def _found(self) -> Business:
        """The company as the round finds it."""
        return self.settings.begins(self.number)

    def _choice(self, facts: Facts) -> None:
        there = {each.fact for each in facts}
        paths = [path for path in news_facts(self._found) if path not in there]
        key = f"fact{self.number}.{self.about}.{'.'.join(sorted(there))}"

        def chosen() -> None:
            path = st.session_state[key]
            value = stands(self._found, path) if path else None
            if value is not None:
                self.press(lambda kept: _with_fact(kept, FactNews(fact=path, value=value)))

        st.selectbox("A fact that differs", paths, index=None, placeholder="Choose a fact", key=key,
                     format_func=title_of, on_change=chosen, disabled=len(facts) >= MAX_FACTS)  # fmt: skip

    def _row(self, news: FactNews) -> None:
        business, money = self._found, money_format(self._found.currency)
        before, after = stands(business, news.fact), stands(self.settings.business(self.number), news.fact)
        fact = Fact(business, news.fact)
        channel = f"{fact.owner.name}: " if isinstance(fact.owner, Channel) else ""
        entry = entry_of(fact, money)
        entry = replace(entry, label=channel + entry.label, value=fact.typed(after), blank=False)
        name, of = f"news{self.number}_{fact.key}", (self.about, self.number, news)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"row_{name}"):
            typed_field(entry.label, entry.shown, lambda text: self._valued(fact, entry, text), name=name, of=of)
            if before:
                change = by_entry(news, before, after)
                typed_field(change.label, change.shown, lambda text: self._changed(news, change, text),
                            name=f"{name}_by", of=of)  # fmt: skip
            st.button("As it was", key=f"drop_{name}", type="tertiary", on_click=self._drop, args=(news,),
                      help=label(f"{news.title} does not differ in this round"))  # fmt: skip
        unit = news.unit
        st.html(markup.small(f"{fact_text(before, unit, money)} → {fact_text(after, unit, money)}"))

    def _valued(self, fact: Fact, entry: Entry, text: str) -> Taken:
        taken = entry.read(text)
        value = fact.meant(taken.value)
        if taken.refusal or value is None or taken.value == entry.value:
            return taken
        return self._kept(taken, fact.path, value=value)

    def _changed(self, news: FactNews, entry: Entry, text: str) -> Taken:
        taken = replace(entry, value=None).read(text)  # A leading sign is the change's own, whatever stood there.
        if taken.refusal or taken.value is None or text == entry.shown:
            return Taken() if not taken.refusal else taken
        times = float(f"{1 + taken.value / 100:.12g}")
        return self._kept(taken, news.fact, times=times)

    def _kept(self, taken: Taken, path: str, **said: float) -> Taken:
        try:
            news = FactNews(fact=path, **said)
            self.put(lambda kept: _with_fact(kept, news))
        except InvalidInput as error:
            return Taken(refusal=str(error.problems[0]))
        return taken

    def _drop(self, news: FactNews) -> None:
        self.press(lambda kept: kept.changed(facts=tuple(each for each in kept.facts if each.fact != news.fact)))

    def _write_out(self) -> None:
        """State the ready news as facts, in its own words, to go on from there; one's own facts come after them."""
        name, found = self.settings.rounds[self.number - 1].shock, self._found

        def written(kept: RoundSettings) -> RoundSettings:
            if kept.shock != name:
                return kept
            ready, own = SHOCKS[name], {each.fact for each in kept.facts}
            facts = [each for each in ready.facts(found) if each.fact not in own]
            return kept.changed(shock="none", news=kept.news or ready.news, facts=(*facts, *kept.facts))

        self.press(written)


def _with_fact(kept: RoundSettings, news: FactNews) -> RoundSettings:
    """Return a round with the fact as this news has it, in the place it had, or as the last one."""
    there = [news if each.fact == news.fact else each for each in kept.facts]
    return kept.changed(facts=there if news in there else (*there, news))


def by_entry(news: FactNews, before: float, after: float | None) -> Entry:
    """Return the field of a change in per cent: as it was typed, or what a new value comes to."""
    by = news.times if news.times is not None else (after or 0.0) / before
    field = percent_entry(f"{news.title}, changed by", None, -100.0, 100 * (MOST_TIMES - 1))
    return replace(field, value=float(f"{100 * (by - 1):.4g}") + 0.0)
