"""Campaigns: drafted, opened, amended, arranged by building, closed, and looked at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Assignment, Campaign, Invalid, NotFound, Refused
from gege.fieldwork.models import CheckPoint
from gege.staff.api import Actor
from gege.trail.api import Entry as Line
from tests.cast import COMMUNITY, COUNTY, GRID, OTHER_COMMUNITY, SECOND_COMMUNITY, SECOND_GRID, TOWN
from tests.fieldwork.collecting import Collecting, png


def amend(collecting: Collecting, campaign: Campaign, **changes: Any) -> Campaign:
    by = changes.pop("by", collecting.cast.county_supervisor)
    return fieldwork.amend_campaign(campaign.uid, **changes, by=by, now=collecting.now)


def names(campaign: Campaign) -> list[str]:
    rows = Assignment.objects.filter(campaign=campaign).order_by("point__name")
    return list(rows.values_list("point__name", flat=True))


@pytest.mark.row("R-046")
def test_a_draft_takes_in_every_building_of_its_places(collecting: Collecting) -> None:
    collecting.form()
    CheckPoint.objects.create(
        area_code=GRID,
        kind="place",
        name="广场",
        valid_from=collecting.now.date(),
        changed_at=collecting.now,
    )
    CheckPoint.objects.filter(name="丙栋").update(valid_to=collecting.now.date())
    draft = collecting.draft(area_codes=[COMMUNITY, GRID])
    assert (draft.state, draft.area_codes, draft.unit.code) == ("draft", [COMMUNITY], COUNTY)
    found = Assignment.objects.filter(campaign=draft).values_list("point__name", "expected")
    assert dict(found) == {"甲栋": 3, "乙栋": 1}
    assert collecting.deeds(f"campaign:{draft.uid}") == ["draft_campaign"]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"title": " "}, "needed"),
        ({"title": "字" * 81}, "too_long"),
        ({"purpose": "少"}, "too_short"),
        ({"area_codes": []}, "needed"),
        ({"area_codes": [OTHER_COMMUNITY]}, "not_your_area"),
        ({"area_codes": ["999999"]}, "not_your_area"),
        ({"area_codes": [COUNTY]}, "not_your_area"),
        ({"area_codes": [f"{n:015}" for n in range(51)]}, "too_many_areas"),
        ({"version": "7"}, "unknown_choice"),
        ({"due_on": date(2026, 11, 23), "opens_on": date(2026, 11, 1)}, "day_is_over"),
        ({"opens_on": date(2027, 1, 1)}, "ends_before_it_opens"),
        ({"sample_percent": 101}, "between"),
        ({"sample_percent": -1}, "between"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_in_words(
    collecting: Collecting, entry: dict[str, Any], word: str
) -> None:
    collecting.form()
    with pytest.raises(Invalid, match=word) as refused:
        collecting.draft(collecting.cast.township_operator, **({"area_codes": [TOWN]} | entry))
    assert fieldwork.sentence_of(refused.value) != word
    assert Campaign.objects.count() == 0


@pytest.mark.row("R-031")
def test_who_makes_no_campaigns_makes_none(collecting: Collecting) -> None:
    collecting.form()
    cast = collecting.cast
    for who in (
        cast.grid_worker,
        cast.station_clerk,
        cast.department_officer,
        cast.electronic_supervisor,
        cast.administrator,
    ):
        with pytest.raises(NotFound):
            collecting.draft(who)


def test_a_draft_is_seen_by_makers_only_and_may_change_in_everything(
    collecting: Collecting,
) -> None:
    collecting.form()
    draft = collecting.draft()
    for who in (collecting.cast.grid_worker, collecting.cast.station_clerk):
        assert list(fieldwork.campaigns(who)) == []
        with pytest.raises(NotFound):
            fieldwork.campaign_by(draft.uid, who)
    assert list(fieldwork.campaigns(collecting.cast.township_operator)) == [draft]
    amend(collecting, draft, area_codes=[SECOND_GRID], title="改名", sample_percent=9)
    assert names(draft) == ["丙栋"]
    line = Line.objects.filter(stream=f"campaign:{draft.uid}").order_by("-seq")[0]
    assert '"area_codes":["511622100001002"]' in line.payload.replace(" ", "")
    assert '"purpose"' not in line.payload


@pytest.mark.row("R-031")
def test_only_a_maker_over_all_its_places_changes_it(collecting: Collecting) -> None:
    collecting.form()
    wide = collecting.draft(area_codes=[COUNTY])
    town = collecting.draft(area_codes=[COMMUNITY])
    cast = collecting.cast
    with pytest.raises(Refused, match="not_your_campaign"):
        amend(collecting, wide, title="改名", by=cast.township_operator)
    assert amend(collecting, town, title="改名", by=cast.township_operator).title == "改名"
    with pytest.raises(NotFound):
        amend(collecting, town, title="改名", by=cast.strange_township_operator)


@pytest.mark.row("R-046")
def test_opening_wants_files_buildings_and_a_day_to_come(collecting: Collecting) -> None:
    form = collecting.form(media=False)
    by = collecting.cast.county_supervisor
    draft = collecting.draft()

    def opening() -> Campaign:
        return fieldwork.open_campaign(draft.uid, by=by, now=collecting.now)

    with pytest.raises(Refused, match="media_missing") as refused:
        opening()
    assert "sketch.png" in fieldwork.sentence_of(refused.value)
    fieldwork.attach_media(
        form.form_id, "1", files={"sketch.png": png()}, by=by, now=collecting.now
    )
    empty = collecting.draft(area_codes=[SECOND_COMMUNITY])
    with pytest.raises(Refused, match="campaign_without_buildings"):
        fieldwork.open_campaign(empty.uid, by=by, now=collecting.now)
    collecting.wait(days=60)
    with pytest.raises(Refused, match="last_day_over"):
        opening()
    collecting.wait(days=-60)
    opened = opening()
    assert (opened.state, opened.opened_at) == ("open", collecting.now)
    assert opening() == opened
    assert collecting.deeds(f"campaign:{draft.uid}") == ["draft_campaign", "open_campaign"]


def test_one_form_runs_once_at_a_place(collecting: Collecting) -> None:
    first = collecting.open()
    second = collecting.draft(area_codes=[TOWN], title="第二次")
    by = collecting.cast.county_supervisor
    with pytest.raises(Refused, match="form_runs_there") as refused:
        fieldwork.open_campaign(second.uid, by=by, now=collecting.now)
    assert "房屋普查" in fieldwork.sentence_of(refused.value)
    elsewhere = collecting.open(area_codes=[OTHER_COMMUNITY], title="外镇")
    collecting.wait(hours=1).close(first)
    assert fieldwork.open_campaign(second.uid, by=by, now=collecting.now).state == "open"
    assert elsewhere.state == "open"


def test_while_it_runs_places_and_sample_stay(collecting: Collecting) -> None:
    campaign = collecting.open()
    collecting.form("2")
    collecting.form(form_id="others")
    amended = amend(
        collecting, campaign, version="2", form_id="houses", due_on=date(2027, 2, 1), title="新名"
    )
    assert (amended.form.version, amended.due_on, amended.title) == ("2", date(2027, 2, 1), "新名")
    for change in (
        {"area_codes": [TOWN]},
        {"opens_on": date(2026, 12, 1)},
        {"sample_percent": 50},
    ):
        with pytest.raises(Refused, match="campaign_running"):
            amend(collecting, campaign, **change)
    with pytest.raises(Invalid, match="form_of_other_name"):
        amend(collecting, campaign, form_id="others", version="1")
    assert amend(collecting, campaign, area_codes=[COMMUNITY]).title == "新名"


def test_a_closed_one_stays_closed(collecting: Collecting) -> None:
    campaign = collecting.open()
    collecting.wait(hours=1)
    assert collecting.close(campaign).closed_at == collecting.now
    closed_at = collecting.now
    collecting.wait(hours=1)
    assert collecting.close(campaign).closed_at == closed_at
    by = collecting.cast.county_supervisor
    for deed in (
        lambda: fieldwork.open_campaign(campaign.uid, by=by, now=collecting.now),
        lambda: amend(collecting, campaign, title="改名"),
        lambda: fieldwork.take_in(campaign.uid, by=by, now=collecting.now),
        lambda: arranged(collecting, campaign, by, expected=4),
    ):
        with pytest.raises(Refused, match="campaign_over"):
            deed()
    with pytest.raises(Refused, match="campaign_not_open_yet"):
        collecting.close(collecting.draft(area_codes=[OTHER_COMMUNITY]))


def arranged(
    collecting: Collecting, campaign: Campaign, by: Actor, building: str = "甲栋", **how: Any
) -> int:
    row = collecting.at(campaign, building)
    return fieldwork.assign(campaign.uid, [row.pk], **how, by=by, now=collecting.now)


@pytest.mark.row("R-046")
def test_a_station_says_who_goes_and_how_many_doors_there_are(collecting: Collecting) -> None:
    campaign = collecting.open()
    cast = collecting.cast
    clerk = cast.station_clerk
    second = cast.second_grid_worker.account_id
    assert arranged(collecting, campaign, clerk, account_id=second, expected=8) == 1
    assert arranged(collecting, campaign, clerk, account_id=second, expected=8) == 0
    row = collecting.at(campaign, "甲栋")
    assert (row.account_id, row.expected) == (second, 8)
    assert arranged(collecting, campaign, clerk, account_id=None) == 1
    row.refresh_from_db()
    assert (row.account_id, row.expected) == (None, 8)
    for wrong in (cast.county_supervisor.account_id, cast.stranger.account_id, 10**9):
        with pytest.raises(Invalid, match="nobody_of_that_work"):
            arranged(collecting, campaign, clerk, account_id=wrong)
    with pytest.raises(Invalid, match="between"):
        arranged(collecting, campaign, clerk, expected=2001)
    with pytest.raises(Refused, match="not_your_campaign"):
        arranged(collecting, campaign, cast.grid_worker, expected=2)
    for who in (cast.second_station_clerk, cast.stranger):
        with pytest.raises(NotFound):
            arranged(collecting, campaign, who, expected=2)
    with pytest.raises(NotFound):
        fieldwork.assign(campaign.uid, [], expected=2, by=clerk, now=collecting.now)


def test_buildings_are_left_out_and_taken_in(collecting: Collecting) -> None:
    campaign = collecting.open()
    by = collecting.cast.county_supervisor
    gone = collecting.at(campaign, "丙栋").pk
    assert fieldwork.leave_out(campaign.uid, [gone], by=by, now=collecting.now) == 1
    assert names(campaign) == ["乙栋", "甲栋"]
    collecting.take(campaign)
    kept = collecting.at(campaign, "甲栋").pk
    with pytest.raises(Refused, match="building_has_answers"):
        fieldwork.leave_out(campaign.uid, [kept], by=by, now=collecting.now)
    assert fieldwork.take_in(campaign.uid, by=by, now=collecting.now) == 1
    assert fieldwork.take_in(campaign.uid, by=by, now=collecting.now) == 0
    assert collecting.deeds(f"campaign:{campaign.uid}") == [
        "draft_campaign",
        "open_campaign",
        "leave_out",
        "take_in",
    ]


@pytest.mark.row("R-046")
def test_a_drawn_answer_is_looked_at_by_somebody_else(collecting: Collecting) -> None:
    campaign = collecting.open(sample_percent=100)
    entry = collecting.take(campaign)
    refusal = collecting.take(campaign, door="102", outcome="refused")
    assert (entry.check_state, refusal.check_state) == ("due", "")
    cast, now = collecting.cast, collecting.now

    def check(by: Actor, uid: str = entry.uid, **how: str) -> fieldwork.Entry:
        return fieldwork.check_entry(uid, **({"state": "agreed"} | how), by=by, now=now)

    for who in (cast.grid_worker, cast.county_supervisor, cast.second_station_clerk, cast.stranger):
        with pytest.raises(NotFound):
            check(who)
    for wrong in ("due", "", "perhaps"):
        with pytest.raises(Invalid, match="unknown_choice"):
            check(cast.station_clerk, state=wrong)
    with pytest.raises(Invalid, match="needed"):
        check(cast.station_clerk, state="differs")
    with pytest.raises(Refused, match="not_to_be_checked"):
        check(cast.station_clerk, refusal.uid)
    seen = check(cast.station_clerk, state="differs", note="楼层数不符")
    assert (seen.check_state, seen.check_note, seen.checked_by, seen.checked_at) == (
        "differs",
        "楼层数不符",
        "张站员",
        now,
    )
    assert check(cast.station_clerk, state="differs", note="楼层数不符") == seen
    with pytest.raises(Refused, match="not_to_be_checked"):
        check(cast.township_operator)
    assert collecting.deeds(f"entry:{entry.uid}") == ["take_entry", "check_entry"]


def test_nobody_checks_his_own_answer_and_an_overtaken_one_is_not_checked(
    collecting: Collecting,
) -> None:
    campaign = collecting.open(sample_percent=100)
    own = collecting.take(campaign, by=collecting.cast.station_clerk)
    with pytest.raises(Refused, match="own_entry"):
        fieldwork.check_entry(
            own.uid, state="agreed", by=collecting.cast.station_clerk, now=collecting.now
        )
    collecting.wait(minutes=1).take(campaign, outcome="refused")
    own.refresh_from_db()
    assert (own.latest, own.check_state) == (False, "")


BREAKS: dict[str, tuple[str, Callable[[Collecting, Campaign, Actor], Any]]] = {
    "draft_campaign": ("draft_campaign", lambda one, _old, _by: one.draft()),
    "amend_campaign": ("draft_campaign", lambda one, old, _by: amend(one, old, title="改名")),
    "close_campaign": ("run_campaign", lambda one, old, _by: one.close(old)),
    "assign": ("assign", lambda one, old, by: arranged(one, old, by, expected=9)),
    "leave_out": (
        "assign",
        lambda one, old, by: fieldwork.leave_out(
            old.uid, [one.at(old, "丙栋").pk], by=by, now=one.now
        ),
    ),
    "check_entry": (
        "check_entry",
        lambda one, old, _by: fieldwork.check_entry(
            old.first_uid,  # type: ignore[attr-defined]
            state="agreed",
            by=one.cast.station_clerk,
            now=one.now,
        ),
    ),
}


@pytest.mark.parametrize("deed", sorted(BREAKS))
def test_nothing_stays_when_the_trail_breaks(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    campaign = collecting.open(sample_percent=100)
    campaign.first_uid = collecting.take(campaign).uid  # type: ignore[attr-defined]
    collecting.now += timedelta(hours=1)

    def everything() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (Campaign, Assignment, fieldwork.Entry, Line)
        ]

    def broken(**_line: Any) -> None:
        raise RuntimeError("the trail is broken")

    before = everything()
    module, act = BREAKS[deed]
    monkeypatch.setattr(f"gege.fieldwork.actions.{module}.record", broken)
    with pytest.raises(RuntimeError, match="trail"):
        act(collecting, campaign, collecting.cast.county_supervisor)
    assert everything() == before
