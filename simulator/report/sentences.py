"""The answer of a report in words, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.cases import Verdict
from simulator.facts.business import INDEX
from simulator.facts.names import lever_title
from simulator.facts.plan import Plan
from simulator.facts.plural import plural
from simulator.facts.sources import counted
from simulator.insight.diagnosis import Diagnosis, diagnose
from simulator.insight.levels import Driver
from simulator.ranges.quantiles import at_chances
from simulator.report.alternatives import MEASURES
from simulator.report.contents import Report
from simulator.report.writing import Writing, isolated
from simulator.workspace.scenario import Workspace

DRIVERS: Mapping[Driver, str] = {
    "prospects": "prospects a month", "win_rate": "the win rate", "share": "the share of wallet"
}  # fmt: skip
VERDICTS: Mapping[Verdict, str] = {
    "sales": "What holds the company back is sales",
    "marketing": "What holds the company back is marketing",
    "both": "Both sales and marketing hold the company back",
    "share of wallet": "What holds the company back is its share of wallet",
    "neither": "Nothing holds the company back that the same money could mend",
}
INDEX_NOTE = "All amounts are an index: today's budget = 100. Numbers of people are indexed too; per cents are real."
NEXT_TO_NOTHING = 1e-6
"""Share of a measure below which a difference is none."""


def answer(report: Report) -> str:
    """Return the one sentence: what the plan on show brings, beside today's."""
    return brings(report.workspace, report.write)


def brings(workspace: Workspace, write: Writing) -> str:
    """Return the same of a workspace, for which no best split is looked for."""
    asked, name = workspace.question, isolated(workspace.scenario.name)
    value, today = asked.value, asked.today.value
    over = f"{MEASURES[workspace.metric]} over {plural(str(workspace.months), 'month')}"
    said = f"brings about {write.about(value)} {over}"
    if asked == asked.today:
        return f"Today's split {said}."
    if abs(value - today) <= NEXT_TO_NOTHING * abs(today):
        return f"{name} {said}, as much as today's split."
    return f"{name} {said}, {_beside(value, today, write)} than today's split."


def reasons(report: Report) -> tuple[str, ...]:
    """Return what stands behind the answer: the best split and its proof, the bottleneck, and what is guessed."""
    lines = [_best(report), certain(report), _bottleneck(report, diagnose(report.question)), _guesses(report)]
    if report.currency == INDEX:
        lines.append(INDEX_NOTE)
    return tuple(line for line in lines if line)


def moves(before: Plan, after: Plan, write: Writing) -> str:
    """Return what each lever gets more or less: Sales team +$2,000, Search −$2,000."""
    changes = {lever: after[lever] - before[lever] for lever in after.levers}
    ordered = sorted((lever for lever in changes if round(changes[lever], 2)), key=lambda lever: -changes[lever])
    return ", ".join(f"{isolated(lever_title(lever))} {write.signed(changes[lever])}" for lever in ordered)


def proof(report: Report) -> str:
    """Return how sure the best split is the best."""
    beyond = report.best.optimum.beyond
    if beyond is None:
        return "It is the best found; with these curves nothing proves that there is no better."
    kept = " that keeps them" if _kept(report) else ""
    return f"Proved: by the facts given, no other split{kept} brings over {report.write.money(beyond)} more."


def certain(report: Report) -> str:
    """Return how sure the plan is to bring more than today's, as far as the facts are known; nothing without one."""
    if report.sure is None:
        return ""
    name = "the best split" if report.hoped.role == "best" else isolated(report.hoped.name)
    write, ends = report.write, at_chances(report.sure.apart, (0.25, 0.75))
    low, high = (write.signed(float(f"{end:.3g}")) for end in ends)
    return (
        f"Facts are not known exactly: in {_of_hundred(report.sure.chance.better)} futures that their ranges "
        f"allow, {name} brings more than today's split; in the middle half of all its lead is {low} to {high}."
    )


def _of_hundred(share: float) -> str:
    """Return a share of the futures in hundredths; all of them, or none, only where it is so."""
    if share in (0, 1):
        return "all" if share else "none of the"
    return f"{min(max(round(100 * share), 1), 99)} of 100"


def _beside(value: float, before: float, write: Writing) -> str:
    gain = value - before
    share = f" ({write.percent(abs(gain / before))})" if before else ""
    return f"{write.about(abs(gain))}{share} {'more' if gain > 0 else 'less'}"


def _best(report: Report) -> str:
    optimum, gain, write = report.best.optimum, report.best.gain, report.write
    money = f"the same {write.money(report.shown.plan.total)} a month{_kept(report)}"
    if gain <= NEXT_TO_NOTHING * abs(optimum.value) or report.best_split is report.shown:
        return f"No other split of {money} was found to bring more. {proof(report)}"
    moved = moves(report.shown.plan, optimum.plan, write)
    return f"The best split of {money} brings about {write.about(gain)} more: {moved}. {proof(report)}"


def _kept(report: Report) -> str:
    """Return what the best split keeps to; nothing where it is free."""
    named = [name for name, there in (("locks", report.workspace.locked), ("limits", report.workspace.limits)) if there]
    return f" with its {' and '.join(named)} kept" if named else ""


def _bottleneck(report: Report, found: Diagnosis) -> str:
    if found.verdict == "neither" and not found.as_good:
        return "No step falls short, yet the same money split best brings more."
    short = [found.level_of(function).driver for function in found.functions]
    lifted = [_lift(report, found, driver) for driver in short]
    return f"{VERDICTS[found.verdict]}{f': {_listed(lifted)}' if lifted else ''}."


def _lift(report: Report, found: Diagnosis, driver: Driver) -> str:
    level, write = found.level(driver), report.write
    now, wanted = (
        write.count(each) if driver == "prospects" else write.percent(each)
        for each in (level.compared, level.acceptable)
    )
    if level.stated:
        return f"{DRIVERS[driver]} {now}, where you call {wanted} enough"
    # The table beside it has the share after the last month, which is another figure.
    return f"{DRIVERS[driver]} {now} in month {report.question.months}, where the best split reaches {wanted}"


def _guesses(report: Report) -> str:
    kinds = counted(report.business)
    if not kinds["guessed"]:
        return ""
    told = plural(str(sum(kinds.values())), "fact")
    return (
        f"Of {told} {kinds['guessed']} {'is a guess' if kinds['guessed'] == 1 else 'are guesses'}; the list marks them."
    )


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)
