"""A caller in danger is handed over in one press, with the times recorded (2.6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.hotline.emergency import deeds
from gege.hotline.emergency.errors import Invalid, NotFound, Refused
from gege.hotline.models import HandOver
from gege.territory.api import AREAS, bump
from gege.trail.api import Entry
from tests.cast import HOUSING
from tests.hotline.callbacks.test_callback_deeds import call
from tests.matters.play import Play


def with_duty_phone(play: Play) -> int:
    """Give the housing bureau a duty telephone; return its id."""
    unit = play.cast.units[HOUSING]
    unit.duty_phone = "0826-6210001"
    unit.save()
    bump(AREAS)
    return unit.pk


@pytest.mark.row("R-072")
def test_started_connected_and_ended_are_recorded_with_who_and_to_whom(play: Play) -> None:
    operator = play.cast.hotline_operator
    talking = call(play, taker_id=operator.account_id, state="talking", ended_at=None)
    one = deeds.start(emergency="119", call_uid=talking.uid, by=operator, now=play.now)
    assert (one.number, one.name, one.by, one.started_at) == (
        "119", "火警", operator.name, play.now,
    )  # fmt: skip
    deeds.connect(one.uid, three_party=True, by=operator, now=play.wait(seconds=12).now)
    deeds.finish(one.uid, outcome="taken_over", by=operator, now=play.wait(minutes=2).now)
    one.refresh_from_db()
    assert (one.connected_at, one.ended_at, one.three_party, one.outcome) == (
        one.started_at + timedelta(seconds=12), play.now, True, "taken_over",
    )  # fmt: skip
    lines = Entry.objects.filter(stream=one.stream).order_by("seq")
    assert [entry.deed for entry in lines] == ["start", "connect", "end"]
    talking.refresh_from_db()
    assert (talking.given, talking.handed_to) == ("handed_over", "火警 119")


def test_without_a_call_and_pressed_twice_it_is_one(play: Play) -> None:
    operator = play.cast.hotline_operator
    first = deeds.start(emergency="120", by=operator, now=play.now)
    assert deeds.start(emergency="120", by=operator, now=play.wait(seconds=3).now) == first
    assert deeds.start(emergency="120", by=operator, now=play.wait(seconds=8).now) != first
    assert deeds.start(emergency="110", by=operator, now=play.now) != first


def test_a_units_duty_telephone_is_taken_from_the_directory(play: Play) -> None:
    unit, operator = with_duty_phone(play), play.cast.hotline_operator
    one = deeds.start(unit_id=unit, three_party=True, by=operator, now=play.now)
    assert (one.kind, one.number, one.three_party) == ("unit", "0826-6210001", True)
    with pytest.raises(Invalid, match="no_duty_phone"):
        deeds.start(unit_id=play.cast.unit_id("minzheng"), by=operator, now=play.now)
    with pytest.raises(Invalid, match="unknown_line"):
        deeds.start(emergency="114", by=operator, now=play.now)


def test_what_is_not_possible_is_refused(play: Play) -> None:
    operator = play.cast.hotline_operator
    one = deeds.start(emergency="110", by=operator, now=play.now)
    with pytest.raises(Refused, match="never_connected"):
        deeds.finish(one.uid, outcome="taken_over", by=operator, now=play.now)
    with pytest.raises(Invalid, match="choose"):
        deeds.finish(one.uid, outcome="maybe", by=operator, now=play.now)
    deeds.finish(one.uid, outcome="no_answer", by=operator, now=play.now)
    with pytest.raises(Refused, match="over"):
        deeds.connect(one.uid, by=operator, now=play.now)
    for who in ("grid_worker", "electronic_supervisor", "administrator"):
        with pytest.raises(NotFound):
            deeds.start(emergency="110", by=play.cast.actor(who), now=play.now)


def test_a_matter_is_named_beside_it(play: Play) -> None:
    operator, matter = play.cast.hotline_operator, play.report()
    one = deeds.start(emergency="110", by=operator, now=play.now)
    with pytest.raises(Invalid, match="no_such_matter"):
        deeds.link_matter(one.uid, "20260101-0000001", by=operator, now=play.now)
    assert deeds.link_matter(one.uid, matter.number, by=operator, now=play.now).matter == matter


def test_when_the_ledger_fails_nothing_stays(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**entry: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(deeds, "record", broken)
    with pytest.raises(RuntimeError, match="broken"):
        deeds.start(emergency="110", by=play.cast.hotline_operator, now=play.now)
    assert HandOver.objects.count() == 0


@pytest.mark.row("R-072")
def test_one_press_on_screen(play: Play) -> None:
    unit = with_duty_phone(play)
    client = play.cast.client("hotline_operator")
    board = client.get("/hotline/handovers/").content.decode()
    assert ('value="119"' in board, "0826-6210001" in board) == (True, True)
    answer = client.post("/hotline/handovers/start", {"emergency": "119"}, follow=True)
    page = answer.content.decode()
    assert "热线不是紧急电话" in page
    assert 'href="tel:119"' in page
    address = answer.redirect_chain[-1][0]
    assert client.post(f"{address}/connect", {"three_party": "on"}).status_code == 302
    assert client.post(f"{address}/end", {"outcome": "refused", "note": ""}).status_code == 422
    assert client.post(f"{address}/matter", {"number": "nonsense"}).status_code == 422
    assert client.post(f"{address}/end", {"outcome": "taken_over"}).status_code == 302
    assert "已接手" in client.get("/hotline/handovers/").content.decode()
    assert client.post("/hotline/handovers/start", {"unit": "x"}).status_code == 422
    assert client.post("/hotline/handovers/start", {"unit": str(unit)}).status_code == 302
    assert client.post("/hotline/handovers/start", {"emergency": "114"}).status_code == 302
    assert HandOver.objects.count() == 2
    reader = play.cast.client("electronic_supervisor")
    assert reader.get(address).status_code == 200
    assert "0826-6210001" in reader.get("/hotline/handovers/").content.decode()
    assert play.cast.client("station_clerk").get("/hotline/handovers/").status_code == 404


def test_the_list_costs_the_same_with_one_row_and_with_three(play: Play) -> None:
    client, costs = play.cast.client("hotline_operator"), []
    client.get("/hotline/handovers/")
    for more in (1, 2):
        for _turn in range(more):
            deeds.start(
                emergency="110", by=play.cast.hotline_operator, now=play.wait(minutes=1).now
            )
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/hotline/handovers/?after=nonsense_x").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
