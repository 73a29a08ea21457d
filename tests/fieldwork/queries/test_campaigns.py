"""What somebody carries for campaigns, and how far a campaign is by place."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import EntryFilter, NotFound, Tally
from gege.fieldwork.models import CheckPoint
from gege.staff.api import Actor
from tests.cast import COMMUNITY, COUNTY, GRID, OTHER_COMMUNITY, SECOND_GRID, SINCE, TOWN
from tests.fieldwork.collecting import MORNING, Collecting


def carried(who: Actor) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Campaign -> building -> doors with their newest outcome."""
    return {
        work.campaign.title: {
            one.assignment.point.name: [(door.door, door.outcome) for door in one.doors]
            for one in work.buildings
        }
        for work in fieldwork.campaigns_for((who.area_code,), who.account_id or 0)
    }


@pytest.mark.row("R-046")
def test_a_worker_carries_the_own_buildings_with_their_newest_outcomes(
    collecting: Collecting,
) -> None:
    campaign = collecting.open()
    collecting.take(campaign, outcome="absent")
    collecting.wait(minutes=5).take(campaign, outcome="refused")
    collecting.take(campaign, door="102")
    cast = collecting.cast
    assert carried(cast.grid_worker) == {
        "房屋普查": {"乙栋": [], "甲栋": [("101", "refused"), ("102", "done")]}
    }
    assert carried(cast.second_grid_worker) == {"房屋普查": {"丙栋": []}}
    assert carried(cast.stranger) == {}


def test_who_was_asked_elsewhere_carries_that_too_and_the_grid_no_longer(
    collecting: Collecting,
) -> None:
    campaign = collecting.open()
    cast = collecting.cast
    fieldwork.assign(
        campaign.uid,
        [collecting.at(campaign, "丙栋").pk],
        account_id=cast.grid_worker.account_id,
        by=cast.station_clerk,
        now=collecting.now,
    )
    assert carried(cast.grid_worker) == {"房屋普查": {"丙栋": [], "乙栋": [], "甲栋": []}}
    assert carried(cast.second_grid_worker) == {"房屋普查": {}}


def test_drafts_and_closed_ones_are_not_carried(collecting: Collecting) -> None:
    collecting.form()
    collecting.draft()
    assert carried(collecting.cast.grid_worker) == {}
    campaign = collecting.open(title="开始")
    collecting.wait(hours=1).close(campaign)
    assert carried(collecting.cast.grid_worker) == {}


def test_what_is_carried_costs_the_same_with_one_campaign_and_with_three(
    collecting: Collecting,
) -> None:
    who = collecting.cast.grid_worker

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            carried(who)
        return len(caught)

    collecting.take(collecting.open())
    one = statements()
    for form_id in ("f2", "f3"):
        collecting.form(form_id=form_id)
        collecting.open(form_id=form_id, title=form_id)
    assert len(carried(who)) == 3
    assert statements() == one == 4


@pytest.mark.row("R-046")
def test_progress_is_counted_by_place_against_the_doors_there(collecting: Collecting) -> None:
    campaign = collecting.open(area_codes=[COUNTY], sample_percent=100)
    cast = collecting.cast
    collecting.take(campaign, outcome="absent")
    collecting.wait(minutes=1).take(campaign)
    collecting.take(campaign, door="102", outcome="refused")
    collecting.take(campaign, "乙栋", door="", outcome="revisit")
    collecting.take(campaign, "丙栋", by=cast.second_grid_worker)
    collecting.take(campaign, None, door="")
    county = fieldwork.campaign_progress(campaign, cast.county_supervisor)
    assert (county.whole, county.whole.waiting, county.unplaced) == (
        Tally(10, done=3, refused=1, revisit=1),
        5,
        1,
    )
    assert {line.code: (line.buildings, line.tally) for line in county.areas} == {
        TOWN: (3, Tally(6, done=3, refused=1, revisit=1)),
        OTHER_COMMUNITY[:9]: (1, Tally(4)),
    }
    assert county.checks == {"due": 3, "agreed": 0, "differs": 0}
    station = fieldwork.campaign_progress(campaign, cast.station_clerk)
    assert {line.code: line.tally for line in station.areas} == {
        GRID: Tally(4, done=2, refused=1, revisit=1),
        SECOND_GRID: Tally(2, done=1),
    }
    grid = fieldwork.campaign_progress(campaign, cast.county_supervisor, place=GRID)
    assert {line.assignment.point.name: line.tally for line in grid.buildings} == {
        "甲栋": Tally(3, done=1, refused=1),
        "乙栋": Tally(1, revisit=1),
    }
    own = fieldwork.campaign_progress(campaign, cast.grid_worker)
    assert own.whole == Tally(4, done=2, refused=1, revisit=1)
    other = fieldwork.campaign_progress(campaign, cast.stranger)
    assert other.whole == Tally(4)


