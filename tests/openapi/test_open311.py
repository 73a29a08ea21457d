"""Open311 GeoReport v2 as the standard has it, in both formats."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Attachment, Matter, Remark, Reporting
from gege.openapi.models import Sent
from tests.cast import COUNTY, GRID, TOWN, centre_of
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import Opener, System
from tests.security.doors import PAPER

FORM = "application/x-www-form-urlencoded"
LNG, LAT = centre_of(GRID)
PLACE = {"lat": str(LAT), "long": str(LNG)}
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


def post(browser: Browser, system: System | None, form: str = "json", **given: str) -> Any:
    key = {"api_key": system.token} if system else {}
    body = urlencode({"service_code": PLAIN, "description": "路面有坑"} | given | key)
    return browser.post(f"/open311/v2/requests.{form}", body, FORM, HTTP_ACCEPT_LANGUAGE="en")


def created(browser: Browser, system: System, **given: str) -> Matter:
    response = post(browser, system, **(PLACE | given))
    assert response.status_code == 201, response.content.decode()
    number = response.json()[0]["service_request_id"]
    return matters.matter_by_number(number, matters_eye())


def matters_eye() -> Any:
    from gege.staff.api import SYSTEM  # inline: only the tests look without a post

    return SYSTEM


def said(response: Any) -> list[str]:
    return [one["description"] for one in response.json()]


def get(browser: Browser, path: str, system: System | None = None, **query: str) -> Any:
    head = system.head if system else {"HTTP_ACCEPT_LANGUAGE": "en"}
    return browser.get(f"/open311/{path}", query, **head)


def test_discovery_names_the_endpoint_in_both_formats(play: Play, browser: Browser) -> None:
    found = get(browser, "discovery.json").json()
    xml = ElementTree.fromstring(get(browser, "discovery.xml").content)
    endpoint = found["endpoints"][0]
    assert endpoint == {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": "http://testserver/open311/v2",
        "changeset": found["changeset"],
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    assert xml.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in xml.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


def test_the_services_are_the_kinds_in_use(play: Play, browser: Browser) -> None:
    kinds = matters.setting(play.now).book.live_kinds
    response = get(browser, "v2/services.json", jurisdiction_id=COUNTY)
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    rows = response.json()
    assert [one["service_code"] for one in rows] == [kind.code for kind in kinds]
    assert set(rows[0]) == {
        "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
    }  # fmt: skip
    assert {one["type"] for one in rows} == {"realtime"}
    xml = get(browser, "v2/services.xml")
    assert xml.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xml.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root = ElementTree.fromstring(xml.content)
    assert (root.tag, root[0].tag, len(root)) == ("services", "service", len(kinds))
    assert root[0].findtext("metadata") == "true"


def test_names_come_in_the_language_of_the_client(play: Play, browser: Browser) -> None:
    kind = matters.setting(play.now).book.kind(PLAIN)
    for language, name in (("zh-CN,en;q=0.5", kind.name_zh), ("en-GB", kind.name_en)):
        rows = browser.get("/open311/v2/services.json", HTTP_ACCEPT_LANGUAGE=language).json()
        assert name in [one["service_name"] for one in rows]


def test_a_definition_says_what_else_may_be_told(play: Play, browser: Browser) -> None:
    found = get(browser, f"v2/services/{PLAIN}.json").json()
    assert found["service_code"] == PLAIN
    assert [(one["code"], one["datatype"], one["order"]) for one in found["attributes"]] == [
        ("title", "string", 1),
        ("severity", "singlevaluelist", 2),
        ("intent", "singlevaluelist", 3),
        ("happened_at", "datetime", 4),
    ]
    root = ElementTree.fromstring(get(browser, f"v2/services/{PLAIN}.xml").content)
    assert root.tag == "service_definition"
    keys = [one.text for one in root.findall("attributes/attribute[2]/values/value/key")]
    assert keys == ["normal", "urgent", "grave"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_posted_request_is_a_matter_with_its_number_at_once(
    play: Play, browser: Browser, open_system: Opener, form: str
) -> None:
    system = open_system()
    response = post(
        browser, system, form, **PLACE, first_name="小明", last_name="王", phone="10000000001",
        email="ming@example.org", device_id="D-1", account_id="A-7",
        media_url="https://example.org/1.jpg",
    )  # fmt: skip
    assert response.status_code == 201
    matter = Matter.objects.get()
    if form == "json":
        (told,) = response.json()
    else:
        root = ElementTree.fromstring(response.content)
        assert (root.tag, root[0].tag) == ("service_requests", "request")
        told = {one.tag: one.text for one in root[0]}
    assert (told["service_request_id"], told["account_id"]) == (matter.number, "A-7")
    assert (matter.area_code, matter.kind, matter.channel) == (GRID, PLAIN, "platform")
    assert (matter.title, matter.description) == ("路面有坑", "路面有坑")
    person = Reporting.objects.get()
    assert (person.name, person.phone) == ("王小明 ming@example.org", "10000000001")
    assert (person.anonymous, person.wants_callback) == (False, True)
    assert Remark.objects.get().words == "media_url: https://example.org/1.jpg"
    assert Sent.objects.get().media_url == "https://example.org/1.jpg"
    # Where a person's telephone is, is nobody's business: it is taken and not kept.
    assert "D-1" not in json.dumps(list(Matter.objects.defer("search").values()), default=str)


def test_a_place_may_be_a_grid_or_a_point_or_words(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    from gege.fieldwork.api import add_point  # inline: for this test only

    add_point(
        area_code=GRID, kind="building", name="3号楼", address="解放路3号", code="P-3",
        by=play.cast.station_clerk, now=play.now,
    )  # fmt: skip
    system = open_system()
    by_grid = post(browser, system, address_id=GRID)
    by_point = post(browser, system, address_id="P-3")
    by_words = post(browser, system, address_string="解放路中段")
    assert [one.status_code for one in (by_grid, by_point, by_words)] == [201, 201, 201]
    rows = list(Matter.objects.order_by("id").values_list("area_code", "address", "placed"))
    assert rows == [
        (GRID, "", True),
        (GRID, "解放路3号", True),
        (COUNTY, "解放路中段", False),
    ]


def test_attributes_say_title_severity_intent_and_time(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    at = (timezone.now() - timedelta(hours=2)).replace(microsecond=0)
    told = {
        "attribute[title]": "井盖没了",
        "attribute[severity]": "urgent",
        "attribute[intent]": "call",
        "attribute[happened_at]": at.isoformat(),
    }
    matter = created(browser, open_system(), **told)
    assert (matter.title, matter.severity, matter.intent) == ("井盖没了", "urgent", "call")
    assert matter.happened_at == at


def test_a_description_of_4000_characters_arrives_whole(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    text = "".join(chr(0x4E00 + number % 500) for number in range(4000))
    matter = created(browser, open_system(), description=text)
    assert matter.description + Remark.objects.get().words == text
    told = get(browser, f"v2/requests/{matter.number}.json").json()[0]
    assert told["description"] == text


def test_pictures_may_come_with_the_request(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system()
    given = PLACE | {"service_code": PLAIN, "description": "见图", "api_key": system.token}
    files = [SimpleUploadedFile("a.pdf", PAPER), SimpleUploadedFile("same.pdf", PAPER)]
    response = browser.post("/open311/v2/requests.json", given | {"media": files})
    assert response.status_code == 201, response.content.decode()
    assert Attachment.objects.get().media_type == "application/pdf"


def test_a_picture_that_is_none_leaves_nothing_behind(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    given = PLACE | {"service_code": PLAIN, "api_key": open_system().token}
    given["media"] = SimpleUploadedFile("x.jpg", b"MZ not a picture")
    response = browser.post("/open311/v2/requests.json", given)
    assert response.status_code == 400
    assert Matter.objects.count() == Sent.objects.count() == 0


def test_a_request_is_told_as_the_standard_says(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    matter = created(browser, open_system(), address_string="解放路3号", phone="10000000001")
    (told,) = get(browser, f"v2/requests/{matter.number}.json").json()
    assert list(told) == FIELDS
    assert told["status"] == "open"
    assert (told["lat"], told["long"]) == (LAT, LNG)
    assert told["address"] == "解放路3号 " + told["address"].partition(" ")[2]
    assert told["address_id"] == GRID
    for name in ("requested_datetime", "updated_datetime"):
        assert datetime.fromisoformat(told[name]).utcoffset() == timedelta(hours=8)
    root = ElementTree.fromstring(get(browser, f"v2/requests/{matter.number}.xml").content)
    assert [one.tag for one in root[0]] == FIELDS


def test_status_and_notes_follow_the_matter_and_only_public_words_are_told(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    matter, cast = created(browser, open_system()), play.cast
    play.now = timezone.now()
    play.do(matters.note, matter, cast.grid_worker, words="内部:找过房东")
    play.do(matters.accept, matter, cast.grid_worker)
    (told,) = get(browser, f"v2/requests/{matter.number}.json").json()
    assert (told["status"], told["status_notes"]) == ("open", None)
    assert told["expected_datetime"] is not None
    play.complete(matter, cast.grid_worker)
    play.do(matters.verify, matter, cast.station_clerk)
    assert matter.state == "closed"
    (told,) = get(browser, f"v2/requests/{matter.number}.json").json()
    assert (told["status"], told["status_notes"]) == ("closed", "坑洼已经填平")
    assert datetime.fromisoformat(told["updated_datetime"]) == matter.closed_at.replace(
        microsecond=0
    )


def test_without_a_key_only_public_requests_are_read(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    app = open_system()
    quiet = open_system(name="乡镇系统", public=False)
    reader = open_system(
        name="沿口镇平台", unit_code=TOWN, role="township_operator",
        reads=True, reports=False, public=False,
    )  # fmt: skip
    play.now = timezone.now()
    public, own, other = created(browser, app), created(browser, quiet), play.report()

    def numbers(system: System | None = None) -> set[str]:
        rows = get(browser, "v2/requests.json", system).json()
        return {one["service_request_id"] for one in rows}

    assert numbers() == {public.number}
    assert numbers(quiet) == {public.number, own.number}
    assert numbers(reader) == {public.number, own.number, other.number}
    assert get(browser, f"v2/requests/{own.number}.json").status_code == 404
    assert get(browser, f"v2/requests/{other.number}.json", quiet).status_code == 404
    assert get(browser, f"v2/requests/{other.number}.json", reader).status_code == 200
