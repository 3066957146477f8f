"""The keys that platforms verify this app by: one follows the other, on all replicas, and nobody's trust is broken."""

from __future__ import annotations

import json
from pathlib import Path

import jwt
import pytest
from sqlalchemy import text

from next_dollar.command import main
from pages.serving.lti.sealed import KEYS_SECONDS, Seals, kid_of, new_key
from rooms.course_keys import published, renew, retire
from rooms.courses import secret
from rooms.errors import NotNow, Unusable
from rooms.limits import KEY_AT_ONCE_SECONDS, KEY_KEPT_SECONDS, KEY_LEAD_SECONDS
from rooms.store import Store
from rooms.sweep import sweep
from tests.room_store import HandClock


def kids(seals: Seals) -> list[str]:
    """Return the names of the keys that are published."""
    return [key["kid"] for key in seals.public_keys["keys"]]


def signer(seals: Seals, known: Seals | None = None) -> str:
    """Return the name of the key that signs, once it is verified with what another replica publishes."""
    token = seals.sign({"aud": "platform"}, 60)
    kid: str = jwt.get_unverified_header(token)["kid"]
    (key,) = (each for each in jwt.PyJWKSet.from_dict((known or seals).public_keys).keys if each.key_id == kid)
    checks = {"verify_exp": False, "verify_iat": False}
    assert jwt.decode(token, key, algorithms=["RS256"], audience="platform", options=checks)["aud"] == "platform"
    return kid


def test_a_new_key_is_published_before_it_signs_and_the_old_one_after(store: Store, clock: HandClock) -> None:
    """Whoever keeps what they read for an hour knows the new key when it comes, and what the old one signed last."""
    seals = Seals(store, clock)
    old = signer(seals)
    renew(store, new_key, kid_of)
    clock.time += KEYS_SECONDS + 1
    assert len(kids(seals)) == 2
    assert signer(seals) == old
    clock.time += KEY_LEAD_SECONDS
    new = signer(seals)
    assert new != old
    assert kids(seals) == [old, new]
    clock.time += KEY_KEPT_SECONDS
    assert kids(seals) == [new]
    sweep(store)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM course_keys")) == 1
        assert session.scalar(text("SELECT count(*) FROM course_secrets WHERE name = 'key'")) == 0
    assert signer(Seals(store, clock)) == new


def test_replicas_follow_without_a_restart(store: Store, clock: HandClock) -> None:
    """Whichever signs, and at whatever moment, every other one publishes what verifies it."""
    first, second = Seals(store, clock), Seals(store, clock)
    old = signer(first, second)
    clock.time += KEYS_SECONDS / 2
    kids(second)
    renew(store, new_key, kid_of, at_once=True)
    seen = set()
    for _ in range(20):
        clock.time += KEY_AT_ONCE_SECONDS / 10
        seen |= {signer(first, second), signer(second, first)}
    assert len(seen) == 2
    assert signer(first, second) == signer(second, first) != old


def test_a_replica_of_the_version_before_signs_with_a_key_that_is_published(store: Store, clock: HandClock) -> None:
    """The key that replicas shared before there were several is the first of them."""
    before = secret(store, "key", new_key)
    assert kids(Seals(store, clock)) == [kid_of(before)]


def test_one_renewal_at_a_time(store: Store, clock: HandClock) -> None:
    """While a new key waits there is no other; it can be let sign at once."""
    renew(store, new_key, kid_of)
    with pytest.raises(NotNow, match="published already"):
        renew(store, new_key, kid_of)
    keys = renew(store, new_key, kid_of, at_once=True)
    assert len(keys.all) == 2
    seals = Seals(store, clock)
    clock.time += KEY_AT_ONCE_SECONDS + 1
    assert signer(seals) == keys.all[1].kid


def test_a_key_is_retired_once_it_does_not_sign(store: Store, clock: HandClock) -> None:
    """The one that signs cannot go, one before it goes at once, and one that was to follow leaves the old for good."""
    old = published(store, new_key, kid_of).all[0].kid
    with pytest.raises(NotNow, match="signs now"):
        retire(store, old)
    with pytest.raises(Unusable, match="no key 'other'"):
        retire(store, "other")
    waiting = renew(store, new_key, kid_of).all[1].kid
    retire(store, waiting)
    clock.time += KEY_LEAD_SECONDS + KEY_KEPT_SECONDS + 1
    sweep(store)
    assert kids(Seals(store, clock)) == [old]
    renew(store, new_key, kid_of, at_once=True)
    clock.time += KEY_AT_ONCE_SECONDS + 1
    seals = Seals(store, clock)
    retire(store, old)
    clock.time += KEYS_SECONDS + 1
    assert old not in kids(seals)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM course_secrets WHERE name = 'key'")) == 0


def test_a_database_that_is_away_keeps_nobody_from_signing(store: Store, clock: HandClock) -> None:
    """What was read last is good until it can be read again, and it is not asked for at every message."""
    seals = Seals(store, clock)
    old = signer(seals)
    with store.writing() as session:
        session.execute(text("ALTER TABLE course_keys RENAME TO away"))
    clock.time += KEYS_SECONDS + 1
    assert signer(seals) == old
    assert kids(seals) == [old]
    with store.writing() as session:
        session.execute(text("ALTER TABLE away RENAME TO course_keys"))
    renew(store, new_key, kid_of)
    clock.time += KEYS_SECONDS + 1
    assert len(kids(seals)) == 2


def test_what_is_published_is_public(store: Store) -> None:
    """Two keys, and of neither the private half, with all that platforms look at."""
    renew(store, new_key, kid_of)
    for key in Seals(store).public_keys["keys"]:
        assert {"kty", "n", "e", "kid", "alg", "use"} <= key.keys()
        assert not {"d", "p", "q"} & key.keys()


def test_the_command_shows_renews_and_retires(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step says which keys there are then, and a refusal is one line."""
    place = str(tmp_path / "rooms.sqlite3")
    Store(place).close()
    main(["--database", place, "lti-key", "show"])
    old, said = capsys.readouterr().out.strip().split("  ")
    assert said == "signs now"
    main(["--database", place, "lti-key", "renew"])
    first, second, follows = capsys.readouterr().out.strip().splitlines()
    assert first.startswith(f"{old}  signs now; published until 2")
    assert "signs from 2" in second
    assert "without a restart" in follows
    with pytest.raises(SystemExit) as ended:
        main(["--database", place, "lti-key", "retire", old])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "That key signs now. Renew it, and retire it once the new one signs.\n"
    main(["--database", place, "lti-key", "retire", second.split()[0]])
    assert capsys.readouterr().out.startswith(f"{old}  signs now\n")


def test_the_command_makes_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is none it says where it looked, and leaves none behind."""
    place = tmp_path / "none.sqlite3"
    with pytest.raises(SystemExit):
        main(["--database", str(place), "lti-key", "show"])
    assert str(place) in capsys.readouterr().err
    assert not place.exists()


def test_no_private_key_is_shown(store: Store) -> None:
    """What stands in a log or a traceback of a key is its name."""
    keys = published(store, new_key, kid_of)
    assert "PRIVATE" not in repr(keys)
    assert keys.all[0].kid in repr(keys)
    assert json.loads(json.dumps(Seals(store).public_keys))["keys"][0]["kid"] == keys.all[0].kid
