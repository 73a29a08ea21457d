"""A phone in the tests: its cookie, its clock, its messages; everything over the real addresses."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone
from PIL import Image

from gege.field.sections.table import ASKED_FOR
from gege.fieldwork import api as fieldwork
from gege.staff.api import Actor
from tests.cast import GRID, PASSWORD, Cast

JSON = "application/json"


@dataclass
class Phone:
    """A terminal of a worker. `ahead` is how far its clock goes wrong."""

    client: Client
    terminal: fieldwork.Terminal
    ahead: timedelta = timedelta()
    sent: list[dict[str, Any]] = field(default_factory=list)

    def post(self, address: str, body: Any = None, **headers: Any) -> Any:
        """POST JSON to `/field/api/<address>` and return the response."""
        data = json.dumps({} if body is None else body)
        return self.client.post(f"/field/api/{address}", data, content_type=JSON, **headers)

    def start(self, have: dict[str, str] | None = None) -> dict[str, Any]:
        told = {"have": have or {}, "app_version": "t", "waiting": 0, "want": sorted(ASKED_FOR)}
        response = self.post("start", told)
        assert response.status_code == 200, response.content
        return dict(response.json())

    def section(self, name: str) -> Any:
        return self.start()["sections"][name]["data"]

    @property
    def time(self) -> datetime:
        """What the phone's own clock says."""
        return timezone.now() + self.ahead

    def message(self, kind: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A message as the phone would make it now; its skew unknown unless given."""
        made = {
            "key": str(uuid4()),
            "kind": kind,
            "made_at": self.time.isoformat(),
            "skew_ms": None,
            "after": None,
            "post": None,
            "body": body,
        }
        return made | more

    def send(self, *messages: Any) -> list[dict[str, Any]]:
        """Send one batch and return its answers."""
        response = self.send_raw(*messages)
        assert response.status_code == 200, response.content
        return list(response.json()["answers"])

    def send_raw(self, *messages: Any) -> Any:
        body = {"sent_at": self.time.isoformat(), "messages": list(messages)}
        return self.post("messages", body)

    def do(self, kind: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Make a message, send it alone and return its answer."""
        return self.send(self.message(kind, body, **more))[0]

    def report(self, **body: Any) -> dict[str, Any]:
        """A message that reports a matter in the first grid."""
        more = {
            name: body.pop(name) for name in ("key", "made_at", "skew_ms", "after") if name in body
        }
        return self.message(
            "report", {"title": "路面有坑", "kind": "B01", "grid": GRID} | body, **more
        )

    def put(
        self, content: bytes, *, size: int | None = None, offset: int = 0, name: str = ""
    ) -> Any:
        """PUT a piece of a file."""
        return self.client.put(
            f"/field/api/files/{name or sum_of(content)}",
            content,
            content_type="application/octet-stream",
            headers={
                "X-Offset": str(offset),
                "X-Size": str(len(content) if size is None else size),
            },
        )


def phone_of(cast: Cast, who: Actor | str = "grid_worker", *, device: str = "test") -> Phone:
    """Enter with a new phone as somebody of the cast, over the real address."""
    client = Client()
    body = {
        "login": cast.account(who).login_name,
        "password": PASSWORD,
        "code": "",
        "app_version": "t",
        "device": device,
    }
    response = client.post("/field/api/enter", json.dumps(body), content_type=JSON)
    assert response.status_code == 200, response.content
    uid = response.json()["me"]["terminal"]["uid"]
    phone = Phone(client, fieldwork.Terminal.objects.get(uid=UUID(uid)))
    phone.start()
    return phone


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def photo(colour: str = "red", side: int = 40) -> bytes:
    """A picture that carries a place in its hidden fields, as a telephone makes it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "maker"
    exif.get_ifd(0x8825)[2] = (30.0, 20.0, 10.0)
    Image.new("RGB", (side, side), colour).save(out, format="JPEG", exif=exif)
    return out.getvalue()
