"""The Allocate page: what happens if I shift the budget?"""
