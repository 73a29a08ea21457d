"""The demonstration shows everything: each channel, each move, work for each log-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from gege.matters import api as matters
from gege.matters.api import Box, Light, Matter, Move, State, words
from gege.notices.api import Notice
from gege.simulate.api import Tally, demo_logins
from gege.simulate.people.administrator import _free_reserve
from gege.staff.api import Account, Actor, Role, account_with_posts, vacant_grids
from gege.territory.api import load_atlas
from gege.trail.api import Entry, verify
from tests.simulate.conftest import NOW

pytestmark = pytest.mark.django_db


def actor(login: str) -> Actor:
    found = account_with_posts(Account.objects.get(login_name=login).pk, NOW)
    assert found is not None
    return found[1][0]


def mine(login: str, *states: State) -> list[Matter]:
    chosen = matters.Filter(box=Box.MINE, states=tuple(states))
    return list(matters.matters(actor(login), chosen, now=NOW).defer("search"))


def offered(login: str, *states: State) -> set[Move]:
    by = actor(login)
    return {
        move
        for matter in mine(login, *states)
        for move in matters.matter_page(matter.number, by=by, now=NOW).moves
    }


@pytest.mark.row("R-062")
def test_every_move_is_made_within_thirty_days(demo: Tally) -> None:
    wanted = {str(move) for move in Move} - {Move.IMPORT}
    made = set(Entry.objects.filter(stream__startswith="matter:").values_list("deed", flat=True))
    assert wanted - made == set()
    assert {"near_due", "overdue", "pause_over"} - made == set()


@pytest.mark.row("R-064")
def test_every_channel_brings_matters(demo: Tally) -> None:
    found = set(Matter.objects.values_list("channel", flat=True))
    assert found == {str(one) for one in words.Channel}


def test_every_state_and_light_is_there_to_look_at(demo: Tally) -> None:
    assert set(Matter.objects.values_list("state", flat=True)) == {str(one) for one in State}
    lights = {
        light: Matter.objects.filter(matters.light_condition(light, NOW)).exists()
        for light in Light
    }
    assert lights == dict.fromkeys(Light, True)


@pytest.mark.row("R-088")
def test_the_trail_of_the_whole_county_verifies(demo: Tally) -> None:
    proof = verify(key=settings.GEGE_TRAIL_KEY.encode())
    assert proof.broken is None
    assert proof.lines > 3 * demo.matters


@pytest.mark.row("R-034")
def test_130_workers_were_hired_for_116_grids(demo: Tally) -> None:
    hired = Account.objects.filter(login_name__startswith="wangge").count()
    reserve = Account.objects.filter(login_name__startswith="yubei").count()
    assert (hired + reserve, reserve) == (130, 14)
    assert len(_free_reserve(NOW.date())) < 14
    pilot = [
        one for one in vacant_grids(load_atlas(), NOW) if one.unit.code.startswith("511622100")
    ]
    assert len(pilot) == 1


def test_only_the_log_ins_of_the_demonstration_have_a_password(demo: Tally) -> None:
    able = {one.login_name for one in Account.objects.all() if one.has_usable_password()}
    assert able == {one.login_name for one in demo_logins()}
    roles = {role for one in demo_logins() for role in [actor(one.login_name).role]}
    assert roles == {role for role in Role if role is not Role.SYSTEM}
    one = Account.objects.get(login_name="wangge01")
    assert one.check_password("Gege-demo-2026")


@pytest.mark.row("R-011")
def test_nobody_has_a_telephone_that_rings(demo: Tally) -> None:
    phones = set(Account.objects.values_list("phone", flat=True))
    phones |= set(matters.Reporting.objects.exclude(phone="").values_list("phone", flat=True))
    assert [phone for phone in phones if not phone.startswith("1000000")] == []


def test_the_grid_worker_finds_something_new_something_ordered_and_two_lights(
    demo: Tally,
) -> None:
    found = {State(one.state) for one in mine("wangge01")}
    assert found >= {State.REPORTED, State.DISPATCHED, State.HANDLING}
    lights = {matters.light_of(one.clock, NOW) for one in mine("wangge01")}
    assert lights >= {Light.YELLOW, Light.RED}


def test_the_station_finds_each_kind_of_step(demo: Tally) -> None:
    found = {State(one.state) for one in mine("shequ01")}
    assert found >= {State.REPORTED, State.RETURNED, State.COMPLETED, State.VERIFIED}
    assert Move.VERIFY in offered("shequ01", State.COMPLETED)
    assert Move.CALL_BACK in offered("shequ01", State.VERIFIED)
    lights = {matters.light_of(one.clock, NOW) for one in mine("shequ01")}
    assert lights >= {Light.YELLOW, Light.RED}


def test_the_township_finds_an_escalation_a_return_and_a_verification(demo: Tally) -> None:
    found = {State(one.state) for one in mine("xiangzhen01")}
    assert found >= {State.REPORTED, State.RETURNED, State.COMPLETED}
    assert Move.VERIFY in offered("xiangzhen01", State.COMPLETED)


def test_the_county_finds_an_alarm_a_return_a_dispute_and_a_lost_place(demo: Tally) -> None:
    rows = mine("paiqian01")
    assert {State(one.state) for one in rows} >= {
        State.REPORTED,
        State.ACCEPTED,
        State.RETURNED,
        State.DISPUTED,
        State.COMPLETED,
        State.VERIFIED,
    }
    assert [one.kind for one in rows if one.skipped][-1] == "D06"
    assert any(not one.placed for one in rows)
    assert Move.VERIFY in offered("jianguan01", State.COMPLETED)
    assert Move.CALL_BACK in offered("rexian01", State.VERIFIED)


def test_the_department_finds_something_to_sign_for_and_two_lights(demo: Tally) -> None:
    rows = mine("bumen01")
    found = {State(one.state) for one in rows}
    assert found >= {State.DISPATCHED, State.HANDLING, State.PAUSED}
    assert {matters.light_of(one.clock, NOW) for one in rows} >= {Light.YELLOW, Light.RED}
    asked = matters.ExtensionRequest.objects.filter(decided_at=None, matter__in=rows)
    assert asked.exists()


def test_the_stranger_sees_matters_of_the_other_town_only(demo: Tally) -> None:
    seen = matters.visible(actor("waizhen01"))
    codes = set(seen.values_list("township_code", flat=True))
    assert codes == {"511622102"}


def test_notices_are_delivered_and_old_ones_read(demo: Tally) -> None:
    assert demo.notices > demo.matters
    unread = Notice.objects.filter(read_at=None)
    assert unread.filter(delivered_at__lt=NOW - timedelta(days=2)).count() == 0
    assert unread.exists()


def test_the_last_matters_are_fresh(demo: Tally) -> None:
    last = Matter.objects.order_by("-reported_at").values_list("reported_at", flat=True)[0]
    assert NOW - last < timedelta(hours=24)
