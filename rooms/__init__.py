"""Training rooms: who sits in one, what was decided, and who may see or change it.

Knows the model (`simulator`) and a database, and no user interface. The verbs are functions that take the store and
the authority they need: a facilitator's secret (`rooms.facilitator`) or a seat (`rooms.participant`).
"""
