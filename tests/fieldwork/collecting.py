"""A county that collects: buildings, a form, a campaign, and deeds that read like sentences.

The form is made by pyxform from a table of questions. The campaign goes to 解放路社区: 甲栋 with
three doors and 乙栋 with one in the first grid, 丙栋 with two in the second.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Assignment, Campaign, CampaignForm, Entry
from gege.fieldwork.models import CheckPoint
from gege.matters.api import LOCAL
from gege.staff.api import Actor
from gege.trail.api import Entry as Line
from tests.cast import COMMUNITY, GRID, OTHER_GRID, SECOND_GRID, SINCE, Cast
from tests.fieldwork.sheets import answer, xlsform

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
"""A Tuesday."""
LAST_DAY = date(2026, 12, 31)


def new_uid() -> str:
    return f"uuid:{uuid4()}"


def picture(colour: int = 7) -> bytes:
    """A photograph with fields that say where and with what it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    Image.new("RGB", (60, 40), (colour, 90, 90)).save(out, format="JPEG", exif=exif)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), 5).save(out, format="PNG")
    return out.getvalue()


@dataclass
class Collecting:
    """The cast at a campaign; `now` is the moment of the next deed."""

    cast: Cast
    now: datetime = MORNING
    points: dict[str, CheckPoint] = field(default_factory=dict)

    def wait(self, **time: float) -> Collecting:
        self.now += timedelta(**time)
        return self

    def build(self) -> Collecting:
        for name, grid, doors in (
            ("甲栋", GRID, 3),
            ("乙栋", GRID, 1),
            ("丙栋", SECOND_GRID, 2),
            ("外栋", OTHER_GRID, 4),
        ):
            self.points[name] = CheckPoint.objects.create(
                area_code=grid,
                name=name,
                households=doors,
                valid_from=SINCE,
                changed_at=MORNING,
            )
        return self

    def form(self, version: str = "1", *, media: bool = True, **how: Any) -> CampaignForm:
        """Upload the form, with the picture it calls."""
        upload = SimpleUploadedFile("表.xlsx", xlsform(version=version, **how))
        by = self.cast.county_supervisor
        form = fieldwork.upload_form(upload, by=by, now=self.now).form
        if media and fieldwork.missing_media(form):
            fieldwork.attach_media(
                form.form_id, version, files={"sketch.png": png()}, by=by, now=self.now
            )
        return form

    def draft(self, by: Actor | None = None, **entry: Any) -> Campaign:
        values: dict[str, Any] = {
            "title": "房屋普查",
            "purpose": "了解房屋安全情况",
            "area_codes": [COMMUNITY],
            "form_id": "houses",
            "version": "1",
            "opens_on": self.now.date(),
            "due_on": max(LAST_DAY, self.now.date() + timedelta(days=37)),
            "sample_percent": 0,
        }
        return fieldwork.draft_campaign(
            **(values | entry), by=by or self.cast.county_supervisor, now=self.now
        )

    def open(self, by: Actor | None = None, **entry: Any) -> Campaign:
        """A campaign that runs; the form is uploaded unless it is there."""
        if not CampaignForm.objects.filter(form_id="houses", version="1").exists():
            self.form()
        who = by or self.cast.county_supervisor
        return fieldwork.open_campaign(self.draft(who, **entry).uid, by=who, now=self.now)

    def close(self, campaign: Campaign) -> Campaign:
        by = self.cast.county_supervisor
        return fieldwork.close_campaign(campaign.uid, by=by, now=self.now)

    def at(self, campaign: Campaign, name: str) -> Assignment:
        """The building of a campaign by its name."""
        return Assignment.objects.get(campaign=campaign, point__name=name)

    def take(
        self,
        campaign: Campaign | None,
        building: str | None = "甲栋",
        *,
        by: Actor | None = None,
        uid: str = "",
        **entry: Any,
    ) -> Entry:
        """Hand in what became of a door; done with a filled-in form unless said otherwise."""
        uid = uid or new_uid()
        values: dict[str, Any] = {
            "campaign_uid": campaign.uid if campaign else None,
            "form_id": "houses",
            "version": "1",
            "assignment_id": self.at(campaign, building).pk if campaign and building else None,
            "door": "101",
            "outcome": "done",
            "note": "",
            "files": {},
            "via": "handheld",
            "at": self.now,
        } | entry
        done = values["outcome"] == "done"
        values.setdefault(
            "xml",
            answer(uid, version=values["version"], form_id=values["form_id"]) if done else "",
        )
        return fieldwork.take_entry(uid, **values, by=by or self.cast.grid_worker, now=self.now)

    def deeds(self, stream: str) -> list[str]:
        return list(
            Line.objects.filter(stream=stream).order_by("seq").values_list("deed", flat=True)
        )


@pytest.fixture
def collecting(cast: Cast, settings: Any, tmp_path: Path) -> Collecting:
    """The county at 09:00, with its buildings, gone again after the test."""
    settings.MEDIA_ROOT = tmp_path
    return Collecting(cast).build()
