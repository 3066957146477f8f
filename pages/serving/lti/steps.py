"""The steps of a launch, each as what comes in and what goes out; `web.py` gives them their addresses.

A state is bound in its own seal, to the platform and to the nonce of the question, for ten minutes; which nonces were
taken stands in the database. So any replica takes any step, and no cookie is needed. That it is the browser's own
launch is checked in the browser: its tab keeps the end of the state between the two steps, where it may keep anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from next_dollar.platforms import Platform, Tool
from pages.serving.lti.addresses import CHOOSE, LAUNCH, SHOW
from pages.serving.lti.grades import MAXIMUM, Result, Sender
from pages.serving.lti.messages import CHOICE, CORE, LINK, LONGEST, SHOWN, Message, read_message
from pages.serving.lti.platform_keys import PlatformKeys
from pages.serving.lti.refusals import AGAIN, Refused, not_usable
from pages.serving.lti.registration import known_platform
from pages.serving.lti.sealed import SECONDS, Vault
from pages.serving.lti.targets import Target, read_target
from rooms import participant
from rooms.courses import take_once
from rooms.errors import RoomError
from rooms.outbox import Stand
from rooms.worth import Worth, worth_of

MARK = 32
"""Characters at the end of a state by which a tab knows its own launch again."""
LONGEST_HINT = 8000
CHOICE_SECONDS = 300
LONGEST_URL = 500
"""Characters of an activity's address that platforms keep: Open edX refuses longer ones."""


@dataclass(frozen=True)
class Onward:
    """Where a browser goes next, and by what its tab knows this launch."""

    address: str
    mark: str


