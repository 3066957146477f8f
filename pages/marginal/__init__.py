"""The Marginal returns page: where does the next dollar go?"""
