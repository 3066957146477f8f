"""What is not known exactly: ranges of facts, draws of them, and what follows from those for a decision."""