@dataclass(frozen=True)
class Courses:
    """This app as course software knows it."""

    tool: Tool
    vault: Vault
    sender: Sender
    keys: PlatformKeys = field(default_factory=PlatformKeys)

    def login(self, asked: Mapping[str, str]) -> Onward:
        """Return where a platform is asked who came (third-party initiated login); `Refused` where none is known."""
        platform = self._platform(asked.get("iss", ""), asked.get("client_id", ""))
        read_target(_given(asked, "target_link_uri", LONGEST), self.tool.address)
        nonce = secrets.token_urlsafe(24)
        state = self.vault.seals().seal("state", {"i": platform.issuer, "c": platform.client_id, "n": nonce})
        question = {
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
            "client_id": platform.client_id, "redirect_uri": f"{self.tool.address}{LAUNCH}",
            "login_hint": _given(asked, "login_hint", LONGEST_HINT), "state": state, "nonce": nonce,
        }  # fmt: skip
        if "lti_message_hint" in asked:
            question["lti_message_hint"] = _given(asked, "lti_message_hint", LONGEST_HINT)
        joint = "&" if "?" in platform.auth_url else "?"
        return Onward(f"{platform.auth_url}{joint}{urlencode(question)}", state[-MARK:])

    def launch(self, sent: Mapping[str, str], visitor: str | None) -> Onward:
        """Return where a launch leads to; each is taken once.

        Args:
            sent: the form that the platform lets the browser send.
            visitor: the address that a wrong code of a room counts for.

        Raises:
            Refused: something of it is not as it must be.
            Unreachable: the database does not answer.
        """
        if "error" in sent:
            raise Refused(
                "platform", f"The course did not say who you are. {AGAIN}", f"error is {sent['error'][:80]!r}"
            )
        state = _given(sent, "state", LONGEST)
        opened = self.vault.seals().open("state", state)
        platform = self._platform(opened["i"], opened["c"])
        message = read_message(sent.get("id_token", ""), platform, self.keys, opened["n"])
        if not take_once(self.vault.store(), opened["n"], SECONDS["state"]):
            raise Refused("replay", f"This was opened before. {AGAIN}")
        ticket = self._choice_ticket(message) if message.choice else self._ticket(message, visitor)
        place = CHOOSE if message.choice else SHOW
        return Onward(f"{self.tool.address}{place}#{ticket}", state[-MARK:])

    def stand(self, ticket: str, *, tried: bool) -> dict[str, str]:
        """Return what stands in a course's frame and how it is with the result, which is sent once there is one.

        Args:
            ticket: of the launch.
            tried: whether another split was tried, as a frame tells the page around it.
        """
        held = self._opened(ticket, "show")
        target = read_target(f"{self.tool.address}{held['t']}", self.tool.address)
        told = {"source": f"{self.tool.address}{target.framed(held['s'])}", "asks": "", "said": ""}
        if not held["l"] or not held["p"] or (target.room and not held["s"]):
            return told
        done = self._worth(target.room, held["s"]) if target.room else Worth(tried, None)
        score = done.share if target.by_share else float(done.submitted) or None
        if score is None:
            return {**told, "asks": "room" if target.room else "plan", "said": _awaited(target)}
        platform = self._platform(held["i"], held["c"])
        stand = self.sender.send(Result(platform, held["l"], held["p"], score))
        return {**told, "asks": _asks(stand, target), "said": _said(stand, target, score)}

    def chosen(self, ticket: str, target: Target, title: str) -> tuple[str, str]:
        """Return where a choice goes back to, and the message that says it."""
        held = self._opened(ticket, "choose")
        platform = self._platform(held["i"], held["c"])
        item: dict[str, Any] = {"type": LINK, "title": title, "url": f"{self.tool.address}{target.below}"}
        if len(item["url"]) > LONGEST_URL:
            item |= {"url": self.tool.address, "custom": {SHOWN: target.below}}
        if held["line"]:
            item["lineItem"] = {"scoreMaximum": MAXIMUM, "label": title}
        claims: dict[str, Any] = {
            "iss": platform.client_id, "aud": platform.issuer, "nonce": secrets.token_urlsafe(24),
            f"{CORE}deployment_id": held["d"], f"{CORE}message_type": "LtiDeepLinkingResponse",
            f"{CORE}version": "1.3.0", f"{CHOICE}content_items": [item],
        }  # fmt: skip
        if held["data"] is not None:
            claims[f"{CHOICE}data"] = held["data"]
        return held["b"], self.vault.seals().sign(claims, CHOICE_SECONDS)

    def _platform(self, issuer: str, client_id: str) -> Platform:
        return known_platform(self.tool, self.vault, issuer, client_id)

    def _ticket(self, message: Message, visitor: str | None) -> str:
        shown = f"{self.tool.address}{message.shown}" if message.shown else message.target
        target = read_target(shown, self.tool.address)
        platform, seat = message.platform, ""
        if target.room and message.person and not message.teaches:
            seat = self.vault.seals().seat(platform.issuer, platform.client_id, message.person, target.room)
            participant.join(self.vault.store(), target.room, visitor, seat=seat)
        held = {
            "for": "show", "i": platform.issuer, "c": platform.client_id, "t": target.below, "s": seat,
            "p": message.person, "l": "" if message.teaches else message.line,
        }  # fmt: skip
        return self.vault.seals().seal("ticket", held)

    def _choice_ticket(self, message: Message) -> str:
        assert message.choice is not None
        held = {
            "for": "choose", "i": message.platform.issuer, "c": message.platform.client_id, "d": message.deployment,
            "b": message.choice.back, "data": message.choice.data, "line": message.choice.takes_line,
        }  # fmt: skip
        return self.vault.seals().seal("ticket", held)

    def _opened(self, ticket: str, purpose: str) -> dict[str, Any]:
        held = self.vault.seals().open("ticket", ticket)
        if held["for"] != purpose:
            raise not_usable("ticket", "ticket is of another page")
        return held

    def _worth(self, room: str, seat: str) -> Worth:
        try:
            return worth_of(self.vault.store(), room, seat)
        except RoomError:  # It has ended, or the seat was taken away: its page says so.
            return Worth(False, None)


def _given(asked: Mapping[str, str], name: str, most: int) -> str:
    value = asked.get(name, "")
    if not 0 < len(value) <= most:
        raise not_usable(name, f"{name} must be a text of 1 to {most} characters")
    return value


def _awaited(target: Target) -> str:
    if target.by_share:
        return "Your result is the part of the possible gain that your split makes. It is sent once the best is shown."
    what = "submitted a split" if target.room else "tried another split"
    return f"Counts as done in your course once you have {what}."


def _asks(stand: Stand, target: Target) -> str:
    """Return when to ask again: soon, on news of the room, or not at all."""
    if stand in ("waiting", "full"):
        return "soon"
    return "room" if target.by_share else ""


def _said(stand: Stand, target: Target, score: float) -> str:
    result = f"Your result is {round(MAXIMUM * score)} %." if target.by_share else "Done."
    if stand == "arrived":
        return f"{result} Your course has it."
    if stand == "refused":
        return f"{result} Your course did not take it: tell whoever leads it, and open the activity again later."
    return f"{result} Your course is being told; go on meanwhile."
