"""Sizes that the charts and what they are given agree on; apart from the charts, for which Altair is loaded."""

LEAD_HEIGHT, PLANS_HEIGHT, ROW = 210, 190, 44
"""Pixels: of the dots of a difference, of those of all plans, and of a row with its name above it."""
