"""Shocks: ready news that makes a new round worth deciding anew, each told in a sentence and stated as facts.

Each is a what-if like those of Diagnose's dangers, so that both say the same of the same news: deals under way are
closed as before, and what has been won slips at its own pace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rooms.news import FactNews, with_news
from simulator.facts.business import Business
from simulator.model.outcome import simulate
from simulator.whatif.what_if import MOST_CHURN, largest_channel, longer_sales_cycle


@dataclass(frozen=True)
class Shock:
    """One shock: a few words, the sentence read to the room, and what becomes of the company."""

    title: str
    news: str
    facts: Callable[[Business], tuple[FactNews, ...]]
    """Returns the facts that are other then."""

    def applied(self, business: Business) -> Business:
        """Return the company after the shock; `InvalidInput` where its facts do not allow it."""
        return with_news(business, self.facts(business))


def _largest_dries_up(business: Business) -> tuple[FactNews, ...]:
    largest = largest_channel(business, simulate(business, business.plan))
    return (FactNews(fact=f"channels.{business.channels[largest].name}.prospects", value=0.0),)


def _twice_the_churn(business: Business) -> tuple[FactNews, ...]:
    """Return it, as far as churn may rise: also where no care is taken of anyone."""
    worst = max(business.churn, business.churn_at_zero or 0.0)
    return (FactNews(fact="churn", times=min(2.0, MOST_CHURN / worst) if worst else 2.0),)


SHOCKS: Mapping[str, Shock] = {
    "none": Shock("Nothing new", "Everything is as the case says.", lambda _: ()),
    "dry_channel": Shock(
        "The largest channel dried up",
        "The channel whose customers are worth most brings no more prospects, whatever is spent on it.",
        _largest_dries_up,
    ),
    "rival": Shock(
        "A rival undercuts us",
        "A rival sells below our price: the win rate falls by two fifths at any sales effort.",
        lambda _: (FactNews(fact="win_rate", times=0.6),),
    ),
    "churn": Shock(
        "Customers leave twice as fast",
        "Each month twice as many customers leave as before.",
        _twice_the_churn,
    ),
    "wallet": Shock(
        "Customers cut their spending",
        "Customers spend a third less in our category, with us and with others.",
        lambda _: (FactNews(fact="wallet", times=2 / 3),),
    ),
    "slow_deals": Shock(
        "Deals take twice as long",
        "From a prospect's yes to first revenue it now takes twice as long.",
        lambda business: (FactNews(fact="sales_cycle_months", value=longer_sales_cycle(business)),),
    ),
    "lost_customers": Shock(
        "Half the customers are gone",
        "A large partner left and took half of the customers along.",
        lambda _: (FactNews(fact="customers", times=0.5),),
    ),
}
"""By the name under which a room keeps it; names are never reused for another piece of news."""
