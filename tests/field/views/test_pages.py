"""The shell and what stands around it: nobody's data, the same for everyone, all of it there."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from gege.field.views.pages import addresses, version
from gege.staff.access import Door, access_of
from tests.cast import Cast
from tests.field.phone import Phone

PAGES = ("/field/", "/field/sw.js", "/field/manifest.webmanifest", "/field/words.json")


@pytest.mark.parametrize("page", PAGES)
def test_each_is_the_same_for_everybody_and_asked_for_anew(
    phone: Phone, county: Cast, page: str
) -> None:
    stranger, desk = Client().get(page), county.client("county_dispatcher").get(page)
    assert (stranger.status_code, stranger.headers["Cache-Control"]) == (200, "no-cache")
    assert phone.client.get(page).content == desk.content == stranger.content
    assert "csrftoken" not in stranger.cookies
    assert access_of(resolve(page).func).door is Door.EVERYONE  # type: ignore[union-attr]


def test_the_service_worker_keeps_files_that_are_there(db: None) -> None:
    text = Client().get("/field/sw.js").content.decode()
    kept = json.loads(re.search(r"ADDRESSES = (\[.*?\]);", text).group(1))  # type: ignore[union-attr]
    assert kept == addresses()
    assert version() in text
    missing = [one for one in kept if finders.find(one.removeprefix("/static/")) is None]
    assert missing == []
    assert {"/static/field/js/app.js", "/static/field/css/ground.css"} <= set(kept)


def test_the_shell_loads_nothing_that_the_service_worker_does_not_keep(db: None) -> None:
    page = Client().get("/field/").content.decode()
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert loaded <= set(addresses())
    assert version() in page


def test_the_manifest_starts_the_app_where_its_shell_stands(db: None) -> None:
    response = Client().get("/field/manifest.webmanifest")
    manifest = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json; charset=utf-8"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/field/",
        "/field/",
        "standalone",
    )
    sizes = {one["sizes"] for one in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    assert all(finders.find(one["src"].removeprefix("/static/")) for one in manifest["icons"])


def test_the_words_are_there_in_chinese(db: None) -> None:
    words = Client().get("/field/words.json").json()
    assert set(words) == {"zh-hans", "en"}
    assert words["en"] == {}
    assert len(words["zh-hans"]) > 100


def test_an_address_that_is_none_is_not_found(phone: Phone) -> None:
    for address in ("/field/api/", "/field/api/other", "/field/x", "/field/api/files/00"):
        assert phone.client.get(address).status_code == 404
