"""From what an owner can say of a company to all its facts: the guided start and judgement given as a table."""
