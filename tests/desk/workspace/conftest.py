"""A county at work, whose pages tell the time of the play."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.matters.api import Matter
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID
from tests.matters.conftest import cast, play
from tests.matters.play import Play


@dataclass
class Desk:
    """Browsers of the cast, and what they see."""

    play: Play

    def client(self, who: str) -> Client:
        return self.play.cast.client(who)

    def get(self, who: str, address: str, **headers: Any) -> Any:
        """Return the page of an address as a member of the cast sees it."""
        return self.client(who).get(address, **headers)

    def numbers(self, who: str, address: str) -> list[str]:
        """Return the numbers that a list shows, in its order."""
        response = self.get(who, address)
        assert response.status_code == 200, response
        return [row.number for row in response.context["rows"]]

    def statements(self, who: str, address: str) -> int:
        """Return how many statements a page costs once everything slow is in memory."""
        client = self.client(who)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            response: HttpResponse = client.get(address)
        assert response.status_code == 200
        return len(caught)


@pytest.fixture
def desk(play: Play, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The pages, at the time of the play."""
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return Desk(play)


@dataclass
class Scene:
    """One matter at every tier, one in another town, one closed."""

    grid: Matter
    station: Matter
    township: Matter
    county: Matter
    department: Matter
    closed: Matter
    neighbour: Matter
    elsewhere: Matter

    def numbers(self, *names: str) -> set[str]:
        return {getattr(self, name).number for name in names}


@pytest.fixture
def scene(desk: Desk) -> Scene:
    """A county in which every unit has something, reported on the morning of the play."""
    play = desk.play
    clerk, stranger = play.cast.second_station_clerk, play.cast.stranger
    return Scene(
        grid=play.report(title="网格里的事"),
        station=play.at_station(title="站里的事"),
        township=play.at_township(title="镇里的事"),
        county=play.triaged(title="县里的事"),
        department=play.in_hand(title="部门的事"),
        closed=play.closed(title="结案的事"),
        neighbour=play.report(title="邻社区的事", by=clerk, grid_code=NEIGHBOUR_GRID),
        elsewhere=play.report(title="外镇的事", by=stranger, grid_code=OTHER_GRID),
    )


__all__ = ["GRID", "Desk", "Scene", "cast", "desk", "play", "scene"]
