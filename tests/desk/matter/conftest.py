"""A county at work, and a browser for each of its people that tells the time of the play."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from gege.matters.api import Matter
from tests.matters.conftest import cast, play  # noqa: F401 - fixtures
from tests.matters.play import Play

HTMX = {"HX-Request": "true"}


@dataclass
class Pages:
    """Browsers of the cast on the pages of matters."""

    play: Play
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """One browser for each person, logged in once."""
        if who not in self.clients:
            self.clients[who] = self.play.cast.client(who)
        return self.clients[who]

    def open(self, who: str, matter: Matter, rest: str = "", **headers: str) -> Any:
        """Look at a matter's page or at something below it."""
        return self.client(who).get(f"{matter.get_absolute_url()}{rest}", headers=headers or None)

    def press(self, who: str, matter: Matter, move: str, *, htmx: bool = False, **data: Any) -> Any:
        """Send the form of a move with the version on screen, unless another `seen` is given."""
        matter.refresh_from_db()
        sent = {"seen": matter.version, "line": matter.trail_seq} | data
        address = f"{matter.get_absolute_url()}/{move}"
        answer = self.client(who).post(address, sent, headers=HTMX if htmx else None)
        matter.refresh_from_db()
        return answer

    def statements(self, who: str, matter: Matter) -> int:
        """Return how many statements the page costs once everything slow is in memory."""
        self.open(who, matter)
        with CaptureQueriesContext(connection) as caught:
            assert self.open(who, matter).status_code == 200
        return len(caught)

    def english(self, who: str) -> None:
        """Let a person read English from now on."""
        account = self.play.cast.account(who)
        account.language = "en"
        account.save(update_fields=["language"])


@pytest.fixture
def pages(play: Play, monkeypatch: pytest.MonkeyPatch) -> Pages:  # noqa: F811 - a fixture
    """The pages, at the time of the play."""
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return Pages(play)


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Any) -> None:
    """Attachments of a test are gone with it."""
    settings.MEDIA_ROOT = tmp_path


def picture(name: str = "现场.jpg", colour: str = "gray") -> SimpleUploadedFile:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
