"""What the Your business page says: the verdict with what it leans on, units, and where facts come from."""

from __future__ import annotations

from html import escape

from pages.ui.text.formats import MoneyFormat, count, in_months
from pages.ui.text.glossary import meant
from pages.ui.text.words import MEASURES, capital, listed
from pages.your_business.origin_words import origin_words
from simulator.facts.guesses import reason
from simulator.facts.origin import Kind, Origin
from simulator.facts.plan import Function
from simulator.facts.plural import plural
from simulator.insight.diagnosis import Diagnosis

FUNCTIONS: dict[Function, str] = {
    "prospecting": "marketing", "conversion": "sales", "upsell": "selling more to the customers you have",
}  # fmt: skip
UNITS = {
    "money a month": "a month", "money a year": "a year", "money": "", "once": "once, when won",
    "people": "people",
}  # fmt: skip
"""How a unit is called beside its field, where that is not its name."""
FRESH = "Ten questions to see whether sales, marketing or both would help your company most."
FRESH_WHY = "Leave open what you do not know: it is guessed from the rest, and marked as a guess."


def verdict(company: str, found: Diagnosis, guesses: int) -> str:
    """Return the verdict as one sentence, with how many guesses it leans on; none where no money is spent."""
    leans = f"this leans on {plural(count(guesses), 'guess', 'guesses')}" if guesses else "none of it is a guess"
    if not found.today.total:
        return f"Where nothing is spent there is nothing to split: say what {company} spends; {leans}."
    return f"{_held_back(company, found)}; {leans}."


def _held_back(company: str, found: Diagnosis) -> str:
    names = [FUNCTIONS[function] for function in found.functions]
    if not names:
        return f"Neither sales nor marketing holds {company} back"
    if names == [FUNCTIONS["upsell"]]:
        return f"{company} can grow most by {names[0]}"
    verb = "is" if len(names) == 1 else "are"
    return f"{capital(listed(names))} {verb} what holds {company} back"


def why(found: Diagnosis, open_questions: int, money: MoneyFormat, months: int, metric: str) -> str:
    """Return the quiet line: what the same money would bring, and how much is still open."""
    measure = next(name for key, name in MEASURES.items() if key == metric)
    gain = money.short(found.best.gain)
    said = f"The same money split best would bring {gain} more {measure} in {in_months(months)}."
    if not found.today.total:
        said = "What each channel, selling and looking after customers cost a month is asked below."
    elif found.best.gain <= 0 or gain == money.short(0):
        said = "No other split of the same money brings more."
    if open_questions:
        answer, guess = ("it", "guess") if open_questions == 1 else ("them", "guesses")
        said += f" {plural(str(open_questions), 'question')} still open: answer {answer}, or let our {guess} stand."
    return said


def unit_name(unit: str) -> str:
    """Return what a unit is called beside its field."""
    return UNITS.get(unit, unit)


def mark(origin: Origin, *, said: bool) -> str:
    """Return where a fact comes from: a sign and a word, its reason shown when pointed at."""
    if said and origin.kind == "guessed":
        origin = Origin(fact=origin.fact)
    if origin.kind == "stated" and not said:
        return ""
    return _mark(origin.kind, origin_words(origin), reason(origin.source) if origin.kind == "guessed" else "")


def point_mark(*, said: bool) -> str:
    """Return where a point of a curve comes from."""
    return _mark("stated", "stated", "") if said else _mark("guessed", "our guess", "")


def strip(kinds: dict[Kind, int]) -> str:
    """Return how many facts come from where, a sign for each."""
    names = {"stated": "stated by you", "read": "read from files", "guessed": "guessed by us"}
    parts = [
        f'<span class="run">{_signs(kind, many)} {many} {names[kind]}</span>' for kind, many in kinds.items() if many
    ]
    return f'<p class="strip">{"".join(parts)}</p>'


def _signs(kind: Kind, many: int) -> str:
    return f'<span aria-hidden="true">{f"<i class={kind}></i>" * min(many, 40)}</span>'


def _mark(kind: Kind, text: str, hint: str) -> str:
    shown = meant(text, hint) if hint else escape(text)
    return f'<p class="origin"><i class="{kind}" aria-hidden="true"></i>{shown}</p>'
