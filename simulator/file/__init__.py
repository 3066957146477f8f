"""Files: a company with its plans as one small readable text (TOML), and back."""
