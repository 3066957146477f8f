"""What are my facts?"""
