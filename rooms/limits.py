"""How much a room may hold, and how often one may try."""

MAX_ROOMS = 500
MAX_PARTICIPANTS = 400
MAX_ROUNDS = 6
NICKNAME_LIMIT = 24
ROOM_HOURS = 48
"""A room is deleted by itself this long after it was opened."""
HOMEWORK_SECONDS = (3600, 21 * 86_400)
"""How soon and how late a homework may end, from now."""
DEBRIEF_DAYS = 7
"""A room of homework is deleted this long after its end, so that the debrief can be held."""
MAX_TIMER_SECONDS = 3600
MAX_MONEY = 1e15
NEWS_LIMIT, NEWS_LINES = 300, 6
MAX_FACTS = 8
"""Facts of a round that may be other than before."""
STORY_LIMIT, STORY_LINES = 800, 8
"""Characters that can be read aloud, and are; and lines of them that the wall and a printed sheet have room for."""
QUESTION_LIMIT = 140
ANSWERS = (2, 6)
ANSWER_LIMIT = 40
"""Characters of an answer that is offered."""
LINE_LIMIT = 140
"""Characters of a reason, which is one line."""
TEAMS = (2, 12)
TEAM_LIMIT = 24

WINDOW_SECONDS = 600
WRONG_CODES = 60
"""Wrong codes per address and window that are looked up and counted. A class often shares one address, so right ones
are neither counted nor ever refused."""
NEW_ROOMS = 30
"""Rooms opened per address and window: a workshop in which every trainer opens one shares an address."""
UNTOUCHED_SECONDS = 3600
"""A room this old that nobody joined or set up goes where more than half of all places are taken."""
CROWDED_SECONDS = 600
"""The same where all are taken: it makes place."""
UNUSED_SECONDS = 7200
"""A seat goes under which nothing was done so long, and whose page is open nowhere."""
CROWDED_SEAT_SECONDS, HOMEWORK_SEAT_SECONDS = 600, 86_400
"""The same in a full room, in class and in a homework: it makes place. Longer than a replica takes to write which pages
are open."""

RUSH_SECONDS = 60
JOIN_BITS, JOIN_RUSH, MOST_JOIN_BITS = 14, 60, 17
"""Work for a seat (`rooms.costs`): 2¹⁷ digests, a fifth of a second on a phone; twice as many with each 60 seats taken
in the room within the last minute, up to 2²⁰."""
OPEN_BITS, OPEN_RUSH, MOST_OPEN_BITS = 15, 20, 20
"""Work for a room: 2¹⁸ digests; from 40 rooms in the last ten minutes on twice as many with each 20, up to 2²³."""
MAX_PLATFORMS = 200
"""Course sites that may have registered by themselves."""
RESULT_SECONDS = 86_400.0
"""For which a result is sent again to a platform that does not take it; then it is given up."""
RESULT_KEPT_SECONDS = 3 * 86_400.0
"""For which it is remembered how that went: as long as a page in a course may ask."""
MAX_RESULTS = 10_000
"""Results that may be on their way."""
KEY_LEAD_SECONDS = 3600.0
"""For which a new key is published before it signs, so that platforms have it by then,"""
KEY_AT_ONCE_SECONDS = 120.0
"""and where it must be at once: until all replicas have read it anew."""
KEY_KEPT_SECONDS = 86_400.0
"""For which the one before is still published after it has signed last."""
