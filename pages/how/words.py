"""What the How it works page says of the model: its steps, its curves, its defaults and its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.facts.guesses import ADVERTISING_ELASTICITY, SELLING_ELASTICITY


@dataclass(frozen=True)
class Step:
    """One step of a month: its name, what happens in the words of an owner, and the equation."""

    name: str
    words: str
    equation: str


STEPS: Sequence[Step] = (
    Step("Memory of advertising", "Part of what a channel did last month works on; the rest is this month's money.",
         "A ← θA + (1 − θ)m"),
    Step("Prospects", "Each channel brings people, each further unit of money fewer than the one before.",
         "P = f(A)"),
    Step("Sales effort", "The sales team's time is shared by all prospects: more of them, less for each.",
         "e = S / ΣκP"),
    Step("Wins", "The more effort each prospect gets, the more of them buy.", "w = κP · q(e)"),
    Step("Deals under way", "A win becomes a paying customer a sales cycle later.", "N = O/τ,  O ← O + w − N"),
    Step("Revenue", "Customers spend a part of their wallet with you, and new ones pay a first order.",
         "R = Σ ω · wallet · W + first order · ΣN"),
    Step("Share of wallet", "Account care, shared by all customers, moves their share towards where it settles.",
         "W ← (1 − δ)[(1 − λ)W + λCσ(U/ΣC)] + Nσ₀"),
    Step("Customers", "Some leave, new ones join.", "C ← (1 − δ)C + N"),
    Step("Gross profit", "Margin on revenue, less all that is spent.", "G = margin · R − Σm − S − U − fixed cost"),
)  # fmt: skip

SYMBOLS = (
    "m, S, U: what is spent on a channel, on sales, on account care. θ: carry-over. κ: readiness to buy, ω: spending "
    "of a channel's customers, both 1 on average. τ: sales cycle. δ: churn. λ: how fast the share of wallet moves; σ₀: "
    "that of a new customer. f, q, σ: response curves."
)

CURVES: Sequence[Step] = (
    Step("Exponential, unless you choose another", "Every further unit brings a fixed part less than the one before.",
         "y = y₀ + (top − y₀)(1 − e⁻ᵏˣ),  k = −ln(r − 1)/x₁,  top = y₀ + (y₁ − y₀)/(2 − r)"),
    Step("Michaelis–Menten", "From the same three facts, but it goes on rising for longer.",
         "y = y₀ + (top − y₀)x/(K + x),  K = x₁(2r − 2)/(2 − r)"),
    Step("ADBUDG", "From four facts; it may be S-shaped, so that little money does next to nothing.",
         "y = y₀ + (top − y₀)xᶜ/(d + xᶜ)"),
)  # fmt: skip

FACTS_OF_A_CURVE = (
    "A curve is drawn through what you know: the result at zero (y₀), today (y₁, at effort x₁) and at double (y₂), "
    "with r = (y₂ − y₀)/(y₁ − y₀). Within that range all shapes nearly agree; beyond double they do not, and the page "
    "says so."
)

STUDIES: Sequence[tuple[str, str, str]] = (
    ("Advertising", f"1\u00a0% more brings {ADVERTISING_ELASTICITY:g}\u00a0% more at once",
     "Sethuraman, Tellis & Briesch 2011: mean of 751 estimates"),
    ("Personal selling", f"1\u00a0% more brings {SELLING_ELASTICITY:g}\u00a0% more",
     "Albers, Mantrala & Sridhar 2010: mean of studies, this period"),
    ("A share near its top", "the same elasticity of the odds, so that it never passes all",
     "Nakanishi & Cooper 1974: attraction models"),
    ("What is never taken", "“60–70\u00a0% of existing customers buy, 5–20\u00a0% of new ones”",
     "A saying that no data stands behind"),
)  # fmt: skip

PROOF = (
    "With curves of diminishing returns the result is a concave function of the plan: a hill with one top. From any "
    "point of such a hill its slope bounds how much higher anything can be: best − value(x) ≤ max over y of "
    "∇value(x) · (y − x). "
    "That bound is worked out for every best split and printed in money.",
    "With S-shaped curves, channels whose customers spend differently, or churn that account care lowers, there may be "
    "more than one top. Then many starts are climbed from and the page says “best found”, not “proved”.",
)
