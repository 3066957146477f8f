"""The Channels page: where do my best customers come from?"""
