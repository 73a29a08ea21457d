"""A published client (PyPI `three`) and real requests against the served platform."""

from __future__ import annotations

import csv
import importlib
import io
import itertools
from pathlib import Path
from typing import Any

import pytest
import requests

from gege.matters.api import Attachment, Matter
from tests.cast import GRID, centre_of
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import opened
from tests.security.doors import PAPER

REAL = Path(__file__).resolve().parents[3] / "shared/data/requests/boston311_2011_07.csv"
MOST = 300
LNG, LAT = centre_of(GRID)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The client of PyPI as it was published; what Python 3 took away is put back for it."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    return importlib.import_module("three").Three


def test_the_client_three_reads_and_reports(
    committed_play: Play, live_server: Any, three: Any
) -> None:
    system = opened(committed_play.cast)
    city = three(f"{live_server.url}/open311/v2", api_key=system.token)
    assert city.discovery()["endpoints"][0]["url"] == f"{live_server.url}/open311/v2"
    codes = [one["service_code"] for one in city.services()]
    assert city.services(codes[0])["service_code"] == codes[0]
    paper = io.BytesIO(PAPER)
    paper.name = "paper.pdf"
    (made,) = city.post(
        PLAIN, lat=LAT, long=LNG, address="Jiefang Road 3", name="Zach Williams",
        phone="10000000001", description="A hole in the road", media=paper,
    )  # fmt: skip
    (told,) = city.request(made["service_request_id"])
    assert (told["description"], told["status"]) == ("A hole in the road", "open")
    assert [one["service_request_id"] for one in city.requests(PLAIN)] == [
        made["service_request_id"]
    ]
    assert city.requests("nothing") == []
    assert len(city.requests(count=1)) == 1
    assert city.token("1")[0]["code"] == 404
    assert Attachment.objects.count() == 1
    xml = three(f"{live_server.url}/open311/v2", format="xml")
    assert xml.requests(convert=False).startswith(b"<?xml")
    refused = three(f"{live_server.url}/open311/v2", api_key="wrong").post(PLAIN, lat=LAT, long=LNG)
    assert refused[0]["code"] == 403


@pytest.mark.skipif(not REAL.exists(), reason="the shared data is not here")
def test_real_requests_arrive_whole(committed_play: Play, live_server: Any) -> None:
    system = opened(committed_play.cast, per_minute=6000)
    endpoint, link = f"{live_server.url}/open311/v2", requests.Session()
    sent: dict[str, dict[str, str]] = {}
    with REAL.open(encoding="utf-8", newline="") as lines:
        for row in itertools.islice(csv.DictReader(lines), MOST):
            given = {
                "service_code": PLAIN,
                "description": f"{row['case_title']}\n{row['closure_reason']}".strip(),
                "address_string": row["location"].strip() or "Boston",
                "lat": row["latitude"],
                "long": row["longitude"],
                "attribute[title]": row["case_title"][:120],
                "api_key": system.token,
            }
            head = {"Idempotency-Key": row["case_enquiry_id"]}
            answer = link.post(f"{endpoint}/requests.json", given, headers=head, timeout=30)
            assert answer.status_code == 201, answer.text
            sent[answer.json()[0]["service_request_id"]] = given
    assert len(sent) == MOST == Matter.objects.count()
    found: dict[str, Any] = {}
    for page in itertools.count(1):
        query = {"page": str(page), "page_size": "100"}
        rows = link.get(f"{endpoint}/requests.json", params=query, timeout=30).json()
        found |= {one["service_request_id"]: one for one in rows}
        if not rows:
            break
    assert set(found) == set(sent)
    for number, given in sent.items():
        told = found[number]
        assert told["description"].split() == given["description"].split()
        assert told["address"].endswith(" ".join(given["address_string"].split()))
        assert (told["lat"], told["long"]) == (float(given["lat"]), float(given["long"]))
