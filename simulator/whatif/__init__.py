"""The same company with other facts."""
