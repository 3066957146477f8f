"""What is true of a company and what may be decided: declared once, validated by itself."""
