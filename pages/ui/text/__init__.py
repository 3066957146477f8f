"""Figures and words as people read them; markup that escapes them."""
