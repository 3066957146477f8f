"""``next-dollar lti-key``: look at the keys that this app signs with towards course software, renew and retire them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from next_dollar.settings import variable_of
from pages.serving.lti.sealed import KEYS_SECONDS, kid_of, new_key
from rooms.course_keys import Keys, published, renew, retire, signing
from rooms.errors import RoomError, Unreachable
from rooms.store import Store


def run(place: str, step: str, kid: str, *, at_once: bool) -> int:
    """Do one step, print which keys there are then, and return the command's exit code.

    Args:
        place: of the database: a file, or its address.
        step: ``show``, ``renew`` or ``retire``.
        kid: the key to be retired.
        at_once: of a new key, whether it signs as soon as it can.
    """
    if "://" not in place and not Path(place).exists():
        named = f"{variable_of('database')} or --database names the app's own"
        return _refused(f"There is no database at {place}: {named}.")
    try:
        store = Store(place)
        if step == "renew":
            renew(store, new_key, kid_of, at_once=at_once)
        if step == "retire":
            retire(store, kid)
        keys = published(store, new_key, kid_of)
        store.close()
    except Unreachable as error:
        return _refused(f"The database does not answer ({error}).")
    except RoomError as error:
        return _refused(str(error))
    for line in _lines(keys):
        print(line)
    if step != "show":
        print(f"Every replica follows within {KEYS_SECONDS:.0f} seconds, without a restart.")
    return 0


def _lines(keys: Keys) -> list[str]:
    now, lines = signing(keys.all, keys.at), []
    for key in keys.all:
        said = "signs now" if key is now else "signed before"
        if key.signs_from > keys.at:
            said = f"signs from {_moment(key.signs_from)} on"
        ends = "" if key.published_until is None else f"; published until {_moment(key.published_until)}"
        lines.append(f"{key.kid}  {said}{ends}")
    return lines


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _refused(line: str) -> int:
    print(line, file=sys.stderr)
    return 1
