"""Best splits: of one budget, of every budget, for a goal, with what is proved about them."""
