"""What Open311 refuses: said as the standard says it, logged, and nothing of it stays."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from gege.matters.api import Matter, Remark
from gege.openapi import floods
from gege.openapi.models import Answered, Client, Sent
from gege.trail.api import Entry
from tests.cast import COUNTY, HOUSING, TOWN
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import Opener
from tests.openapi.test_open311 import FORM, PLACE, get, post, said

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a;" * 10) for n in range(9))
    + b'<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&a8;&e;</x>'
)


def test_an_error_is_a_list_in_both_formats(play: Play, browser: Browser) -> None:
    found = get(browser, "v2/requests/20261124-0000017.json")
    assert (found.status_code, found.json()[0]["code"]) == (404, 404)
    xml = get(browser, "v2/requests/20261124-0000017.xml")
    root = ElementTree.fromstring(xml.content)
    assert (xml.status_code, root.tag, root[0].tag) == (404, "errors", "error")
    assert root[0].findtext("code") == "404"


@pytest.mark.parametrize(
    "path",
    [
        "v2/services/none.json", "v2/requests/none.json", "v2/tokens/123456.json",
        "v2/requests.yaml", "v2/services.html", "discovery.txt",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_404(play: Play, browser: Browser, path: str) -> None:
    assert get(browser, path).status_code == 404


@pytest.mark.parametrize("path", ["services", "requests", f"services/{PLAIN}"])
def test_another_jurisdiction_is_404(play: Play, browser: Browser, path: str) -> None:
    assert get(browser, f"v2/{path}.json", jurisdiction_id=COUNTY).status_code == 200
    response = get(browser, f"v2/{path}.json", jurisdiction_id="sfgov.org")
    assert response.status_code == 404
    assert said(response) == ["jurisdiction_id sfgov.org was not found."]


def test_a_key_is_needed_to_create(
    play: Play, browser: Browser, open_system: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    system = open_system()
    with caplog.at_level(logging.WARNING):
        none = post(browser, None, **PLACE)
        wrong = post(browser, None, **PLACE, api_key=system.token[:-1] + "x")
    assert [none.status_code, wrong.status_code] == [403, 403]
    assert said(none) == ["An API key is needed here."]
    assert said(wrong) == ["This API key is unknown, expired or revoked."]
    assert "a key that opens nothing" in caplog.text
    assert system.token[:-1] not in caplog.text
    assert Matter.objects.count() == 0


def test_a_client_that_may_not_report_is_told_so(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system(reports=False, reads=True, public=False)
    assert post(browser, system, **PLACE).status_code == 403


def test_nobody_reports_beyond_the_own_area(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system(unit_code=TOWN, role="township_operator")
    response = post(browser, system, address_id="511622102001001")
    assert response.status_code == 400
    assert said(response)[0].startswith("address_id: ")


def test_everything_that_is_wrong_is_named_at_once(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    given = {
        "lat": "95", "email": "nobody", "media_url": "javascript:alert(1)",
        "attribute[severity]": "very", "attribute[colour]": "red",
        "attribute[happened_at]": "soon", "phone": "1" * 31, "address_string": "解放路",
    }  # fmt: skip
    response = post(browser, open_system(), **given)
    assert response.status_code == 400
    assert said(response) == [
        "lat must be a number of degrees (WGS-84).",
        "attribute[colour] is not in the service definition.",
        "attribute[severity] is not one of its values.",
        "attribute[happened_at] must be a time in ISO 8601 with its offset.",
        "phone may have 30 characters at most.",
        "email is not an address.",
        "media_url must be an address that begins with http:// or https://.",
    ]
    assert {one["code"] for one in response.json()} == {400}
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"service_code": ""}, 400, "service_code was not provided."),
        ({"service_code": "999"}, 404, "service_code 999 was not found."),
        ({"lat": "", "long": ""}, 400, "A place is needed"),
        ({"lat": "30.3", "long": ""}, 400, "lat and long belong together."),
        ({"lat": "nan", "long": "106"}, 400, "lat must be a number"),
        ({"lat": "1e999", "long": "106"}, 400, "lat must be a number"),
        ({"address_id": "no-such"}, 400, "address_id is neither"),
        ({"address_id": COUNTY}, 400, "address_id is neither"),
        ({"description": "字" * 4001}, 400, "description may have 4000"),
        ({"first_name": "a" * 40, "email": "b@" + "c" * 30}, 400, "Name and email together"),
        ({"attribute[happened_at]": "2027-12-01T00:00:00Z"}, 400, "attribute[happened_at]: "),
        ({"attribute[title]": "x"}, 400, "attribute[title] is too short."),
        ({"jurisdiction_id": "elsewhere"}, 404, "jurisdiction_id elsewhere"),
        ({"description": "x" * 9000}, 400, "description is too long."),
    ],
)
def test_a_request_that_cannot_be_taken(
    play: Play, browser: Browser, open_system: Opener, given: dict[str, str], status: int, told: str
) -> None:
    response = post(browser, open_system(), **(PLACE | given))
    assert response.status_code == status
    assert said(response)[0].startswith(told)
    assert Matter.objects.count() == 0


@pytest.mark.parametrize("kind", ["text/xml", "application/json", "text/plain"])
def test_a_body_of_another_kind_is_never_read(
    play: Play, browser: Browser, open_system: Opener, kind: str
) -> None:
    path = f"/open311/v2/requests.xml?api_key={open_system().token}"
    response = browser.post(path, BOMB, kind, HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 400
    assert b"form-encoded" in response.content
    assert b"root:" not in response.content


def test_words_that_are_no_utf_8_are_refused(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    body = f"service_code={PLAIN}&address_string=x&api_key={open_system().token}".encode()
    words = "路面有坑".encode("gbk")
    for spelled in (words, quote(words).encode()):
        sent = body + b"&description=" + spelled
        response = browser.post("/open311/v2/requests.json", sent, FORM, HTTP_ACCEPT_LANGUAGE="en")
        assert (response.status_code, said(response)) == (400, ["The request is not in UTF-8."])


def test_a_huge_body_is_refused_and_the_next_request_served(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system()
    many = "&".join(f"f{number}=1" for number in range(600))
    for body in ("description=" + "x" * 3_000_000, many):
        response = browser.post("/open311/v2/requests.json", body, FORM, **system.head)
        assert response.status_code == 400
        assert said(response) == ["The request cannot be read, or is too large."]
    broken = browser.post(
        "/open311/v2/requests.json", b"--x\r\nbroken", "multipart/form-data; boundary=",
        **system.head,
    )  # fmt: skip
    assert broken.status_code == 400
    assert post(browser, system, **PLACE).status_code == 201


def test_scripts_and_sql_are_words_like_any_other(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    text = "'; DROP TABLE matters_matter; -- <script>alert(1)</script> &lt; ]]> \x07"
    assert post(browser, open_system(), **PLACE, description=text).status_code == 201
    matter = Matter.objects.get()
    assert matter.description == text.replace("\x07", "").strip()
    root = ElementTree.fromstring(get(browser, f"v2/requests/{matter.number}.xml").content)
    assert root[0].findtext("description") == matter.description


def test_the_same_idempotency_key_is_the_same_request(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system, other = open_system(), open_system(name="另一系统")
    given = PLACE | {"service_code": PLAIN, "description": "路灯不亮"}

    def send(by: Any, **more: str) -> Any:
        return browser.post(
            "/open311/v2/requests.json", given | more, HTTP_IDEMPOTENCY_KEY="k-1", **by.head
        )

    first, again = send(system), send(system)
    assert first.json() == again.json()
    assert Matter.objects.count() == 1
    changed = send(system, description="别的事")
    assert changed.status_code == 400
    assert said(changed) == ["This Idempotency-Key was used for another request."]
    assert send(other).status_code == 201
    assert Matter.objects.count() == Answered.objects.count() == 2


def test_a_refused_request_does_not_use_its_key_up(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system()
    head = system.head | {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    bad = PLACE | {"service_code": PLAIN, "attribute[happened_at]": "2027-12-01T00:00:00Z"}
    assert browser.post("/open311/v2/requests.json", bad, **head).status_code == 400
    good = PLACE | {"service_code": PLAIN, "description": "路灯不亮"}
    assert browser.post("/open311/v2/requests.json", good, **head).status_code == 201


def test_nothing_of_a_request_stays_when_its_last_part_fails(
    play: Play, browser: Browser, open_system: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = open_system()
    before = Entry.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.matters.actions.step.record", broken)
    with pytest.raises(RuntimeError):
        post(browser, system, **PLACE, media_url="https://example.org/1.jpg")
    counts = (Matter.objects.count(), Sent.objects.count(), Remark.objects.count())
    assert counts == (0, 0, 0)
    assert Entry.objects.count() == before


def test_a_client_over_its_rate_waits_a_minute(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system(per_minute=2)
    statuses = [get(browser, "v2/services.json", system).status_code for _ in range(3)]
    if statuses == [200, 200, 200]:  # the minute turned in between
        statuses = [get(browser, "v2/services.json", system).status_code for _ in range(3)]
    assert statuses[-1] == 429
    refused = get(browser, "v2/services.json", system)
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    Client.objects.update(window=0)
    assert get(browser, "v2/services.json", system).status_code == 200


def test_a_flood_without_a_key_is_slowed_down_and_a_client_is_not(
    play: Play, browser: Browser, open_system: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods.strangers, "most", 3)
    monkeypatch.setattr(floods.wrong_keys, "most", 3)
    system = open_system()
    statuses = {get(browser, "v2/services.json").status_code for _ in range(9)}
    assert statuses == {200, 429}
    guesses = {post(browser, None, **PLACE, api_key=f"gege_{n}").status_code for n in range(9)}
    assert guesses == {403, 429}
    assert get(browser, "v2/services.json", system).status_code == 200


def test_ended_expired_and_homeless_clients_are_strangers(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    now = timezone.now()
    expired, revoked = open_system(), open_system(name="旧系统")
    homeless = open_system(name="房管系统", unit_code=HOUSING, role="department_officer")
    Client.objects.filter(pk=expired.client.pk).update(expires_at=now - timedelta(seconds=1))
    Client.objects.filter(pk=revoked.client.pk).update(revoked_at=now)
    assert get(browser, "v2/services.json", homeless).status_code == 200
    for system in (expired, revoked):
        assert post(browser, system, **PLACE).status_code == 403
        assert get(browser, "v2/services.json", system).status_code == 403


@override_settings(GEGE_OPEN311_CONTACT="县监管中心 <0826-0000000>")
def test_the_contact_is_told(play: Play, browser: Browser) -> None:
    assert get(browser, "discovery.json").json()["contact"] == "县监管中心 <0826-0000000>"


def test_a_session_of_the_desk_opens_nothing_here(play: Play) -> None:
    browser = play.cast.client("county_dispatcher")
    assert post(browser, None, **PLACE).status_code == 403
