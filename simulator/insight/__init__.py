"""One module per question that a page answers."""
