"""A county at work, and a resident with a browser on a clock that the test holds."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import COMMUNITY, GRID
from tests.matters.conftest import cast, play
from tests.matters.play import Play

__all__ = ["cast", "play"]


@dataclass
class Resident:
    """Somebody without an account, reading and sending whole pages."""

    play: Play
    client: Client = field(default_factory=Client)

    def wait(self, **time: float) -> Resident:
        self.play.wait(**time)
        return self

    def form(self, place: str = COMMUNITY, **entry: Any) -> dict[str, Any]:
        """The form as it comes, filled in after ten seconds."""
        page = self.client.get(f"/r/report/{place}")
        assert page.status_code == 200, place
        self.wait(seconds=10)
        chosen = {"grid": GRID} if len(place) == 12 else {}
        return {
            "token": page.context["token"],
            "intent": "request",
            "kind": "B01",
            "words": "路上有个大坑。昨晚有人摔了。",
            "address": "菜市场门口",
            **chosen,
            **entry,
        }

    def send(self, place: str = COMMUNITY, **entry: Any) -> Any:
        return self.client.post(f"/r/report/{place}", self.form(place, **entry))

    def report(self, place: str = COMMUNITY, **entry: Any) -> tuple[str, str]:
        """Report; return number and code as the receipt shows them."""
        answer = self.send(place, **entry)
        assert answer.status_code == 302, answer.content.decode()
        page = self.client.get("/r/report/done")
        return page.context["number"], page.context["code"]

    def follow(self, number: str, code: str) -> Any:
        return self.client.post("/r/follow", {"number": number, "code": code})

    def own(self) -> str:
        answer = self.client.get("/r/own")
        return answer.content.decode() if answer.status_code == 200 else ""

    def say(self, deed: str, **entry: str) -> Any:
        return self.client.post(f"/r/own/{deed}", entry)


def photo(name: str = "坑.jpg", size: tuple[int, int] = (64, 48), colour: int = 90) -> Any:
    out = io.BytesIO()
    Image.new("RGB", size, (colour, 80, 70)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def resident(
    play: Play,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Resident:
    """A resident whose county reads the clock of `play`."""
    settings.MEDIA_ROOT = tmp_path
    made = Resident(play)

    def now() -> datetime:
        return play.now + timedelta(0)

    monkeypatch.setattr("gege.portal.views.shared.timezone.now", now)
    made.client.cookies["django_language"] = "en"
    return made
