"""The clients: what may be granted, tokens shown once, rotation, an end, all in the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.openapi.actions import client_step, open_client
from gege.openapi.actions.once import forget_answers
from gege.openapi.actions.open_client import Terms, amend_client
from gege.openapi.actions.revoke_client import revoke_client
from gege.openapi.actions.rotate_token import rotate_token
from gege.openapi.errors import Invalid, NotFound, Refused
from gege.openapi.models import Answered, Client
from gege.openapi.names import sentence_of
from gege.openapi.queries.clients import client_by_token, client_page, count_use
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, HOUSING, Cast
from tests.openapi.conftest import TERMS, Opener

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("from_now_on")


def test_only_the_hash_of_a_token_is_kept(cast: Cast, open_system: Opener) -> None:
    system = open_system()
    stored = Client.objects.values().get()
    assert system.token not in str(stored)
    assert len(system.token) > 40
    line = Entry.objects.get(stream=system.client.stream)
    assert system.token not in line.payload
    assert stored["token_hash"] not in line.payload
    assert (line.deed, line.name) == ("open", "冯管理")
    assert client_by_token(system.token, timezone.now()) == system.client


def test_a_new_token_may_overlap_with_the_old_for_a_day(cast: Cast, open_system: Opener) -> None:
    system, by = open_system(), cast.administrator
    _, second = rotate_token(system.client.uid, overlap=True, by=by, now=NOW)
    assert client_by_token(system.token, NOW) == client_by_token(second, NOW) is not None
    assert client_by_token(system.token, NOW + timedelta(hours=25)) is None
    _, third = rotate_token(system.client.uid, overlap=False, by=by, now=NOW)
    assert client_by_token(system.token, NOW) is client_by_token(second, NOW) is None
    assert client_by_token(third, NOW) == system.client
    deeds = [one.deed for one in client_page(system.client.uid, by).steps]
    assert deeds == ["rotate", "rotate", "open"]


def test_an_ended_client_speaks_and_changes_no_more(cast: Cast, open_system: Opener) -> None:
    system, by = open_system(), cast.administrator
    rotate_token(system.client.uid, overlap=True, by=by, now=NOW)
    revoke_client(system.client.uid, reason="合同到期", by=by, now=NOW)
    assert client_by_token(system.token, NOW) is None
    for deed in (
        lambda: revoke_client(system.client.uid, reason="again", by=by, now=NOW),
        lambda: rotate_token(system.client.uid, overlap=True, by=by, now=NOW),
        lambda: amend_client(system.client.uid, Terms(**TERMS), by=by, now=NOW),
    ):
        with pytest.raises(Refused, match="revoked"):
            deed()


@pytest.mark.parametrize(
    ("terms", "field", "word"),
    [
        ({"name": "x"}, "name", "name_length"),
        ({"name": "长" * 61}, "name", "name_length"),
        ({"role": "grid_worker", "unit_code": GRID}, "role", "unknown_role"),
        ({"role": "administrator"}, "role", "unknown_role"),
        ({"role": "system"}, "role", "unknown_role"),
        ({"unit_code": "nowhere"}, "unit_code", "unknown_unit"),
        ({"unit_code": COMMUNITY}, "unit_code", "role_does_not_fit"),
        ({"reports": False, "public": False}, "reports", "no_right"),
        ({"role": "electronic_supervisor"}, "role", "role_only_reads"),
        ({"moves": True}, "reads", "moving_needs_reading"),
        ({"reports": False, "reads": True}, "public", "public_needs_reports"),
        ({"per_minute": 0}, "per_minute", "between"),
        ({"per_minute": 6001}, "per_minute", "between"),
        ({"days": 733}, "days", "between"),
    ],
)
def test_what_may_not_be_granted_is_named(
    cast: Cast, terms: dict[str, Any], field: str, word: str
) -> None:
    with pytest.raises(Invalid) as refused:
        open_client.open_client(Terms(**TERMS | terms), by=cast.administrator, now=NOW)
    assert (refused.value.field, refused.value.word) == (field, word)
    assert sentence_of(refused.value) != word
    assert Client.objects.count() == 0


def test_names_are_given_once(cast: Cast, open_system: Opener) -> None:
    open_system()
    with pytest.raises(Invalid, match="name_taken"):
        open_system()


@pytest.mark.parametrize("who", ["county_supervisor", "county_dispatcher", "station_clerk"])
def test_nobody_but_an_administrator_keeps_clients(
    cast: Cast, open_system: Opener, who: str
) -> None:
    system, by = open_system(), cast.actor(who)
    with pytest.raises(Refused, match="not_your_role"):
        open_client.open_client(Terms(**TERMS | {"name": "另一个"}), by=by, now=NOW)
    with pytest.raises(Refused, match="not_your_role"):
        rotate_token(system.client.uid, overlap=False, by=by, now=NOW)
    with pytest.raises(NotFound):
        client_page(system.client.uid, by)


@pytest.mark.parametrize("home", [open_client, client_step])
def test_nothing_stays_of_a_deed_that_the_ledger_does_not_take(
    cast: Cast, open_system: Opener, monkeypatch: pytest.MonkeyPatch, home: Any
) -> None:
    system, by = open_system(), cast.administrator
    before = list(Client.objects.values())

    def broken(**_: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr(home, "record", broken)
    deeds: list[Any] = [
        lambda: rotate_token(system.client.uid, overlap=True, by=by, now=NOW),
        lambda: revoke_client(system.client.uid, reason="合同到期", by=by, now=NOW),
        lambda: amend_client(system.client.uid, Terms(**TERMS | {"days": 2}), by=by, now=NOW),
    ]
    if home is open_client:
        terms = Terms(**TERMS | {"name": "别的"})
        deeds = [lambda: open_client.open_client(terms, by=by, now=NOW)]
    for deed in deeds:
        with pytest.raises(RuntimeError):
            deed()
    assert list(Client.objects.values()) == before


def test_each_minute_counts_for_itself(cast: Cast, open_system: Opener) -> None:
    client = open_system().client
    assert [count_use(client, NOW) for _ in range(3)] == [1, 2, 3]
    assert count_use(client, NOW + timedelta(minutes=1)) == 1
    client.refresh_from_db()
    assert client.last_used_at == NOW + timedelta(minutes=1)


def test_keys_are_forgotten_after_a_month(cast: Cast, open_system: Opener) -> None:
    client = open_system(unit_code=HOUSING, role="department_officer").client
    for days in (1, 29, 31):
        at = NOW - timedelta(days=days)
        Answered.objects.create(client=client, key=str(days), digest="", number="", at=at)
    assert forget_answers(now=NOW) == 1
    assert set(Answered.objects.values_list("key", flat=True)) == {"1", "29"}


def test_a_county_post_is_what_the_unit_is_today(cast: Cast, open_system: Opener) -> None:
    assert open_system().client.unit.code == COUNTY
