"""Training room: how would the room decide?"""

from pages.room.page import training_room

training_room()
