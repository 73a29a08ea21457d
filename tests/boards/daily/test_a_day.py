"""The day's file: the same bytes again, corrected when late deeds changed it, caught up, safe."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from gege.boards.daily import making
from gege.boards.daily.as_of import at_the_end_of
from gege.boards.daily.making import content_of, make_day, make_missing
from gege.boards.daily.writing import COLUMNS, FORM
from gege.boards.period import Period
from gege.matters.api import Matter
from gege.staff.api import SYSTEM
from gege.supervision.models import DailyFile
from gege.trail.models import Entry
from tests.cast import COUNTY, TOWN
from tests.matters.play import CALLER, Play
from tests.openapi.conftest import open_system
from tests.openapi.rest_calls import get

__all__ = ["open_system"]
DAY = date(2026, 11, 24)


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.GEGE_PROVINCE_DIR = tmp_path / "province"
    return tmp_path / "province"


@pytest.fixture
def county(play: Play, outbox: Path) -> Play:
    """One matter closed after the bureau's work, one that waits for a callback, one in hand."""
    play.closed()
    play.verified(description="家里老人住院", who=CALLER)
    play.in_hand()
    play.now = play.now.replace(day=25, hour=0, minute=12)
    return play


def test_a_day_tells_what_came_went_and_stood(county: Play) -> None:
    made, fresh = make_day(DAY, by=SYSTEM, now=county.now)
    document = json.loads(made.document)
    assert (fresh, made.edition, made.reason, made.form) == (True, 1, "", FORM)
    assert (document["county"], document["day"]) == (COUNTY, "2026-11-24")
    counts: dict[str, int] = {}
    for one in document["counts"]:
        counts[one["measure"]] = counts.get(one["measure"], 0) + one["count"]
        assert one["township"] == TOWN
    assert counts == {
        "reported": 3, "closed": 1, "closed_with_due": 1, "closed_on_time": 1, "open": 2,
    }  # fmt: skip
    near = [one for one in document["indicators"] if one["indicator"] == "near"]
    assert {one["township"] for one in near} == {"", TOWN}
    lines = list(csv.DictReader(io.StringIO(made.table)))
    assert list(lines[0]) == list(COLUMNS)
    assert len(lines) == made.lines == len(document["counts"]) + len(document["indicators"])


def test_what_few_residents_said_is_kept_back(county: Play) -> None:
    found = json.loads(content_of(DAY).document)["indicators"]
    people = [one for one in found if one["indicator"] in ("resolution", "satisfied", "unreached")]
    assert {(one["township"], one["kept_back"], one["denominator"]) for one in people} <= {
        ("", True, None)
    }


def test_no_word_of_a_person_is_in_a_file(county: Play) -> None:
    made = content_of(DAY)
    number = Matter.objects.values_list("pk", flat=True)[0]
    for secret in (CALLER.name, CALLER.phone, "家里老人住院", "路面有坑", f"{number:06}"):
        assert secret not in made.document
        assert secret not in made.table


def test_the_same_day_again_is_the_same_bytes_and_writes_nothing(county: Play) -> None:
    first, _fresh = make_day(DAY, by=SYSTEM, now=county.now)
    lines = Entry.objects.count()
    county.wait(hours=30)
    for matter in Matter.objects.exclude(state="closed"):
        Matter.objects.filter(pk=matter.pk).update(
            state="closed", closed_at=county.now, settled_at=county.now
        )
    again, fresh = make_day(DAY, by=SYSTEM, now=county.now)
    assert (again.pk, fresh, Entry.objects.count()) == (first.pk, False, lines)


def test_a_late_deed_makes_a_corrected_edition(county: Play, outbox: Path) -> None:
    first, _fresh = make_day(DAY, by=SYSTEM, now=county.now)
    late = county.report()
    Matter.objects.filter(pk=late.pk).update(reported_at=county.now - timedelta(hours=20))
    second, fresh = make_day(DAY, by=SYSTEM, now=county.now)
    assert (fresh, second.edition, second.reason) == (True, 2, "corrected")
    assert json.loads(first.document)["counts"] != json.loads(second.document)["counts"]
    stood = [
        [one for one in json.loads(made.document)["counts"] if one["measure"] == "open"]
        for made in (first, second)
    ]
    assert stood[0] == stood[1]
    entry = Entry.objects.filter(stream="daily:2026-11-24").latest("seq")
    payload = json.loads(entry.payload)
    assert (payload["edition"], payload["reason"]) == (2, "corrected")
    assert payload["json_sha256"] == hashlib.sha256(second.document.encode()).hexdigest()
    assert sorted(path.name for path in outbox.iterdir()) == [
        f"gege-daily-{COUNTY}-2026-11-24-{edition}.{ending}"
        for edition in (1, 2)
        for ending in ("csv", "json")
    ]
    written = outbox / f"gege-daily-{COUNTY}-2026-11-24-2.json"
    assert written.read_bytes() == second.document.encode()


def test_missed_days_are_caught_up_once(county: Play) -> None:
    assert [one.day for one in make_missing(now=county.now)] == [DAY]
    assert make_missing(now=county.now) == []
    county.wait(hours=72)
    assert [one.day.day for one in make_missing(now=county.now)] == [25, 26, 27]
    assert list(DailyFile.objects.order_by("day").values_list("day", "edition")) == [
        (DAY + timedelta(days=n), 1) for n in range(4)
    ]


