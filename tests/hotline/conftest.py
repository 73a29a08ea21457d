"""A county at work whose handsets are registered and whose gateway's door has its secret."""

from __future__ import annotations

from typing import Any

import pytest

from gege.staff.api import Account
from tests.cast import cast, committed_cast, ledger_that_can_be_emptied
from tests.matters.conftest import committed_play, play
from tests.matters.play import Play

__all__ = ["cast", "committed_cast", "committed_play", "ledger_that_can_be_emptied", "play"]

SECRET = "a-secret-of-the-gateway-only-for-tests"
WORKER, CLERK, RESIDENT = "10000000101", "10000000102", "10000000109"


@pytest.fixture(autouse=True)
def gateway(settings: Any) -> None:
    settings.GEGE_SMS_SECRET = SECRET
    settings.GEGE_SMS_ALLOW = ["127.0.0.1"]


def register_handsets(play: Play) -> Play:
    """Give the first grid's worker and their station's clerk a telephone each."""
    for who, phone in (("grid_worker", WORKER), ("station_clerk", CLERK)):
        account = play.cast.actor(who).account_id
        Account.objects.filter(id=account).update(phone=phone)
    return play


@pytest.fixture
def handsets(play: Play) -> Play:
    return register_handsets(play)
