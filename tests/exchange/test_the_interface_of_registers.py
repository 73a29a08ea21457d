"""The operations of registers do what their document says (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from gege.exchange.rest.table import ADDRESSES
from gege.openapi.actions.open_client import Terms, open_client
from gege.registers.api import Question, say
from gege.territory.api import read_editions
from tests.cast import HOUSING
from tests.exchange.asking import System, refused
from tests.exchange.conftest import opened, shared
from tests.matters.play import Play
from tests.registers.keeping_records import Home, go_live, new_uid

EXAMPLES = 6


def test_every_operation_answers_as_it_is_described(committed_play: Play, live_server: Any) -> None:
    """Bounded: some requests for each operation, half of them for what there is."""
    cast = committed_play.cast
    go_live()
    home = Home(cast.grid_worker)
    system = opened(cast, name="住建系统", unit_code=HOUSING)
    shared(cast, "name", receiver=HOUSING)
    for by, floors in ((cast.grid_worker, "6"), (cast.department_officer, "7")):
        say(
            new_uid(), record=home.building.uid, typed={"floors": floors}, evidence="seen", by=by,
            now=timezone.now(), editions=read_editions(),
        )  # fmt: skip
    given_ids = {
        "sheet": "resident", "question": str(Question.objects.get().pk),
        "record": str(home.building.uid),
    }  # fmt: skip
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    names = ("not_a_server_error", "status_code_conformance", "content_type_conformance",
             "response_schema_conformance", "response_headers_conformance")  # fmt: skip
    checks = [CHECKS.get_one(name) for name in names]
    wanted = {one.name for address in ADDRESSES for one in address}
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in wanted:
            continue

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            nonlocal asked
            asked += 1
            if asked % 2:
                for name in case.path_parameters or {}:
                    case.path_parameters[name] = given_ids[name]
            if asked % 4 == 1 and case.query:
                case.query.pop("after", None)
            head = {"Authorization": f"Bearer {system.token}"}
            case.call_and_validate(headers=head, checks=checks)

        holds()
    assert asked >= len(wanted)


@pytest.fixture
def slow(county: Any) -> System:
    terms = Terms("慢系统", "minzheng", "department_officer", registers=True, per_minute=2)
    return System(*open_client(terms, by=county.administrator, now=timezone.now()))


def test_a_department_comes_no_more_often_than_agreed(slow: System, home: Home) -> None:
    statuses = [slow.get("registers/resident/changes").status_code for _ in range(6)]
    # The six may fall into two minutes: two of each are let in.
    assert statuses.count(403) <= 4
    assert statuses[:2] == [403, 403]
    assert 429 in statuses


def test_an_unknown_token_and_a_page_that_is_too_large_are_refused(
    county: Any, home: Home, system: System
) -> None:
    stranger = System(system.client, "gege_unknown")
    assert refused(stranger.get("registers/resident/changes")) == (401, "wrong_key")
    shared(county)
    assert refused(system.get("registers/resident/changes", limit=1001)) == (400, "malformed")
    assert refused(system.get("registers/resident/changes", sheet="x")) == (400, "malformed")
    assert system.post("registers/resident/changes", {}).status_code == 405
    assert refused(system.get("registers/Robert'); DROP TABLE--/changes")) == (404, "no_sheet")
    lines = {"lines": [{"count": 1}] * 5001}
    assert refused(system.post("registers/resident/comparison", lines)) == (400, "malformed")
