"""The documentation: guides, and what is told by the code itself, as pages that open offline."""
