"""Departments that cannot ask are told: signed messages and files, in order, nothing lost."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gege.exchange.actions.deliver import deliver_due
from gege.exchange.actions.keep_outlet import (
    Wish,
    begin_outlet_anew,
    end_outlet,
    new_outlet_secret,
    open_outlet,
    pause_outlet,
)
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Given, Outlet
from gege.exchange.pulling.folders import folder_of
from gege.exchange.queries.horizon import safe_turn
from gege.notices.models import Message
from gege.registers.api import CatalogueEntry, Record, Turn
from gege.territory.api import read_editions
from gege.trail.api import AccessLine, Entry
from tests.cast import Cast
from tests.exchange.asking import System
from tests.exchange.conftest import opened, shared
from tests.openapi.hooks import Receiver
from tests.registers.keeping_records import Home
from tests.registers.queries.kept import keep

pytestmark = pytest.mark.row("R-044")


def begun(cast: Cast, system: System, way: str, address: str) -> tuple[Outlet, str]:
    return open_outlet(
        system.client.uid, "resident", Wish(way, address, 60), by=cast.administrator,
        now=timezone.now(), editions=read_editions(),
    )  # fmt: skip


def tell(minutes: float = 0) -> int:
    now = timezone.now() + timedelta(minutes=minutes)
    return deliver_due(now=now, editions=read_editions())


def people(home: Home, cast: Cast, count: int) -> list[str]:
    return [
        str(home.person(cast.grid_worker, name=f"李{sign}").uid) for sign in "一二三四五"[:count]
    ]


def test_a_signed_message_brings_what_changed(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    shared(county)
    outlet, secret = begun(county, system, "webhook", receiver.address)
    since = len(receiver.log())
    assert tell() == 1
    (message,) = receiver.messages(secret, since)
    assert message["type"] == "register.changes"
    assert [one["values"]["name"] for one in message["data"]["records"]] == ["王小明"]
    assert AccessLine.objects.filter(subject=f"register:{home.resident.uid}").count() == 1
    assert tell() == 0
    outlet.refresh_from_db()
    assert (outlet.acked, outlet.failures) == (outlet.given, 0)
    _outlet, newer = new_outlet_secret(outlet.uid, by=county.administrator, now=timezone.now())
    uids = people(home, county, 1)
    tell()
    found = receiver.messages(newer, since + 1)
    assert [one["uid"] for one in found[0]["data"]["records"]] == uids


def test_a_day_away_loses_nothing_and_is_told_to_who_is_on_duty(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    shared(county)
    outlet, secret = begun(county, system, "webhook", receiver.address)
    receiver.behaves("fail")
    since = len(receiver.log())
    for hours in range(0, 24, 2):
        tell(hours * 60)
    assert len(receiver.log()[since:]) == 12
    outlet.refresh_from_db()
    assert (outlet.acked, outlet.said[:8]) == (0, "500 fail")
    told = Message.objects.filter(template="duty_receiver_silent")
    assert [one.values["name"] for one in told] == ["民政系统"]
    uids = [str(home.resident.uid), *people(home, county, 2)]
    receiver.behaves("ok")
    since = len(receiver.log())
    assert tell(24 * 60) == 1
    (message,) = receiver.messages_at(secret, since)
    assert [one["uid"] for one in message["data"]["records"]] == uids
    outlet.refresh_from_db()
    assert (outlet.failures, outlet.away_since, outlet.acked) == (0, None, outlet.given)


def test_an_id_is_of_its_content(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    """Taken, and the answer lost: what comes with more in it is another message."""
    shared(county)
    begun(county, system, "webhook", receiver.address)
    since = len(receiver.log())
    receiver.behaves("mute")
    tell()
    people(home, county, 1)
    receiver.behaves("ok")
    tell(5)
    ids = [one["heads"]["webhook-id"] for one in receiver.log()[since:]]
    assert len(set(ids)) == len(ids) == 2


def test_files_lie_in_order_until_they_are_taken(
    county: Cast, home: Home, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gege.exchange.actions.deliver.PAGE", 2)
    monkeypatch.setattr("gege.exchange.actions.deliver.MOST_WAITING", 2)
    shared(county)
    uids = [str(home.resident.uid), *people(home, county, 4)]
    outlet, secret = begun(county, system, "folder", "minzheng")
    assert secret == ""
    folder = folder_of("minzheng", "out")
    tell()
    files = sorted(folder.iterdir())
    assert [len(records(one)) for one in files] == [2, 2]
    outlet.refresh_from_db()
    assert (outlet.said, outlet.acked) == ("folder_full", 0)
    found = [one["uid"] for file in files for one in records(file)]
    for one in files:
        one.unlink()
    tell(10)
    (last,) = folder.iterdir()
    assert found + [one["uid"] for one in records(last)] == uids
    outlet.refresh_from_db()
    assert 0 < outlet.acked < outlet.given
    last.unlink()
    tell(20)
    outlet.refresh_from_db()
    assert outlet.acked == outlet.given


def records(file: Path) -> list[dict[str, Any]]:
    return list(json.loads(file.read_text(encoding="utf-8"))["data"]["records"])


def test_what_could_not_be_written_is_written_again(
    county: Cast, home: Home, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(county)
    outlet, _secret = begun(county, system, "folder", "minzheng")

    def full(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("gege.exchange.actions.deliver.write_out", full)
    assert tell() == 0
    outlet.refresh_from_db()
    assert (outlet.given, outlet.failures, Given.objects.count()) == (0, 1, 0)
    assert AccessLine.objects.count() == 0
    monkeypatch.undo()
    assert tell(5) == 1


def test_an_ended_entry_cuts_it_and_both_sides_are_told_once(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    entry = shared(county)
    outlet, _secret = begun(county, system, "webhook", receiver.address)
    tell()
    CatalogueEntry.objects.filter(pk=entry.pk).update(ended_at=timezone.now())
    people(home, county, 1)
    since = len(receiver.log())
    tell()
    tell(60)
    assert receiver.log()[since:] == []
    told = Message.objects.filter(template="sharing_blocked")
    assert {one.to_unit_id for one in told} == {
        county.unit_id("minzheng"), county.unit_id("511622"),
    }  # fmt: skip
    assert told.count() == 2
    shared(county)
    assert tell(61) == 1
    outlet.refresh_from_db()
    assert outlet.said == ""


def test_a_receiver_that_is_gone_rests(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    shared(county)
    outlet, _secret = begun(county, system, "webhook", receiver.address)
    receiver.behaves("gone")
    tell()
    outlet.refresh_from_db()
    assert outlet.paused_why == "410"


def test_everything_can_be_given_again(
    county: Cast, home: Home, system: System, receiver: Receiver
) -> None:
    shared(county)
    outlet, secret = begun(county, system, "webhook", receiver.address)
    tell()
    begin_outlet_anew(outlet.uid, by=county.administrator, now=timezone.now())
    since = len(receiver.log())
    assert tell() == 1
    assert len(receiver.messages(secret, since)[0]["data"]["records"]) == 1


def test_only_administrators_set_it_up_and_each_deed_is_a_line(
    county: Cast, system: System, settings: Any
) -> None:
    settings.GEGE_CALL_NETWORKS = ()
    wish = Wish("webhook", "https://127.0.0.1/hooks", 60)
    args: dict[str, Any] = {"now": timezone.now(), "editions": read_editions()}
    with pytest.raises(Refused):
        open_outlet(system.client.uid, "resident", wish, by=county.county_supervisor, **args)
    with pytest.raises(Invalid) as error:
        open_outlet(system.client.uid, "resident", wish, by=county.administrator, **args)
    assert error.value.word == "address_inside"
    plain = opened(county, name="无权", registers=False, reads=True)
    folder = Wish("folder", "minzheng", 60)
    with pytest.raises(Invalid) as error:
        open_outlet(plain.client.uid, "resident", folder, by=county.administrator, **args)
    assert error.value.word == "client_needs_right"
    outlet, _ = open_outlet(system.client.uid, "resident", folder, by=county.administrator, **args)
    pause_outlet(outlet.uid, reason="检修", by=county.administrator, now=timezone.now())
    end_outlet(outlet.uid, reason="停用", by=county.administrator, now=timezone.now())
    deeds = Entry.objects.filter(stream=outlet.stream).order_by("seq")
    assert list(deeds.values_list("deed", flat=True)) == ["open", "pause", "end"]


@pytest.mark.django_db(transaction=True)
def test_the_horizon_waits_for_who_is_still_writing(committed_cast: Cast) -> None:
    """A turn with a lower number that is committed later is never passed over."""
    first = keep("building", name="1栋")
    before = safe_turn()
    assert before == newest_of(first)
    drawn, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            keep("building", name="慢")
            drawn.set()
            go.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    drawn.wait(20)
    fast = keep("building", name="快")
    assert [safe_turn(), safe_turn()] == [before, before]
    go.set()
    writer.join()
    newest = newest_of(fast)
    assert max(safe_turn(), safe_turn()) == newest
    assert Turn.objects.filter(pk__lte=newest).values("record").distinct().count() == 3


def newest_of(record: Record) -> int:
    return int(Turn.objects.filter(record=record).latest("pk").pk)
