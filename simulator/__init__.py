"""Next Dollar: where should the next dollar go?"""
