"""A county at work, and the systems that may speak with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from gege.openapi.actions.open_client import Terms, open_client
from gege.openapi.models import Client
from tests.cast import COUNTY, Cast
from tests.matters.conftest import (
    cast,
    committed_cast,
    committed_play,
    ledger_that_can_be_emptied,
    play,
)

TERMS: dict[str, Any] = {
    "name": "市民随手拍",
    "unit_code": COUNTY,
    "role": "hotline_operator",
    "reports": True,
    "reads": False,
    "moves": False,
    "public": True,
}


@dataclass
class System:
    """Another system with its token."""

    client: Client
    token: str

    @property
    def head(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.token}", "HTTP_ACCEPT_LANGUAGE": "en"}


Opener = Callable[..., System]


def opened(cast: Cast, **terms: Any) -> System:
    """Open a client by the administrator."""
    given = Terms(**TERMS | terms)
    return System(*open_client(given, by=cast.administrator, now=timezone.now()))


@pytest.fixture
def open_system(cast: Cast) -> Opener:
    """Opens a client: by default an app of the county that reports in public."""
    return lambda **terms: opened(cast, **terms)


@pytest.fixture
def from_now_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file's NOW be the moment of this test: a signature is refused after five minutes."""
    monkeypatch.setattr(request.module, "NOW", timezone.now())


@pytest.fixture
def browser() -> Browser:
    return Browser()


__all__ = ["cast", "committed_cast", "committed_play", "ledger_that_can_be_emptied", "play"]
