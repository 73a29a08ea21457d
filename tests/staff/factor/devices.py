"""A device of somebody in the cast, for tests."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from gege.staff.api import Actor, begin_factor, confirm_factor, shown_factor
from gege.staff.factor.rules.codes import code_at
from tests.cast import PASSWORD


@dataclass(frozen=True)
class Device:
    """A person's authenticator and the codes on paper beside it."""

    secret: bytes
    paper: tuple[str, ...]

    def code(self, at: datetime) -> str:
        return code_at(self.secret, at.timestamp())


def set_up(who: Actor, at: datetime, *, code_given: bool = False) -> Device:
    """Set a device up as the pages do, reading the secret as it is typed by hand."""
    by = who.signature()
    begin_factor(by=by, now=at, password=PASSWORD, code_given=code_given)
    shown = shown_factor(by=by, now=at)
    assert shown is not None
    secret = base64.b32decode(shown.spelled.replace(" ", ""))
    paper = confirm_factor(by=by, now=at, code=code_at(secret, at.timestamp()))
    return Device(secret, paper)
