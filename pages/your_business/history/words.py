"""What is said of a history: what it narrowed and by how much, and why it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import format_date

from pages.ui.text import markup
from pages.ui.text.formats import count, counted
from pages.ui.text.locale import english_of, page_locale
from pages.ui.text.numbers import NBSP
from pages.ui.text.words import listed
from simulator.evidence.history.finding import Backtest, OfChannel, Said, Told
from simulator.evidence.history.judgement import SALES, STAYING, UPSELL, WALLET
from simulator.evidence.history.meanings import Meaning, Role
from simulator.evidence.history.read import HistoryFinding
from simulator.evidence.history.telling import Silence
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration

NO_COMPANY = (
    "A history corrects a judgement, so it needs yours first: answer the questions below, or start from an example."
)
PLAIN: Mapping[Role, str] = {
    "when": "month or week", "channel": "channel", "spend": "spend", "prospects": "prospects",
    "sales": "spend on sales", "wins": "deals won", "upsell": "spend on account care",
    "customers": "customers, at the end", "revenue": "revenue",
}  # fmt: skip
UNUSED = "not used"
REASONS: Mapping[Silence, str] = {
    "curve": "nothing is spent on it today, or you hold that spend changes nothing",
    "stock": "more customers stayed than there can have been, so customers and deals won do not go together",
    "few": "there are too few months with spend and prospects; it takes a year and a half, and some prospects in each",
    "steady": "its spend hardly varied, so nothing shows what another spend would bring",
    "season": "its spend rose and fell with season and trend, so that their effect and its own cannot be told apart",
    "spread": "its weekly spend is that of months, spread evenly over their weeks",
    "follows": "its spend followed the enquiries, so that cause and effect cannot be told apart",
    "together": "its spend moved together with that of other channels, so that they cannot be told apart",
    "in step": "prospects moved with its spend more than spend can move them: spend seems to follow demand",
    "none": "no effect of its spend can be told from none",
    "wide": "what is found is about as unsure as your judgement",
}  # fmt: skip
"""Why a history says nothing of a channel."""
OF_CUSTOMERS: Mapping[Silence, str] = {
    "few": "there are too few months with the figures it takes: a year and a half of them, and some customers lost in "
    "each",
    "follows": "the spend on it followed revenue, so that cause and effect cannot be told apart",
    "in step": "revenue moved with its spend more than spend can move it: spend seems to follow demand",
}  # fmt: skip
"""The same of customers and account care, where it is another reason."""
NAMES: Mapping[str, str] = {
    SALES: "Sales", UPSELL: "Account care", STAYING: "Customers who leave", WALLET: "What customers spend",
}  # fmt: skip


def not_told(found: OfChannel) -> str:
    """Return that a history says nothing of a channel, and why."""
    assert found.silence is not None
    reasons = REASONS if found.channel not in (UPSELL, STAYING, WALLET) else {**REASONS, **OF_CUSTOMERS}
    return f"{name_of(found.channel)}: the history cannot tell, and your judgement stands: {reasons[found.silence]}."


def told(found: OfChannel) -> str:
    """Return what a history narrowed of a channel, and by how much."""
    shares = {_title(each): round(100 * (1 - each.narrowed)) for each in found.told}
    parts = [f"{title} by {share}{NBSP}%" for title, share in shares.items() if share >= 1]
    rest = [title for title, share in shares.items() if share < 1]
    unsure = f", and leaves {listed(rest)} as unsure as before" if rest else ""
    return f"{name_of(found.channel)}: the history narrows {listed(parts)}{unsure}."


def _title(fact: Told) -> str:
    owner, _, field = fact.path.rpartition(".")
    return str(declaration(Channel if owner else Business, field)["title"]).lower()


def name_of(channel: str) -> str:
    """Return a channel's name, or how sales and customers are called among them."""
    return NAMES.get(channel, channel)


def read(finding: HistoryFinding) -> str:
    """Return what became of the rows, and from when to when they run."""
    rows = f"{counted(finding.rows, 'row')} read: {count(finding.used)} used and "
    rows += f"{count(finding.rows - finding.used)} left out."
    if finding.said is None:
        return rows
    said = finding.said
    return f"{rows} {counted(said.steps, said.step)}, from {_when(said, first=True)} to {_when(said, first=False)}."


def _when(said: Said, *, first: bool) -> str:
    day = said.first if first else said.last
    style = "MMMM yyyy" if said.step == "month" else "d MMMM yyyy"
    return format_date(day, format=style, locale=english_of(page_locale()))


def sampled(said: Said) -> str:
    """Return how what is found was found, folded away: few ask; blank where nothing was looked for."""
    if not said.draws:
        return ""
    how = (
        f"{count(said.draws)} draws of your judgement, weighted by the history in "
        f"{counted(said.rounds, 'round')}: {count(said.distinct)} of them differ in the end, and "
        f"{round(100 * said.moved)}{NBSP}% of their last moves were taken."
    )
    return f'<details class="left"><summary>How it was found</summary>{markup.small(how)}</details>'


def tested(said: Said) -> tuple[str, ...]:
    """Return how far the last quarter was off when it was held out, beside last year's: of people, and of revenue."""
    found = [
        *_tested(said, "them", said.backtest),
        *_tested(said, "their revenue, given the customers there were,", said.of_revenue),
    ]
    return tuple(found) or ("There are too few years to hold out a quarter and compare it with last year's.",)


def _tested(said: Said, what: str, found: Backtest | None) -> list[str]:
    if found is None:
        return []
    ours = f"{100 * found.error:.0f}{NBSP}%"
    beside = "" if found.last_year is None else f"; “same as last year” is off by {100 * found.last_year:.0f}{NBSP}%"
    steps = counted(found.steps, said.step)
    return [f"Without the last {steps}, the history expects {what} with a mean error of {ours}{beside}."]


def rests_on(said: Said) -> str:
    """Return how many steps a figure rests on."""
    return f"from {counted(said.steps, said.step)}"


def meaning(means: Meaning | None) -> str:
    """Return what a column may be, as it is chosen."""
    if means is None:
        return UNUSED
    plain = PLAIN[means.role]
    if means.channel:
        return f"{plain} of {means.channel}"
    return plain if means.role not in ("spend", "prospects") else f"{plain}, of the row's channel or of all"
