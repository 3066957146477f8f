"""The Diagnose page: do I need sales, marketing, or both?"""
