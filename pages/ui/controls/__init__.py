"""What a visitor changes the scenario with."""
