"""The Training room: how would the room decide?"""
