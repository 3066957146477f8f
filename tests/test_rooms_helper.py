"""A second facilitator: a link of their own that leads the room, and can be withdrawn."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from rooms import facilitator, leading
from rooms.errors import NoSuchRoom, Unusable
from rooms.store import Store
from rooms.tokens import derived, hashed
from tests.room_store import Session, session_in


@pytest.fixture
def room(store: Store) -> Session:
    """A room with two people in it."""
    return session_in(store)


def test_the_second_facilitator_runs_every_step(room: Session) -> None:
    """From the first prediction to the best split, and back, with the second link alone."""
    helper = Session(room.store, room.code, leading.invite(*room.lead), room.seats)
    helper.to("revealed")
    facilitator.take_back(*helper.lead)
    facilitator.set_admission(*helper.lead, False)
    assert facilitator.room(*room.lead).step == ("spread", 1)
    assert leading.leads(*helper.lead) == leading.Leads(first=False, helped=True)


@pytest.mark.parametrize("verb", [facilitator.delete_room, leading.invite, leading.withdraw])
def test_the_second_facilitator_cannot_end_or_take_over(room: Session, verb: object) -> None:
    """To end the room, to invite and to withdraw is left to whoever opened it."""
    secret = leading.invite(*room.lead)
    with pytest.raises(Unusable, match="whoever opened"):
        verb(room.store, room.code, secret)  # type: ignore[operator]
    assert leading.leads(*room.lead).first
    assert facilitator.room(room.store, room.code, secret).participants == 2


def test_a_withdrawn_link_opens_nothing(room: Session) -> None:
    """Withdrawn, or followed by another one, a second link is as good as none; the first goes on."""
    one = leading.invite(*room.lead)
    two = leading.invite(*room.lead)
    with pytest.raises(NoSuchRoom):
        facilitator.room(room.store, room.code, one)
    leading.withdraw(*room.lead)
    with pytest.raises(NoSuchRoom):
        facilitator.begin_round(room.store, room.code, two)
    assert leading.leads(*room.lead) == leading.Leads(first=True, helped=False)
    facilitator.begin_round(*room.lead)


def test_whoever_opened_the_room_sees_the_second_link_again(room: Session) -> None:
    """In every visit, on every machine, and the second facilitator sees nobody's; withdrawn there is none to see."""
    assert leading.leads(*room.lead).second == ""
    secret = leading.invite(*room.lead)
    assert leading.leads(*room.lead).second == secret
    assert leading.leads(room.store, room.code, secret).second == ""
    another = leading.invite(*room.lead)
    assert leading.leads(*room.lead).second == another != secret
    leading.withdraw(*room.lead)
    assert leading.leads(*room.lead).second == ""
    assert leading.invite(*room.lead) not in (secret, another)


def test_a_second_link_that_another_version_made_goes_on_and_is_not_shown(room: Session) -> None:
    """A replica of the version before keeps a hash alone: its link works, and no wrong one stands in its place."""
    leading.invite(*room.lead)
    with room.store.writing() as session:
        session.execute(text("UPDATE rooms SET helper_hash = :hash"), {"hash": hashed("made before")})
    assert leading.leads(*room.lead) == leading.Leads(first=True, helped=True)
    assert leading.leads(*room.lead).second == ""
    facilitator.begin_round(room.store, room.code, "made before")


def test_the_second_secret_is_kept_as_a_hash(room: Session) -> None:
    """The database does not hold what the second link holds, nor can it be worked out from what it holds."""
    secret = leading.invite(*room.lead)
    with room.store.reading() as session:
        (row,) = session.execute(text("SELECT * FROM rooms")).all()
    assert secret not in str(row)
    assert not any(derived(str(value), row.helper_salt) == secret for value in row)
