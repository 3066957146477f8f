"""What the code says of itself, as Markdown: the same words as on the screen, so that they cannot differ from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pages.how.words import CURVES, STEPS, STUDIES, SYMBOLS, Step
from pages.ui.frame.registry import PAGES
from pages.ui.text.glossary import GLOSSARY
from simulator.cases import ORDER, load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration, shown
from simulator.facts.guesses import REASONS
from simulator.report.assumptions import DISTRUST, LEFT_OUT, TAKEN_FOR_GRANTED
from simulator.report.forms import FORMS

NOT_ENTERED = ("origins", "name", "currency", "channels")
"""Fields that are no figures: told in words where they are entered."""


def told() -> Mapping[str, Callable[[], str]]:
    """Return what a guide may ask for, by the name in its ``<!-- told: name -->``."""
    return {
        "pages": lambda: table(("page", "answers"), ((page.name, page.question) for page in PAGES)),
        "words": lambda: table(("word", "what it means"), GLOSSARY.items()),
        "company facts": lambda: _facts(Business),
        "channel facts": lambda: _facts(Channel),
        "guesses": lambda: listed(REASONS.values()),
        "steps": lambda: _steps(STEPS) + f"\n\n{SYMBOLS}",
        "curves": lambda: _steps(CURVES),
        "studies": lambda: table(("", "what is taken", "source"), STUDIES),
        "granted": lambda: listed(TAKEN_FOR_GRANTED),
        "left out": lambda: table(("what", "what that means"), LEFT_OUT),
        "distrust": lambda: listed(DISTRUST),
        "cases": _cases,
        "forms": lambda: listed(f"{form.title} (`.{form.ending}`)" for form in FORMS),
    }


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar in a cell is text."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def listed(lines: Iterable[str]) -> str:
    """Return a Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def _steps(steps: Sequence[Step]) -> str:
    return table(("", "in words", "equation"), ((each.name, each.words, each.equation) for each in steps))


def _cases() -> str:
    found = [load_case(each) for each in ORDER]
    return table(("id", "company", "question"), ((f"`{case.id}`", case.title, case.question) for case in found))


def _facts(model: type[Business | Channel]) -> str:
    rows = []
    for field in model.model_fields:
        if field in NOT_ENTERED:
            continue
        said = declaration(model, field)
        ends = " to ".join(shown(float(said[end])) for end in ("low", "high")) if "low" in said else ""
        allowed = f"{ends} {said.get('unit', '')}".strip()
        rows.append((f"`{field}`", said["title"], allowed, said.get("help", "")))
    return table(("field", "title", "allowed", "meaning"), rows)
