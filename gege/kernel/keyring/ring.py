"""The keys of an installation, what each is for, and how one follows another. Pure.

A key lives through four states. `waiting`: every machine knows it, nobody seals with it yet.
`active`: it seals, and there is one for each use. `old`: it only opens. `retired`: its secret is
gone, its line stays, so that no later key takes its name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from gege.kernel.keyring import ciphers


class KeysError(Exception):
    """The keys cannot be used; the sentence says how to mend it and holds no secret."""


class Use(StrEnum):
    """What a key does. One key never does both."""

    SEAL = "seal"
    MARK = "mark"


class State(StrEnum):
    """Where a key stands in its life."""

    WAITING = "waiting"
    ACTIVE = "active"
    OLD = "old"
    RETIRED = "retired"


LETTER: Final = {Use.SEAL: "k", Use.MARK: "b"}
KEY_ID: Final = r"[kb][0-9]{1,6}[a-z]{3}"
"""Letter of its use, a running number, and three letters by chance: a second ring that was made
by mistake cannot pass for the first one."""
FAMILIES: Final = {
    ciphers.SM4: {Use.SEAL: ciphers.SM4, Use.MARK: ciphers.SM3},
    ciphers.AES: {Use.SEAL: ciphers.AES, Use.MARK: ciphers.SHA256},
}
"""The cipher and the digest that a family name stands for."""
_ALLOWED: Final = {
    Use.SEAL: (ciphers.SM4, ciphers.AES),
    Use.MARK: (ciphers.SM3, ciphers.SHA256),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `secret` is empty when it is retired."""

    id: str
    use: Use
    algorithm: str
    state: State
    made_on: date
    secret: bytes

    def __repr__(self) -> str:
        # A trace-back or a log must not hold the secret.
        return f"<key {self.id} {self.algorithm} {self.state}>"

    @property
    def print(self) -> str:
        """Eight hex digits by which two machines compare a key without showing it."""
        if not self.secret:
            return ""
        digest = FAMILIES[ciphers.AES][Use.MARK]
        return ciphers.keyed_digest(digest, self.secret, b"gege key print").hex()[:8]


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys of an installation, oldest first."""

    keys: tuple[Key, ...]

    def active(self, use: Use) -> Key:
        """Return the key that works now. Raises KeysError."""
        for key in self.keys:
            if key.use is use and key.state is State.ACTIVE:
                return key
        raise KeysError(f"No key is active for {use}: run `gege keys rotate {use}`.")

    def written(self, use: Use) -> tuple[Key, ...]:
        """Return the keys that new marks are made with: the active one, then those that wait."""
        waiting = (key for key in self.keys if key.use is use and key.state is State.WAITING)
        return (self.active(use), *waiting)

    def live(self, use: Use) -> tuple[Key, ...]:
        """Return every key with a secret, the active one first."""
        active = self.active(use)
        others = (key for key in self.keys if key.use is use and key.secret and key is not active)
        return (active, *others)

    def key(self, key_id: str) -> Key:
        """Return a key with its secret. Raises KeysError when it is unknown or retired."""
        for key in self.keys:
            if key.id == key_id:
                if key.secret:
                    return key
                raise KeysError(f"The key {key_id} is retired: what it sealed cannot be opened.")
        raise KeysError(f"The key {key_id} is not among the keys: is this the right key file?")


def first_ring(family: str, *, on: date, secrets: Sequence[bytes], tails: Sequence[str]) -> Ring:
    """Return a ring with one active key for each use; two secrets, two tails of three letters."""
    ring = Ring(())
    for use, secret, tail in zip(Use, secrets, tails, strict=True):
        ring = with_new(ring, use, family, on=on, secret=secret, tail=tail)
        ring = rotated(ring, use)
    return ring


def with_new(ring: Ring, use: Use, family: str, *, on: date, secret: bytes, tail: str) -> Ring:
    """Return the ring with one more key, waiting. Raises KeysError when one waits already."""
    for key in ring.keys:
        if key.use is use and key.state is State.WAITING:
            raise KeysError(f"The key {key.id} waits already: `gege keys rotate {use}` takes it.")
    algorithm = FAMILIES[family][use]
    number = 1 + max((_number(key.id) for key in ring.keys if key.use is use), default=0)
    made = secret[: ciphers.KEY_BYTES[algorithm]]
    new = Key(f"{LETTER[use]}{number}{tail}", use, algorithm, State.WAITING, on, made)
    return checked(Ring((*ring.keys, new)))


def rotated(ring: Ring, use: Use) -> Ring:
    """Return the ring in which the waiting key works and the active one only opens."""
    if not any(key.use is use and key.state is State.WAITING for key in ring.keys):
        raise KeysError(f"No key waits for {use}: `gege keys new {use}` makes one.")
    following = {State.WAITING: State.ACTIVE, State.ACTIVE: State.OLD}
    keys = (
        replace(key, state=following.get(key.state, key.state)) if key.use is use else key
        for key in ring.keys
    )
    return checked(Ring(tuple(keys)))


def retired(ring: Ring, key_id: str) -> Ring:
    """Return the ring without a key's secret; only an old key retires. Raises KeysError."""
    key = ring.key(key_id)
    if key.state is not State.OLD:
        raise KeysError(f"The key {key_id} is {key.state}: only an old key retires.")
    gone = replace(key, state=State.RETIRED, secret=b"")
    return checked(Ring(tuple(gone if one is key else one for one in ring.keys)))


def checked(ring: Ring) -> Ring:
    """Return a ring that holds together. Raises KeysError with the first fault."""
    ids = [key.id for key in ring.keys]
    for key in ring.keys:
        if not re.fullmatch(KEY_ID, key.id) or key.id[0] != LETTER[key.use]:
            raise KeysError(f"{key.id!r} is no name of a key for {key.use}.")
        if ids.count(key.id) > 1:
            raise KeysError(f"The key {key.id} stands there twice.")
        if key.algorithm not in _ALLOWED[key.use]:
            raise KeysError(f"The key {key.id} is for {key.algorithm!r}, which does not {key.use}.")
        wanted = 0 if key.state is State.RETIRED else ciphers.KEY_BYTES[key.algorithm]
        if len(key.secret) != wanted:
            raise KeysError(f"The key {key.id} has {len(key.secret)} bytes in place of {wanted}.")
    for use in Use:
        active = [key for key in ring.keys if key.use is use and key.state is State.ACTIVE]
        if len(active) > 1:
            raise KeysError(f"The keys {active[0].id} and {active[1].id} are both active.")
    return ring


def _number(key_id: str) -> int:
    return int(key_id[1:-3])
