"""What a launch leads to: a page of this app with a scenario, or a room, as an address of this app and no other."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from next_dollar.platforms import origin_of
from pages.serving.lti.refusals import Refused, not_usable
from pages.ui.frame.registry import PAGES
from rooms.tokens import CODE_LENGTH, clean_code

ROOM, SEAT, WORTH, SHARE = "room", "seat", "worth", "share"
"""Parameters of a room's address; ``worth=share`` asks for a result by how good a split is."""
ROOMS = next(page.address for page in PAGES if page.folder == "room")
SECRETS = frozenset({SEAT, "facilitator", "view"})
LONGEST = 4000


@dataclass(frozen=True)
class Target:
    """What is shown: a page's address below the app with its query, or a room by its code."""

    page: str
    query: str
    room: str = ""
    by_share: bool = False
    """Whether a result of the room tells how good a split was, and not just that one was submitted."""

    @property
    def below(self) -> str:
        """The address below the app by which it is shown in a course."""
        return f"{self.page}?{self.query}" if self.query else self.page

    def framed(self, seat: str = "") -> str:
        """Return the address below the app of what stands in the course's frame, at that seat of a room."""
        if not self.room:
            pairs = [pair for pair in parse_qsl(self.query, keep_blank_values=True) if pair[0] != "embed"]
            return f"{self.page}?{urlencode([('embed', 'true'), *pairs])}"
        own = {SEAT: seat} if seat else {}
        return f"{self.page}?{urlencode({'embed': 'true', ROOM: self.room, **own})}"


def room_target(code: str, *, by_share: bool = False) -> Target:
    """Return the target of the room of that code; `Refused` where it is none."""
    clean = clean_code(code)
    if len(clean) != CODE_LENGTH:
        raise Refused(
            "room", f"The room is {code[:40]!r}: a code of {CODE_LENGTH} letters and digits is allowed.", status=400
        )
    query = {ROOM: clean, **({WORTH: SHARE} if by_share else {})}
    return Target(ROOMS, urlencode(query), clean, by_share)


def read_target(address: str, base: str) -> Target:
    """Return what an address of this app shows.

    Args:
        address: as a platform or a course author has it.
        base: of the app, with a slash at its end.

    Raises:
        Refused: it is none of this app's.
    """
    told = f"the address to open must begin with {base}, and lead to one of the pages there"
    try:
        parts, own = urlsplit(address), urlsplit(base)
        ours = len(address) <= LONGEST and address.isprintable() and origin_of(address) == origin_of(base)
        ours = ours and parts.username is None and parts.scheme == own.scheme
    except ValueError:
        ours = False
    if not ours or not f"{parts.path}/".startswith(own.path):
        raise not_usable("target", told)
    page = parts.path[len(own.path) :].strip("/")
    if page.split("/")[0] == "lti":  # Platforms that have one address for all name the launch's own.
        return Target("", "")
    if page not in {each.address for each in PAGES}:
        raise not_usable("target", told)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if page == ROOMS and asked.get(ROOM):
        return room_target(asked[ROOM], by_share=asked.get(WORTH) == SHARE)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in {*SECRETS, ROOM}]
    return Target(page, urlencode(pairs))
