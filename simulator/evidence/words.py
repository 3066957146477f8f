"""The words by which exports name columns and stages, in the languages that small companies' systems speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Role = Literal["id", "created", "closed", "planned", "status", "channel", "amount", "currency", "kind"]
Outcome = Literal["won", "lost", "open"]

HEADERS: Mapping[Role, tuple[str, ...]] = {
    "planned": (
        "expected close", "expected closing", "expected close date", "planned close", "forecast", "estimated close",
        "voraussichtlich", "voraussichtlicher abschluss", "geplanter abschluss", "erwartet", "prevu", "prevue",
        "date de cloture prevue", "cierre previsto", "fecha prevista", "prevision", "previsao", "previsto",
        "fechamento previsto", "previsao de fechamento",
    ),
    "closed": (
        "close date", "closed date", "closing date", "actual close", "actual close date", "closed", "closed at",
        "won time", "won at", "lost time", "decision date", "abschluss", "abschlussdatum", "abgeschlossen",
        "geschlossen", "decided", "decided on", "entschieden", "date de cloture", "cloture", "date de signature",
        "fecha de cierre", "cierre", "fechamento",
        "data de fechamento", "data fechamento", "conclusao", "data de conclusao", "data da conversao", "conversao",
    ),
    "created": (
        "created", "create date", "created date", "created at", "created on", "creation date", "date created",
        "add time", "date added", "added", "entered", "entry date", "opened", "open date", "start date", "engage date",
        "lead date", "aql date", "mql date", "inquiry date", "enquiry date", "received", "first seen", "erstellt",
        "erstellt am", "angelegt", "anlagedatum", "erstelldatum", "eingang", "eingangsdatum", "anfragedatum",
        "date de creation", "creation", "cree", "cree le", "date d entree", "fecha de creacion", "creacion", "creado",
        "fecha de alta", "fecha de entrada", "criado", "criado em", "criacao", "data criacao", "data de criacao",
        "data de inicio", "data de entrada", "data do lead", "entrada",
    ),
    "status": (
        "status", "deal status", "state", "stage", "deal stage", "outcome", "result", "lead status", "phase",
        "verkaufsphase", "vertriebsphase", "stand", "ergebnis", "statut", "etat", "etape", "estado", "etapa", "fase",
        "situacao", "estagio", "estagio funil", "etapa do funil", "etapa do funil de vendas", "etapa del negocio",
    ),
    "channel": (
        "channel", "source", "lead source", "original source", "original traffic source", "origin", "utm source",
        "marketing channel", "how did you hear", "where from", "came from", "kanal", "quelle", "leadquelle",
        "herkunft", "vertriebskanal", "canal",
        "source du lead", "origine", "provenance", "origen", "fuente", "canal de origen", "origem", "canal origem",
        "canal de origem", "fonte", "origem do lead",
    ),
    "amount": (
        "amount", "value", "deal value", "deal amount", "close value", "revenue", "price", "total", "estimated value",
        "contract value", "order value", "acv", "betrag", "wert", "auftragswert", "umsatz", "summe", "volumen",
        "montant", "valeur", "chiffre d affaires", "importe", "monto", "ingresos", "valor", "valor da negociacao",
        "valor proposta", "valor do negocio", "receita",
    ),
    "currency": ("currency", "currency code", "wahrung", "waehrung", "devise", "moneda", "divisa", "moeda"),
    "id": (
        "id", "deal id", "record id", "lead id", "opportunity id", "number", "reference", "ref", "nummer",
        "angebotsnummer", "angebots nr", "auftrags nr", "vorgangs nr", "vorgangsnummer", "numero", "codigo", "key",
    ),
    "kind": (
        "deal type", "type", "business type", "opportunity type", "customer type", "new or existing", "art", "typ",
        "geschaftsart", "type d affaire", "tipo", "tipo de negocio",
    ),
}  # fmt: skip
"""What a column may be called, by what it means; accents, case and signs do not count."""

MISLEADING = {
    "last", "modified", "updated", "contact", "interaction", "activity", "contacto", "contato", "interacao", "ultima",
    "ultimo", "letzte", "letzter", "kontakt", "geandert", "dernier", "derniere", "modification", "next", "birth",
    "budget", "probability", "reason", "description", "phone", "loss", "motivo", "range", "campaign", "medium",
}  # fmt: skip
"""Words in the name of a column that is about something else."""

NOT = {"not", "non", "no", "nicht", "kein", "keine", "pas", "nao", "nunca", "sin", "never", "ne"}
LOST = {
    "lost", "dead", "disqualified", "unqualified", "rejected", "declined", "cancelled", "canceled", "abandoned",
    "verloren", "abgelehnt", "abgesagt", "storniert", "disqualifiziert", "perdu", "perdue", "refuse", "refusee",
    "annule", "annulee", "perdido", "perdida", "rechazado", "rechazada", "descartado", "descartada", "cancelado",
    "cancelada", "recusado", "recusada", "desistiu", "desqualificado", "desqualificada",
}  # fmt: skip
WON = {
    "won", "sold", "signed", "ordered", "gewonnen", "verkauft", "beauftragt", "unterschrieben", "abgeschlossen",
    "gagne", "gagnee", "vendu", "vendue", "signe", "signee", "ganado", "ganada", "vendido", "vendida", "firmado",
    "firmada", "ganho", "ganha", "fechado", "fechada", "conquistado", "conquistada", "assinado", "assinada",
}  # fmt: skip
WON_ALONE = {"closed", "sale", "venda", "venta", "vente", "auftrag", "customer", "kunde", "client", "cliente"}
"""Words that mean won where nothing else stands beside them."""
OPEN = {
    "open",
    "offen",
    "ouvert",
    "ouverte",
    "abierto",
    "abierta",
    "aberto",
    "aberta",
    "proposal",
    "negotiation",
    "lead",
}
"""Words of open stages: by them a column of stages is known where nothing in it is decided."""
UNDER_WAY = OPEN | {
    "new", "qualified", "contacted", "contact", "meeting", "appointment", "demo", "demonstration", "quote", "quoted",
    "quotation", "offer", "offered", "negotiating", "pending", "progress", "ongoing", "active", "working", "prospect",
    "prospecting", "engaging", "discovery", "evaluation", "interested", "followup", "opportunity", "pipeline", "trial",
    "sql", "mql", "enquiry", "inquiry", "waiting", "neu", "neue", "qualifiziert", "kontaktiert", "kontakt", "termin",
    "angebot", "verhandlung", "verhandlungen", "aktiv", "bearbeitung", "laufend", "interessent", "anfrage",
    "erstkontakt", "besichtigung", "nouveau", "nouvelle", "qualifie", "qualifiee", "contacte", "contactee", "rdv",
    "devis", "offre", "proposition", "negociation", "cours", "demande", "opportunite", "nuevo", "nueva", "calificado",
    "cualificado", "contactado", "contactada", "reunion", "presupuesto", "cotizacion", "oferta", "propuesta",
    "negociacion", "curso", "oportunidad", "consulta", "novo", "nova", "qualificado", "qualificada", "contatado",
    "contato", "reuniao", "orcamento", "cotacao", "proposta", "negociacao", "andamento", "oportunidade", "visita",
}  # fmt: skip
"""Words of stages of a deal that goes on."""
OLD_BUSINESS = {
    "renewal", "existing", "existingbusiness", "upsell", "crosssell", "expansion", "verlangerung", "bestandskunde",
    "bestand", "renouvellement", "existant", "renovacion", "existente", "renovacao", "recorrente",
}  # fmt: skip
"""Kinds of deals with customers one has: no prospects."""
TOTALS = {"total", "totals", "sum", "subtotal", "summe", "gesamt", "zwischensumme", "totaux", "somme", "suma", "soma"}


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents, case and signs: ``canal_origem`` has two."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)
    return tuple(re.findall(r"[a-z0-9]+", split.casefold()))


def recognised(text: str) -> bool:
    """Return whether a stage's words say what it is; “No decision” and “Parked” are open only for want of better."""
    words = set(words_in(text))
    if words & (LOST | WON) or (len(words) == 1 and words & WON_ALONE):
        return True
    return bool(words & UNDER_WAY) and not words & NOT


@lru_cache(maxsize=1000)
def outcome_of(text: str) -> Outcome | None:
    """Return what a stage's words mean, whole words alone: ``Não fechado`` is open; None where there are none."""
    words = words_in(text)
    if not words:
        return None
    if LOST & set(words):
        return "open" if NOT & set(words) else "lost"
    if WON & set(words) or (len(words) == 1 and words[0] in WON_ALONE):
        return "open" if NOT & set(words) else "won"
    return "open"