def found(collecting: Collecting, who: Actor, **which: str) -> list[str]:
    campaign = fieldwork.Campaign.objects.get()
    page = fieldwork.entry_list(campaign, who, EntryFilter(**which))  # type: ignore[arg-type]
    return [f"{row.door} {row.outcome}" for row in page.rows]


@pytest.mark.row("R-031")
def test_entries_are_listed_within_what_somebody_may_see(collecting: Collecting) -> None:
    campaign = collecting.open(sample_percent=100)
    cast = collecting.cast
    collecting.take(campaign, outcome="absent")
    collecting.wait(minutes=1).take(campaign)
    collecting.take(campaign, "丙栋", by=cast.second_grid_worker, door="301", outcome="refused")
    everybody = ["301 refused", "101 done"]
    assert found(collecting, cast.county_supervisor) == everybody
    assert found(collecting, cast.station_clerk) == everybody
    assert found(collecting, cast.grid_worker) == ["101 done"]
    assert found(collecting, cast.grid_worker, overtaken="yes") == ["101 done", "101 absent"]
    assert found(collecting, cast.station_clerk, outcome="refused") == ["301 refused"]
    assert found(collecting, cast.station_clerk, check="due") == ["101 done"]
    assert found(collecting, cast.station_clerk, place=SECOND_GRID) == ["301 refused"]
    for who in (cast.stranger, cast.second_station_clerk, cast.administrator):
        assert found(collecting, who) == []
    entry = fieldwork.Entry.objects.filter(door="301").get()
    for who in (cast.stranger, cast.grid_worker, cast.administrator):
        with pytest.raises(NotFound):
            fieldwork.entry_by(entry.uid, who)
    assert fieldwork.entry_by(entry.uid, cast.electronic_supervisor) == entry


@pytest.mark.row("R-031")
def test_campaigns_are_seen_by_those_whose_places_they_touch(collecting: Collecting) -> None:
    cast = collecting.cast
    here = collecting.open()
    there = collecting.open(area_codes=[OTHER_COMMUNITY])
    seen = {
        name: [one.pk for one in fieldwork.campaigns(cast.actor(name)).order_by("pk")]
        for name in cast.people
    }
    both, mine, theirs = [here.pk, there.pk], [here.pk], [there.pk]
    assert {name: rows for name, rows in seen.items() if rows} == {
        "county_supervisor": both,
        "county_dispatcher": both,
        "electronic_supervisor": both,
        "township_operator": mine,
        "station_clerk": mine,
        "grid_worker": mine,
        "second_grid_worker": mine,
        "strange_township_operator": theirs,
        "stranger": theirs,
    }


def test_the_list_of_buildings_tells_no_door_and_no_person(collecting: Collecting) -> None:
    CheckPoint.objects.create(
        area_code=GRID, name='=1+"1",栋', households=2, valid_from=SINCE, changed_at=MORNING
    )
    campaign = collecting.open(area_codes=[COMMUNITY])
    collecting.take(campaign)
    worker = collecting.cast.grid_worker
    text = fieldwork.buildings_csv("houses", (GRID,), worker.account_id or 0).decode()
    lines = text.splitlines()
    assert lines[0] == "name,label,address,doors"
    assert [line.split(",", 1)[1] for line in lines[1:]] == [
        '"=1+""1"",栋",,2',
        "乙栋,,1",
        "甲栋,,3",
    ]
