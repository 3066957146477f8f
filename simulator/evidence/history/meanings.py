"""What each column of a history means, by name and content: when, which channel, what was spent, what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.evidence.amounts import amounts_of
from simulator.evidence.history.steps import steps_in
from simulator.evidence.near_names import near_within
from simulator.evidence.words import words_in

Role = Literal["when", "channel", "spend", "prospects", "sales", "wins", "upsell", "customers", "revenue"]
OF_ALL: frozenset[Role] = frozenset(("sales", "wins", "upsell", "customers", "revenue"))
"""What is of all channels together."""
LOOKED_AT = 2000
LEAST = 0.6
"""The share of a column's cells that must be of the kind its meaning needs."""
LONGEST = 80
MOST_COLUMNS = 60

NAMES: Mapping[Role, frozenset[str]] = {
    "when": frozenset(("month", "week", "date", "period", "day", "monat", "woche", "datum", "zeitraum", "mois",
                       "semaine", "periode", "mes", "semana", "fecha", "data", "periodo", "referencia")),
    **dict.fromkeys(OF_ALL, frozenset()),
    "channel": frozenset(("channel", "source", "kanal", "quelle", "canal", "origem", "origen", "fuente", "fonte")),
    "spend": frozenset(("spend", "spent", "spending", "cost", "costs", "budget", "invested", "investment", "kosten",
                        "ausgaben", "werbekosten", "aufwand", "depense", "depenses", "cout", "couts", "gasto",
                        "gastos", "coste", "costo", "inversion", "custo", "custos", "investimento", "verba")),
    "prospects": frozenset(("prospect", "prospects", "lead", "leads", "enquiry", "enquiries", "inquiry", "inquiries",
                            "contacts", "signups", "anfrage", "anfragen", "interessenten", "kontakte", "demande",
                            "demandes", "prospecto", "prospectos", "consulta", "consultas", "contatos",
                            "oportunidades")),
}  # fmt: skip
"""Words by which a column is named, without accents and case."""
SALES = frozenset(("sales", "selling", "vertrieb", "vertriebs", "ventes", "ventas", "vendas", "commercial"))
"""Words of spend on sales."""
CARE = frozenset(("upsell", "upselling", "account", "accounts", "care", "retention", "bestandskunden", "kundenpflege",
                  "betreuung", "fidelisation", "fidelizacion", "fidelizacao", "retencion", "retencao"))  # fmt: skip
"""Words of spend on account care."""
CUSTOMERS = frozenset(("customers", "customer", "kunden", "clients", "clientes", "subscribers", "abonnenten"))
NEW = frozenset(("new", "neue", "neukunden", "nouveaux", "nuevos", "novos"))
NOT_CUSTOMERS = frozenset(("lost", "churned", "verlorene", "perdus", "perdidos", "rate", "churn", "revenue", "value"))
REVENUE = frozenset(("revenue", "turnover", "umsatz", "erlos", "erlose", "affaires", "facturacion", "ingresos",
                     "faturamento", "receita"))  # fmt: skip
WINS = frozenset(("wins", "won", "orders", "gewonnen", "auftrage", "gagnes", "ganados", "ganhos", "abschlusse"))
NOT_WINS = frozenset(("created", "rate", "value", "revenue", "amount"))
OTHERS = frozenset(("sales", "vertrieb", "ventes", "ventas", "vendas", "upsell", "won", "wins", "gewonnen", "revenue",
                    "umsatz", "customers", "kunden", "clients", "clientes", "created", "close", "total"))  # fmt: skip
"""Words of columns about something else than channels."""


@dataclass(frozen=True)
class Meaning:
    """What a column is: of a channel where ``channel`` is not blank, else of the one its row names, or of all."""

    role: Role
    channel: str = ""


@dataclass(frozen=True)
class Column:
    """One column: where it stands, its name, what it is taken to mean, and three of its values to tell by."""

    place: int
    name: str
    means: Meaning | None
    samples: tuple[str, ...]


def columns_of(
    table: Sequence[Sequence[str]], channels: Iterable[str], chosen: Mapping[int, Meaning | None]
) -> tuple[Column, ...]:
    """Return the columns of a table, the header first; ``channels``: those of the company, ``chosen``: by its owner."""
    header, rows = table[0], table[1 : LOOKED_AT + 1]
    found: list[Column] = []
    taken: set[Meaning] = {each for each in chosen.values() if each}
    known = {" ".join(words_in(name)): name for name in channels}
    for place, name in enumerate(header[:MOST_COLUMNS]):
        cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
        means = chosen[place] if place in chosen else _meaning(name, cells, known)
        if place not in chosen and means in taken:
            means = None
        if means:
            taken.add(means)
        samples = tuple(cell[:LONGEST] for cell in dict.fromkeys(cells))[:3]
        found.append(Column(place, name[:LONGEST], means, samples))
    return tuple(found)


def _meaning(name: str, cells: Sequence[str], known: Mapping[str, str]) -> Meaning | None:
    words = words_in(name)
    dated = bool(cells) and sum(step is not None for step in steps_in(cells).values) >= LEAST * len(cells)
    if dated and (set(words) & NAMES["when"] or not _numbers(cells)):
        return Meaning("when")
    if not _numbers(cells):
        return Meaning("channel") if set(words) & NAMES["channel"] else None
    role: Role | None = next((role for role in ("prospects", "spend") if set(words) & NAMES[role]), None)
    rest = [word for word in words if role is None or word not in NAMES[role]]
    named = _channel(rest, known)
    if of_all := None if named else _of_all(role, set(rest)):
        return Meaning(of_all)
    if role is None:
        return Meaning("spend", named) if named and named == _channel(words, known) else None
    if named:
        return Meaning(role, named)
    return None if set(rest) & OTHERS else Meaning(role)


def near_meaning(column: Column, channels: Sequence[str], taken: Iterable[Meaning]) -> Meaning | None:
    """Return what a column that names no channel would be if a name in it is another spelling of one; else None."""
    words = words_in(column.name)
    role: Role | None = next((role for role in ("prospects", "spend") if set(words) & NAMES[role]), None)
    if role is None or (column.means and (column.means.channel or column.means.role != role)):
        return None
    named = near_within(" ".join(word for word in words if word not in NAMES[role]), channels)
    meant = Meaning(role, named) if named else None
    return None if meant in set(taken) else meant


def _of_all(role: Role | None, words: set[str]) -> Role | None:
    """Return what of all channels together a column names, beside the words of its ``role``; None for nothing."""
    if role == "spend":
        return "upsell" if words & CARE else "sales" if words & SALES else None
    if role is not None:
        return None
    new = bool(words & NEW) and bool(words & CUSTOMERS or "neukunden" in words)
    if new or (words & WINS and not words & NOT_WINS):
        return "wins"
    if words & REVENUE and not words & NEW:
        return "revenue"
    return "customers" if words & CUSTOMERS and not words & NOT_CUSTOMERS else None


def _channel(words: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the company's channel that words name, blank where they name none."""
    said = f" {' '.join(words)} "
    longest_first = sorted(known, key=len, reverse=True)
    return next((known[name] for name in longest_first if name and f" {name} " in said), "")


def _numbers(cells: Sequence[str]) -> bool:
    return sum(value is not None for value in amounts_of(cells)) >= LEAST * len(cells)
