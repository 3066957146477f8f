"""A monthly or weekly history on Your business: what it narrowed of the judgement, and where it cannot tell."""
