"""Codes, secrets and nicknames: drawn by the operating system's generator, kept as hashes."""

from __future__ import annotations

import base64
import hmac
import secrets
from hashlib import sha256

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so no words; nothing that looks like something else."""
CODE_LENGTH = 8
"""28⁸ codes (38 bits). At a hundred tries a second, day and night, the chance to find one of ten open rooms before they
are deleted is 5 in 10,000, and what is found is a seat that the facilitator can take away."""

ADJECTIVES = (
    "Agile", "Amber", "Bold", "Brave", "Bright", "Brisk", "Calm", "Candid", "Clever", "Coral", "Crisp", "Curious",
    "Daring", "Deft", "Eager", "Early", "Fair", "Gentle", "Glad", "Golden", "Happy", "Hardy", "Honest", "Jolly",
    "Keen", "Kind", "Lively", "Lucky", "Mellow", "Merry", "Mild", "Misty", "Modest", "Neat", "Nimble", "Noble",
    "Patient", "Plucky", "Polite", "Proud", "Quick", "Quiet", "Ready", "Royal", "Sage", "Sharp", "Silver", "Smart",
    "Snowy", "Spry", "Steady", "Sunny", "Swift", "Tidy", "Trusty", "Upbeat", "Vivid", "Warm", "Wise", "Witty",
)  # fmt: skip
ANIMALS = (
    "Badger", "Beaver", "Bison", "Bobcat", "Crane", "Curlew", "Deer", "Dolphin", "Dove", "Eagle", "Egret", "Falcon",
    "Ferret", "Finch", "Fox", "Gecko", "Goose", "Hare", "Hawk", "Heron", "Horse", "Ibex", "Jackdaw", "Jay", "Kestrel",
    "Koala", "Lark", "Lemur", "Llama", "Lynx", "Magpie", "Marten", "Mole", "Moose", "Newt", "Orca", "Osprey", "Otter",
    "Owl", "Panda", "Penguin", "Pigeon", "Plover", "Puffin", "Quail", "Raven", "Robin", "Salmon", "Seal", "Sparrow",
    "Starling", "Stoat", "Stork", "Swallow", "Swan", "Tern", "Trout", "Turtle", "Walrus", "Weasel", "Wren", "Yak",
)  # fmt: skip


def new_code() -> str:
    """Return a code for a room, fit to be read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def clean_code(text: str) -> str:
    """Return a code as stored from however a person typed it."""
    return "".join(sign for sign in text.upper() if sign in ALPHABET)[: CODE_LENGTH + 1]


def shown_code(code: str) -> str:
    """Return a code in two groups, as people read it."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def new_token() -> str:
    """Return an unguessable secret (192 bits), fit for a link."""
    return secrets.token_urlsafe(24)


def derived(token: str, salt: str) -> str:
    """Return another secret that nobody can work out who has not both; as unguessable as the first."""
    return base64.urlsafe_b64encode(hmac.digest(token.encode("utf-8", "replace"), salt.encode(), sha256)[:24]).decode()


def hashed(token: str) -> str:
    """Return what is kept of a secret; it has so many bits that no salt is needed."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def same(token: str, kept: str) -> bool:
    """Return whether a secret is the one kept as a hash, in constant time."""
    return hmac.compare_digest(hashed(token), kept)


def new_nickname() -> str:
    """Return a friendly name that says nothing of its bearer."""
    return f"{secrets.choice(ADJECTIVES)} {secrets.choice(ANIMALS)}"
