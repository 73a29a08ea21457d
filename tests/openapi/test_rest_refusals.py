"""What the REST interface refuses: in JSON, with a word and a sentence, and nothing of it stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from gege.matters.api import Matter
from gege.openapi.models import Client
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import Opener
from tests.openapi.rest_calls import bureau, get, post
from tests.openapi.test_open311_refusals import BOMB
from tests.openapi.test_rest import REPORT


def test_without_a_token_nothing_is_told(play: Play) -> None:
    for path in ("me", "kinds", "areas", "units", "matters", "matters/20261124-0000017"):
        refused = get(None, path)
        assert (refused.status_code, refused.json()["error"]) == (401, "no_key")
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="gege"'
    wrong = Browser().get("/api/v1/me", HTTP_AUTHORIZATION="Bearer gege_" + "x" * 43)
    assert (wrong.status_code, wrong.json()["error"]) == (401, "wrong_key")
    for head in ("Basic eDp5", "Bearer", "Bearer " + "x" * 9999, "Bearer 密钥"):
        assert Browser().get("/api/v1/me", HTTP_AUTHORIZATION=head).status_code == 401


def test_a_session_of_the_desk_is_no_token(play: Play) -> None:
    assert play.cast.client("county_dispatcher").get("/api/v1/matters").status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "x"}, "title"),
        ({"title": "字" * 121}, "title"),
        ({"title": 5}, "title"),
        ({"title": ["x"]}, "title"),
        ({"kind": "'; DROP TABLE matters_matter"}, "kind"),
        ({"lng": "106"}, "lng"),
        ({"lng": True}, "lng"),
        ({"lng": 181}, "lng"),
        ({"lat": None}, "lat"),
        ({"grid": "１" * 15}, "grid"),
        ({"severity": "very"}, "severity"),
        ({"happened_at": "2026-01-01"}, "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "happened_at"),
        ({"wants_callback": "yes"}, "wants_callback"),
        ({"edition": 1e40}, "edition"),
        ({"colour": "red"}, "colour"),
        ({"description": "a\x00b"}, "description"),
        ({"description": "\ud800"}, "description"),
    ],
)
def test_what_is_malformed_is_named(
    play: Play, open_system: Opener, body: dict[str, Any], field: str
) -> None:
    refused = post(bureau(open_system), "matters", REPORT | body if body else {})
    assert refused.status_code == 400, refused.content.decode()
    assert (refused.json()["error"], refused.json()["field"]) == ("malformed", field)
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "kind", "status", "error"),
    [
        (BOMB, "application/xml", 415, "not_json"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "not_json"),
        (BOMB, "application/json", 400, "not_json"),
        (b"[" * 100_000, "application/json", 400, "not_json"),
        (b'{"lng": NaN}', "application/json", 400, "not_json"),
        ("路面有坑".encode("gbk"), "application/json", 400, "not_json"),
        (b"[]", "application/json", 400, "not_an_object"),
        (b"x" * 3_000_000, "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_none(
    play: Play, open_system: Opener, body: bytes, kind: str, status: int, error: str
) -> None:
    system = bureau(open_system)
    refused = Browser().post("/api/v1/matters", body, kind, **system.head)
    assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert post(system, "matters", REPORT).status_code == 201


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"cursor": "%00"}, {"cursor": "a b"},
        {"state": "broken"}, {"state": "reported,"}, {"box": "watched"}, {"area": "51"},
        {"since": "yesterday"}, {"since": "9999-12-31"}, {"q": "\x00"}, {"q": "x" * 61},
        {"none": "1"}, {"kind": "B01' OR 1=1"},
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_read(
    play: Play, open_system: Opener, query: dict[str, str]
) -> None:
    refused = get(bureau(open_system), "matters", **query)
    assert (refused.status_code, refused.json()["error"]) == (400, "malformed")
    twice = Browser().get("/api/v1/matters?limit=1&limit=2", **bureau_head(open_system))
    assert twice.status_code == 400


def bureau_head(open_system: Opener) -> dict[str, str]:
    return bureau(open_system, name="第二系统").head


def test_a_method_that_does_not_exist(play: Play, open_system: Opener) -> None:
    system = bureau(open_system)
    for method in ("DELETE", "PUT", "PATCH", "OPTIONS", "TRACE"):
        refused = Browser().generic(method, "/api/v1/matters", **system.head)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert Browser().head("/api/v1/matters", **system.head).status_code == 200


def test_over_the_rate_comes_a_time_to_wait(play: Play, open_system: Opener) -> None:
    system = bureau(open_system, per_minute=1)
    answers = [get(system, "me") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) == answers[-1].json()["retry_after"]
    Client.objects.update(window=0)
    assert get(system, "me").status_code == 200


def test_half_a_position_is_refused(play: Play, open_system: Opener) -> None:
    body = {"title": "路面有坑", "kind": PLAIN, "lng": 106.2}
    assert post(bureau(open_system), "matters", body).json()["field"] == "lat"
