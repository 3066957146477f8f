"""The Certainty page: how sure can I be?"""
