"""What every result rests on: what the model takes for granted, and where it is not to be trusted."""

from __future__ import annotations

TAKEN_FOR_GRANTED = (
    "A plan spends the same every month of the horizon.",
    "Each further unit of money on one lever brings less than the one before, unless a curve says otherwise.",
    "Sales effort is shared by all prospects and account care by all customers: more of either gets less each.",
    "Customers leave at the stated rate, whichever month they came in; those of one channel are all alike.",
    "Everything else stays as it is: prices, rivals, the economy and what the sales team knows.",
)
"""In plain words, for whoever reads a result without knowing the model."""

LEFT_OUT = (
    ("Season", "Each month is an average month. Yearly sums hold; single months may not."),
    ("Rivals and prices", "Nobody answers your move, and nobody undercuts you. A price war is a change of facts."),
    ("Whole people", "Money is divided at will. Half a salesperson is a thing here, and not in your office."),
    ("Limits of supply", "Every order can be delivered. Check by hand whether you can serve the customers shown."),
    ("Word of mouth", "Customers bring no prospects by themselves, save those a channel brings at zero spend."),
    ("Chance", "The same facts give the same result. What is uncertain are the facts, and their ranges say how much."),
)
"""What the model leaves out, and what that means."""

DISTRUST = (
    "a lever is moved beyond twice today's spend: there the shape of the curve decides, not what you know;",
    "the facts that decide are guesses: look at what the verdict leans on;",
    "a few large customers make up most of the revenue: averages say little about them;",
    "the difference between two plans is smaller than what you may be wrong by.",
)
"""When not to trust a result: each ends the sentence "Do not trust it where …"."""
