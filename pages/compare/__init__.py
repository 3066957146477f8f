"""The Compare page: which plan is better, and why?"""
