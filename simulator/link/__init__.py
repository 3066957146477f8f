"""Links: a scenario as text in an address, and back."""
