"""The OpenAPI document: the interface does what it says (schemathesis), and a page shows it."""

from __future__ import annotations

from typing import Any

import schemathesis
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from gege.matters import api as matters
from gege.openapi.opinion.platform import Ways, actor_for_platform, connect
from gege.openapi.opinion.reading import read_case
from gege.openapi.opinion.taking import take_case
from gege.openapi.rest.added import operations
from gege.openapi.rest.document import document
from gege.openapi.rest.table import OPERATIONS
from tests.cast import COUNTY
from tests.matters.play import CALLER, PLAIN, Play
from tests.openapi.conftest import opened
from tests.openapi.opinions import CASE
from tests.openapi.rest_calls import BUREAU

EXAMPLES = 12
OWN = {one.name for one in OPERATIONS}
"""What rooms above add is asked by their own tests."""


def test_the_document_names_every_operation(play: Play) -> None:
    found = Browser().get("/api/v1/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    named = {
        (method.upper(), one["operationId"])
        for path in found["paths"].values()
        for method, one in path.items()
    }
    assert named == {(one.method, one.name) for one in operations()}
    assert found == document()


def test_the_page_shows_every_operation_without_a_script(play: Play) -> None:
    page = Browser().get("/api/v1/docs").content.decode()
    for path in document()["paths"]:
        assert path in page
    assert "签收交办。" in page
    assert document()["paths"]["/api/v1/me"]["get"]["summary"] == "For whom the token speaks."


def test_the_interface_does_what_its_document_says(committed_play: Play, live_server: Any) -> None:
    """Bounded: some requests for each operation, right ones and wrong ones."""
    matter = committed_play.in_hand(who=CALLER)
    terms = BUREAU | {"unit_code": COUNTY, "role": "county_dispatcher", "per_minute": 6000}
    system = opened(committed_play.cast, **terms)
    by = committed_play.cast.administrator
    platform = connect(system.client.uid, Ways(PLAIN), by=by, now=timezone.now())
    case = read_case({"id": "MQ-1"} | CASE)
    actor = actor_for_platform(platform, timezone.now())
    assert actor is not None
    take_case(platform, *case, by=actor, where=matters.setting(timezone.now()))
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    names = ("not_a_server_error", "status_code_conformance", "content_type_conformance",
             "response_schema_conformance", "response_headers_conformance")  # fmt: skip
    checks = [CHECKS.get_one(name) for name in names]
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in OWN:
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            nonlocal asked
            asked += 1
            if asked % 2 and "number" in (case.path_parameters or {}):
                case.path_parameters["number"] = matter.number
            if asked % 2 and "case" in (case.path_parameters or {}):
                case.path_parameters["case"] = "MQ-1"
            head = {"Authorization": f"Bearer {system.token}"}
            case.call_and_validate(headers=head, checks=checks, timeout=60)

        holds()
    assert asked >= len(OWN)
