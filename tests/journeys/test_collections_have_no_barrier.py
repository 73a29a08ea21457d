"""The pages of collections by axe at two sizes in two languages, with what they hold in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from tests.fieldwork.collecting import Collecting, new_uid, picture
from tests.fieldwork.sheets import answer
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import LOOKS, SIZES, problems

BODY = (
    "<house><kind>flat</kind><front>front.jpg</front></house>"
    "<person><called>爷爷</called><needs>med fix</needs></person>"
)
PAGES = {
    "county_supervisor": (
        "/campaigns",
        "/campaigns/new",
        "/campaigns/forms",
        "/campaigns/forms/new",
        "/campaigns/forms/dwelling_survey/1",
        "/campaigns/{campaign}",
        "/campaigns/{campaign}/amend",
        "/campaigns/{campaign}/buildings",
        "/campaigns/{campaign}/export",
        "/campaigns/entries/{entry}",
        "/campaigns/entries/{entry}/reveal",
    ),
    "station_clerk": (
        "/campaigns/{campaign}/entries",
        "/campaigns/{campaign}/entries?check=agreed",
        "/campaigns/entries/{entry}",
        "/campaigns/entries/{entry}/check",
    ),
    "grid_worker": ("/campaigns", "/campaigns/collect"),
    "stranger": ("/campaigns",),
}


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_no_page_of_collections_has_a_barrier(
    county: County, settings: Any, tmp_path: Path, size: str, language: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    collecting = Collecting(county.cast, timezone.now()).build()
    fieldwork.upload_form(
        SimpleUploadedFile("s.xlsx", fieldwork.dwelling_survey()),
        by=county.cast.county_supervisor,
        now=collecting.now,
    )
    campaign = collecting.open(sample_percent=100, title="房屋安全与家庭情况集中采集" * 3)
    uid = new_uid()
    xml, files = answer(uid, body=BODY), {"front.jpg": picture()}
    entry = collecting.take(campaign, uid=uid, xml=xml, files=files)
    collecting.take(campaign, door="102", outcome="refused")
    width, height = SIZES[size]
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found: list[str] = []
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        for path in paths:
            person.visit(path.format(campaign=campaign.uid, entry=entry.uid))
            found += problems(person.page, f"{who} {path}", language)
            name = (
                path.strip("/").replace("/", "-").replace("?", "-").format(campaign="c", entry="e")
            )
            person.shot(f"{size}-{language}-{who}-{name}")
    assert found == [], "\n".join(["", *found])
