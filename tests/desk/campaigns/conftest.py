"""The desk at a campaign: pages tell the time of the play."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.fieldwork.collecting import Collecting


@dataclass
class Desk:
    """Browsers of the cast at campaigns."""

    collecting: Collecting

    def get(self, who: str, address: str) -> Any:
        return self.collecting.cast.client(who).get(address)

    def post(self, who: str, address: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.collecting.cast.client(who).post(address, body or {}, **more)

    def statements(self, who: str, address: str) -> int:
        client = self.collecting.cast.client(who)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            response = client.get(address)
        assert response.status_code == 200
        return len(caught)


@pytest.fixture
def desk(collecting: Collecting, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The pages, at the time of the play."""
    monkeypatch.setattr(timezone, "now", lambda: collecting.now)
    return Desk(collecting)
