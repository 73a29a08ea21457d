"""The demonstration shows everything: each channel, each move, work for each log-in."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings

from gege.fieldwork import api as fieldwork
from gege.fieldwork import models as outdoors
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs, Point
from gege.matters import api as matters
from gege.matters.api import Box, Light, Matter, Move, State, words
from gege.notices.api import Notice
from gege.services.api import Article, find_articles, shown_articles
from gege.simulate.api import Tally, demo_logins
from gege.simulate.outdoors.luck import SHOWN_GRID
from gege.simulate.people.administrator import _free_reserve
from gege.staff.api import (
    POST_ROLES,
    Account,
    Actor,
    account_with_posts,
    duty,
    vacant_grids,
)
from gege.supervision.api import (
    Briefing,
    Camera,
    Decision,
    Meeting,
    Member,
    Named,
    Review,
    ViewRequest,
)
from gege.supervision.api import Order as Followed
from gege.territory.api import load_atlas
from gege.trail.api import Entry, verify
from tests.simulate.conftest import NOW

pytestmark = pytest.mark.django_db

TODAY = matters.local_date(NOW)


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
    assert roles == set(POST_ROLES)
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


@pytest.mark.row("R-080")
def test_every_grid_has_ten_to_fourteen_points_inside_it(demo: Tally) -> None:
    atlas = load_atlas()
    found: Counter[str] = Counter()
    for one in outdoors.CheckPoint.objects.all():
        found[one.area_code] += 1
        assert one.lng is not None
        assert one.lat is not None
        where = atlas.grid_at(Point(one.lng, one.lat), Crs.WGS84)
        assert where is not None
        assert where.code == one.area_code
    assert set(found) == {grid.code for grid in atlas.areas(Level.GRID)}
    assert set(found.values()) <= set(range(10, 15))
    buildings = outdoors.CheckPoint.objects.filter(kind=fieldwork.words.PointKind.BUILDING)
    assert all(one.households > 0 for one in buildings)
    assert set(outdoors.CheckPoint.objects.values_list("kind", flat=True)) == set(
        fieldwork.words.PointKind
    )


@pytest.mark.row("R-080")
def test_patrols_are_walked_missed_excused_and_some_do_not_count(demo: Tally) -> None:
    ended = outdoors.Patrol.objects.values_list("faults", flat=True)
    faults = {fault for one in ended for fault in one}
    assert {fieldwork.words.Fault.TOO_SHORT, fieldwork.words.Fault.TOO_FEW_POINTS} <= faults
    assert outdoors.Patrol.objects.filter(day=TODAY, ended_at=None).exists()
    assert set(outdoors.Excuse.objects.values_list("granted", flat=True)) >= {True, None}
    monday = TODAY - timedelta(days=1)
    figure = fieldwork.completion(actor("jianguan01"), first=monday, last=monday, now=NOW)
    assert 0.75 < figure.total.complete / figure.total.on_duty < 1
    assert figure.total.on_duty >= 120


@pytest.mark.row("R-080")
def test_positions_lie_within_patrols_and_findings_belong_to_their_walker(demo: Tally) -> None:
    assert outdoors.TrackPoint.objects.exists()
    for one in outdoors.TrackPoint.objects.select_related("patrol"):
        assert one.patrol.ended_at is not None
        assert one.patrol.started_at <= one.at <= one.patrol.ended_at
    assert outdoors.Finding.objects.exists()
    for finding in outdoors.Finding.objects.select_related("patrol", "matter"):
        assert finding.matter.reported_by_id == finding.patrol.account_id
        assert finding.patrol.started_at <= finding.matter.reported_at
    assert set(outdoors.CheckIn.objects.values_list("how", flat=True)) == set(fieldwork.words.How)


@pytest.mark.row("R-106")
def test_visits_end_in_every_way_and_services_are_confirmed_by_residents(demo: Tally) -> None:
    states = set(outdoors.Visit.objects.values_list("state", flat=True))
    assert states >= {"planned", "done", "refused", "absent"}
    confirmed = outdoors.Visit.objects.filter(purpose=fieldwork.words.Purpose.SERVICE, state="done")
    assert fieldwork.words.Confirm.TAP in set(confirmed.values_list("confirm_how", flat=True))
    assert outdoors.Visit.objects.exclude(who="").exclude(who__endswith="（示例）").count() == 0
    assert (
        outdoors.Visit.objects.exclude(phone="").exclude(phone__startswith="1000000").count() == 0
    )


@pytest.mark.row("R-104")
def test_three_cadres_keep_in_touch_with_ten_households_each(demo: Tally) -> None:
    links = Counter(outdoors.ContactLink.objects.values_list("account_id", flat=True))
    assert sorted(links.values()) == [10, 10, 10]
    assert actor("shequ01").account_id in links
    names = outdoors.ContactLink.objects.values_list("who", "phone")
    assert all(who.endswith("（示例）") and phone.startswith("1000000") for who, phone in names)
    assert outdoors.Visit.objects.filter(link__isnull=False, state="planned").exists()
    assert outdoors.Visit.objects.filter(link__isnull=False, state="done").exists()


@pytest.mark.row("R-046")
def test_one_campaign_is_under_way_with_answers_of_each_kind(demo: Tally) -> None:
    campaign = outdoors.Campaign.objects.get()
    expected = sum(outdoors.Assignment.objects.values_list("expected", flat=True))
    entries = outdoors.Entry.objects.filter(campaign=campaign)
    assert campaign.state == fieldwork.words.CampaignState.OPEN
    assert 0.1 < entries.count() / expected < 0.7
    assert set(entries.values_list("outcome", flat=True)) >= {"done", "absent"}
    by = actor("wangge01")
    (mine,) = fieldwork.campaigns_for([SHOWN_GRID], by.account_id or 0)
    doors = [len(building.doors) for building in mine.buildings]
    assert max(doors) > 0
    assert min(doors) == 0


@pytest.mark.row("R-022")
def test_terminals_are_in_use_lost_and_in_stock(demo: Tally) -> None:
    states = Counter(outdoors.Terminal.objects.values_list("state", flat=True))
    assert states == {"in_use": 19, "lost": 1, "stock": 4}
    holder = actor("wangge01").account_id
    assert outdoors.Terminal.objects.filter(account_id=holder, state="in_use").count() == 1


@pytest.mark.row("R-081")
def test_the_shown_worker_has_a_full_day(demo: Tally) -> None:
    by = actor("wangge01")
    due = fieldwork.visits_due(by, [SHOWN_GRID], TODAY)
    late = [one for one in due if fieldwork.is_overdue(one.due_on, TODAY)]
    today = [one for one in due if one.due_on == TODAY]
    assert (len(late), len(today)) >= (1, 2)
    assert {one.state for one in fieldwork.visits_made(by)} == {"done", "refused", "absent"}
    rounds = outdoors.Round.objects.filter(area_code=SHOWN_GRID, day=TODAY)
    assert set(rounds.values_list("half", flat=True)) == {"morning", "afternoon"}
    assert all(one.stops for one in rounds)
    # 10:40: the morning is left to the visitor, and a wish for tomorrow waits for the station.
    assert not outdoors.Patrol.objects.filter(area_code=SHOWN_GRID, day=TODAY).exists()
    # The seed decides which half-days are walked; other points in a grid are other draws.
    assert outdoors.Patrol.objects.filter(area_code=SHOWN_GRID, faults=[]).count() == 3
    assert (
        outdoors.Excuse.objects.filter(area_code=SHOWN_GRID, granted=None, day__gt=TODAY).count()
        == 1
    )


@pytest.mark.row("R-078")
def test_the_handbook_is_on_its_shelf_with_every_fate(demo: Tally) -> None:
    shown = shown_articles(TODAY)
    assert len(shown) == 26
    assert len({one.owner for one in shown}) >= 12
    assert all(one.source or one.kind == "guide" for one in shown)
    english = shown_articles(TODAY, "en")
    assert [one.title for one in english if not one.title.isascii()] == []
    assert next(iter(find_articles("低保", on=TODAY))).title.startswith("怎样申请最低")
    states = Counter(Article.objects.values_list("state", flat=True))
    assert states == {"published": 27, "withdrawn": 1, "draft": 1}
    expired = Article.objects.get(state="published", valid_to__lte=TODAY)
    assert expired.asked_on is not None
    assert Article.objects.filter(state="published", review_on__lte=TODAY).count() == 1
    assert Article.objects.filter(version=2).count() == 1
    assert Article.objects.filter(pending__isnull=False).count() == 1


@pytest.mark.row("R-073")
def test_every_centre_is_covered_and_somebody_is_signed_in_now(demo: Tally) -> None:
    day = TODAY
    for desk in duty.DutyDesk.objects.select_related("unit"):
        days = duty.month_of(desk, day - timedelta(days=6), day + timedelta(days=8))
        assert [one.whole for one in days] == [True] * 15, desk.unit.code
        here = duty.Shift.objects.get(desk=desk, starts__lte=NOW, ends__gt=NOW)
        assert here.signed_in_at is not None
    kinds = Counter(duty.DutyDesk.objects.values_list("unit__kind", flat=True))
    assert kinds["county_centre"] == 1
    assert kinds["township_centre"] > 3


def test_handovers_are_whole_and_one_shift_was_begun_late(demo: Tally) -> None:
    assert duty.Handover.objects.count() > 15
    assert not duty.Handover.objects.filter(came_at=None).exists()
    late = duty.Shift.objects.exclude(alarm_stage=0).get()
    assert late.signed_in_at == late.starts + timedelta(minutes=22)
    assert duty.Swap.objects.get().state == "asked"


@pytest.mark.row("R-074")
def test_the_directory_is_verified_but_for_a_few(demo: Tally) -> None:
    lines = duty.lines_of_directory(NOW, duty.current_rules())
    red = Counter(str(one.standing) for one in lines if one.red)
    assert red == {"stale": 2, "changed": 1, "failed": 1}
    assert len(lines) > 20


@pytest.mark.row("R-070")
def test_the_last_week_waits_for_its_words(demo: Tally) -> None:
    drafts = Briefing.objects.filter(span="week", state="draft")
    assert {len(one.area_code) for one in drafts} == {6, 9}
    assert all(one.figures["totals"]["reported"] for one in drafts)


@pytest.mark.row("R-013")
@pytest.mark.row("R-093")
def test_orders_stand_in_every_state_and_light(demo: Tally) -> None:
    found = list(Followed.objects.all())
    assert {order.state for order in found} >= {"received", "replied", "closed"}
    assert {order.origin for order in found} == {"person", "instruction", "decision"}
    assert {order.kind for order in found} == {"follow_up", "coordination"}
    assert {str(order.light(NOW)) for order in found} >= {"green", "red"}


@pytest.mark.row("R-012")
def test_the_leading_group_met_twice_and_its_decisions_are_under_way(demo: Tally) -> None:
    assert list(Meeting.objects.order_by("number").values_list("number", "state")) == [
        (1, "concluded"),
        (2, "concluded"),
        (3, "called"),
    ]
    assert Member.objects.filter(until=None).count() == 8
    states = Counter(Decision.objects.values_list("order__state", flat=True))
    assert states[None] == 1
    assert sum(states.values()) == 6
    assert set(states) - {None, "closed"}


@pytest.mark.row("R-053")
def test_the_register_holds_cameras_and_requests_in_each_state(demo: Tally) -> None:
    assert Camera.objects.count() == 30
    states = Counter(ViewRequest.objects.values_list("state", flat=True))
    assert states == {
        "asked": 2,
        "granted": 1,
        "refused": 1,
        "withdrawn": 1,
        "revoked": 1,
        "expired": 2,
    }


@pytest.mark.row("R-092")
def test_one_review_is_closed_and_in_one_people_are_heard(demo: Tally) -> None:
    found = {one.state: one for one in Review.objects.order_by("id")}
    assert set(found) == {"closed", "hearing"}
    assert all(one.evidence_count > 10 for one in found.values())
    closed = Named.objects.get(review=found["closed"])
    assert (closed.final, closed.heard, closed.accepted_at is not None) == (
        "direct",
        "statement",
        True,
    )
    heard = Named.objects.filter(review=found["hearing"]).values_list("heard", flat=True)
    assert sorted(heard) == ["", "statement"]


@pytest.mark.row("R-067")
def test_triage_help_has_learnt_and_one_report_came_twice(demo: Tally) -> None:
    rows = list(matters.TriageModel.objects.order_by("pk"))
    assert [NOW - row.learnt_at for row in rows] == [timedelta(days=21), timedelta(minutes=1)]
    assert rows[-1].figures["kind"]["verdict"] == "used"
    twin = Matter.objects.get(title__endswith="，今天还是这样")
    seen = matters.seen_of(twin)
    near = matters.near_matters(seen, by=actor("shequ01"), now=NOW, without=twin.pk)
    assert near[0].matter.title == twin.title.removesuffix("，今天还是这样")