def test_a_day_that_fails_is_tried_again_and_leaves_nothing(
    county: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_missing(now=county.now)
    county.wait(hours=24)
    with monkeypatch.context() as broken:

        def fail(*_args: Any, **_more: Any) -> None:
            raise DatabaseError

        broken.setattr("gege.supervision.actions.keep_day.record", fail)
        assert make_missing(now=county.now) == []
    assert DailyFile.objects.count() == 1
    assert [one.day.day for one in make_missing(now=county.now)] == [25]


def test_a_day_that_is_not_over_is_not_counted(county: Play) -> None:
    with pytest.raises(ValueError, match="over"):
        make_day(DAY + timedelta(days=1), by=SYSTEM, now=county.now)


def test_the_table_of_matters_is_the_real_one_again_afterwards(county: Play) -> None:
    before = Matter.objects.count()
    with at_the_end_of(Period(DAY - timedelta(days=9), DAY - timedelta(days=9))) as rows:
        assert rows.count() == 0
    assert Matter.objects.count() == before == 3


def client_of(play: Play, who: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return play.cast.client(who)


def test_the_centre_downloads_and_counts_again(
    county: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _fresh = make_day(DAY, by=SYSTEM, now=county.now)
    client = client_of(county, "county_supervisor", monkeypatch)
    page = client.get("/boards/daily")
    assert page.status_code == 200
    assert made.document_sha256 in page.text
    for ending, text in (("json", made.document), ("csv", made.table)):
        assert client.get(f"/boards/daily/{DAY}/1.{ending}").content == text.encode()
    assert client.post(f"/boards/daily/{DAY}/again").status_code == 302
    assert DailyFile.objects.count() == 1
    for bad in ("2026-11-25/again", "2026-13-01/again", "2026-11-20/again"):
        assert client.post(f"/boards/daily/{bad}").status_code == 404
    for bad in (f"{DAY}/2.json", f"{DAY}/1.pdf", f"{DAY}/0.csv", "2026-02-30/1.json"):
        assert client.get(f"/boards/daily/{bad}").status_code == 404
    for after in ("-1", "9" * 30, "x", "²"):
        assert client.get("/boards/daily", {"after": after}).status_code == 200
    watcher = client_of(county, "electronic_supervisor", monkeypatch)
    assert watcher.get(f"/boards/daily/{DAY}/1.csv").status_code == 200
    assert watcher.post(f"/boards/daily/{DAY}/again").status_code == 404
    for who in ("department_officer", "township_operator", "administrator"):
        stranger = client_of(county, who, monkeypatch)
        assert stranger.get(f"/boards/daily/{DAY}/1.json").status_code == 404


def test_a_client_of_the_centre_reads_days_and_no_other(
    county: Play, open_system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _fresh = make_day(DAY, by=SYSTEM, now=county.now)
    post = county.cast.county_supervisor
    terms = {"name": "省平台", "reads": True, "reports": False, "moves": False, "public": False}
    centre = open_system(unit_code=post.unit_code, role="county_supervisor", **terms)
    listed = get(centre, "daily-files", since="2026-11-01").json()["days"]
    assert [(one["day"], one["edition"], one["json_sha256"]) for one in listed] == [
        ("2026-11-24", 1, made.document_sha256)
    ]
    answer = get(centre, "daily-files/2026-11-24")
    assert (answer.content, answer["ETag"]) == (
        made.document.encode(),
        f'"{made.document_sha256}"',
    )
    assert get(centre, "daily-files/2026-11-23").status_code == 404
    assert get(centre, "daily-files/2026-99-99").status_code == 404
    assert get(centre, "daily-files/2026-11-24", edition="2").status_code == 404
    assert get(centre, "daily-files", since="x").status_code == 400
    bureau = county.cast.department_officer
    terms["name"] = "县住建局系统"
    other = open_system(unit_code=bureau.unit_code, role="department_officer", **terms)
    assert get(other, "daily-files").status_code == 403
    assert get(other, "daily-files/2026-11-24").status_code == 403


def test_the_day_begins_and_ends_at_the_countys_midnight(county: Play) -> None:
    period = Period(DAY, DAY)
    row = Matter.objects.order_by("pk")[0]
    for moment, inside in (
        (period.start - timedelta(microseconds=1), False),
        (period.start, True),
        (period.end - timedelta(microseconds=1), True),
        (period.end, False),
    ):
        Matter.objects.filter(pk=row.pk).update(reported_at=moment)
        found = json.loads(content_of(DAY).document)["counts"]
        reported = sum(one["count"] for one in found if one["measure"] == "reported")
        assert reported == (3 if inside else 2)


def test_one_day_costs_the_same_however_many_days_there_are(
    county: Play, django_assert_max_num_queries: Any
) -> None:
    make_day(DAY, by=SYSTEM, now=county.now)
    assert making.LOOKED_AT_AGAIN == 7
    with django_assert_max_num_queries(20):
        make_day(DAY, by=SYSTEM, now=county.now)
