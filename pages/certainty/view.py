"""The pictures that follow a range while it is dragged: what each plan brings, and the facts with their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pages.certainty import dot_pictures, sentences
from pages.certainty.decision_pictures import over_time
from pages.certainty.pairs import Named, Pair
from pages.certainty.range_pictures import ranges
from pages.ui import live
from pages.ui.text.formats import MoneyFormat
from pages.ui.text.glossary import terms_in
from simulator.ranges.certainty import Certainty, certainty
from simulator.ranges.fact_range import FactRange
from simulator.ranges.futures import FEW
from simulator.ranges.quantiles import at_chances
from simulator.workspace.scenario import Workspace

ANSWER_KEY, DOTS_KEY, FACTS_KEY = "certainty_answer", "futures_picture", "ranges_picture"
SHOWN = 10
"""Facts in the picture until all are asked for."""
QUARTERS = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class View:
    """What is compared on the page, and how sure it is while no hand holds a range."""

    found: Certainty
    pair: Pair
    named: Sequence[Named]
    money: MoneyFormat

    def under(self, workspace: Workspace, *, few: bool) -> Certainty:
        """Return how sure the same plans are under the facts of a workspace, in few futures or in all."""
        at_rest = self.found
        question = at_rest.question.under(workspace.scenario.business)
        if few:
            return replace(at_rest, question=question, count=FEW)
        return certainty(question, at_rest.plan, at_rest.than, at_rest.others, at_rest.ends, at_rest.seed)

    def answer(self, found: Certainty) -> live.Words:
        """Return the one sentence, and under it what to find out first, which waits while the hand holds a range."""
        asked = found.question
        first, _, last = at_chances(found.apart, QUARTERS).tolist()
        over = dot_pictures.over_words(asked.metric, asked.months)
        bound = bool(found.ends)
        said = sentences.answer(self.pair, found.chance, (first, last), over, self.money, bound=bound)
        few = found.count < self.found.count
        why = sentences.held(found.count) if few else sentences.why(self.pair, found.to_learn, self.money)
        return live.Words([live.Line(said, "headline"), live.Line(why, "quiet", terms_in(why))], said)

    def dots(self, found: Certainty) -> live.Picture:
        """Return what the plans bring beside each other, and each of them, in dots and over time."""
        asked, pair = found.question, self.pair
        over = dot_pictures.over_words(asked.metric, asked.months)
        charts = [dot_pictures.plans(self.named, found.each_plan, over, self.money)]
        if pair.plan != pair.than:
            first, half, last = at_chances(found.apart, QUARTERS).tolist()
            charts.insert(0, dot_pictures.lead(pair, found.dots, (first, half, last), over, self.money))
            summed = "revenue" if asked.metric == "revenue" else "gross profit"
            charts.append(over_time(pair, found.lead, summed, self.money))
        return live.Picture(charts)

    def facts(self, found: Certainty, shown: Sequence[FactRange]) -> live.Picture:
        """Return some facts with their ranges as they are now; where they turn the answer, as it was at rest."""
        now = {each.path: each for each in found.futures.ranges}
        facts = [now.get(each.path, each) for each in shown]
        return live.Picture([ranges(facts, len(self.wide(self.found)), self.found.tornado, self.money)])

    @staticmethod
    def wide(found: Certainty) -> list[FactRange]:
        """Return the facts that are not known exactly and have a range one can draw."""
        return [each for each in found.futures.wide if each.likely and not each.is_shape]

    def most_telling(self, *, all_of_them: bool) -> list[FactRange]:
        """Return the facts that move the answer most, function by function; all of them where that is wanted."""
        wide = self.wide(self.found)
        if all_of_them:
            return wide
        most = {swing.fact.path for swing in self.found.tornado.swings[:SHOWN]}
        return [each for each in wide if each.path in most]
