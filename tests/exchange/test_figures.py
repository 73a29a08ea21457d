"""Both sides count, and what differs is named."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone, translation

from gege.exchange.actions.compare import compare_source, forget_old
from gege.exchange.commands import exchange
from gege.exchange.models import Comparison, Figure, Held, Run, Source
from gege.exchange.names import in_words
from gege.exchange.rules.changes import digest_of_record, digest_text
from gege.exchange.rules.figures import Count, Key, Line, What, compared
from tests.cast import COMMUNITY, Cast
from tests.exchange.asking import System, refused
from tests.exchange.conftest import shared
from tests.exchange.department import Interface
from tests.exchange.pulling import declare, read
from tests.openapi.hooks import HOME
from tests.registers.keeping_records import NOW, Home


def test_lines_say_how_they_differ() -> None:
    ours: dict[Key, Count] = {
        ("a", "2026-01"): Count(3, "x"), ("b", ""): Count(2), ("c", ""): Count(4, "x"),
    }  # fmt: skip
    theirs: dict[Key, Count] = {
        ("a", "2026-01"): Count(3, "y"), ("c", ""): Count(4), ("d", ""): Count(1),
    }  # fmt: skip
    assert compared(ours, theirs) == [
        Line("a", "2026-01", Count(3, "x"), Count(3, "y"), What.OTHER_DIGEST),
        Line("b", "", Count(2), Count(0), What.MORE_HERE),
        Line("c", "", Count(4, "x"), Count(4), What.SAME),
        Line("d", "", Count(0), Count(1), What.FEWER_HERE),
    ]


def test_what_was_kept_of_a_failure_is_said_in_words() -> None:
    with translation.override("en"):
        assert in_words("no_table people") == "There is no such table. people"
        assert in_words("no_secret GEGE_SOURCE_X") == "The environment has no GEGE_SOURCE_X."
        assert in_words("503 busy") == "503 busy"
        assert in_words("OperationalError: no route") == "OperationalError: no route"
        assert in_words("no_entry")[:34] == "The sharing catalogue has no live "


def test_a_department_compares_what_it_holds(county: Cast, home: Home, system: System) -> None:
    """Counts and digests are computed there from nothing but what it was given."""
    shared(county)
    for sign in "一二":
        home.person(county.grid_worker, name=f"李{sign}")
    assert refused(system.get("registers/resident/versions")) == (422, "nothing_given")
    page = system.changes()
    held = {one["uid"]: one for one in page["records"]}
    assert (
        system.post("registers/resident/comparison", body(held, system)).json()["differences"] == []
    )
    versions = system.get("registers/resident/versions", limit=2).json()
    more = system.get("registers/resident/versions", after=versions["next"]).json()
    listed = versions["records"] + more["records"]
    assert {one["uid"]: one["version"] for one in listed} == {
        uid: one["version"] for uid, one in held.items()
    }
    month = page["records"][0]["month"]
    stale = {uid: one | {"version": one["version"] + 1} for uid, one in held.items()}
    answer = system.post("registers/resident/comparison", body(stale, system)).json()
    assert answer["differences"] == [
        {"area": COMMUNITY, "month": month, "ours": 3, "theirs": 3, "what": "other_digest"}
    ]
    lost = dict(list(held.items())[:2])
    answer = system.post("registers/resident/comparison", body(lost, system)).json()
    assert answer["differences"][0] | {"month": ""} == {
        "area": COMMUNITY, "month": "", "ours": 3, "theirs": 2, "what": "more_here",
    }  # fmt: skip
    assert Comparison.objects.count() == 3


def body(held: dict[str, Any], system: System) -> dict[str, Any]:
    key = hashlib.sha256(system.token.encode()).digest()
    counts: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for uid, one in held.items():
        place = (one["area"][:12], one["month"])
        counts[place] += 1
        sums[place] += digest_of_record(uid, one["version"], key)
    lines = [
        {"area": area, "month": month, "count": n, "digest": digest_text(sums[area, month])}
        for (area, month), n in counts.items()
    ]
    return {"lines": lines}


@pytest.mark.parametrize(
    "lines",
    [
        [{"area": "x", "count": 1}],
        [{"count": -1}],
        [{"count": 1, "digest": "zz"}],
        [{"count": 1, "more": 1}],
        "lines",
        [{"count": 2**53}],
    ],
)
def test_malformed_counts_are_refused(county: Cast, home: Home, system: System, lines: Any) -> None:
    shared(county)
    system.changes()
    answer = system.post("registers/resident/comparison", {"lines": lines})
    assert refused(answer) == (400, "malformed")
    twice = {"lines": [{"count": 1}, {"count": 2}]}
    assert system.post("registers/resident/comparison", twice).status_code == 422


def test_a_source_is_counted_on_both_sides(county: Cast, settings: Any) -> None:
    settings.GEGE_CALL_NETWORKS, settings.GEGE_CALL_HTTP = HOME, True
    there = Interface([{"id": n, "name": f"{n}栋"} for n in range(1, 5)])
    try:
        source = declare(
            county, kind="pages", address=there.address, columns="id, name", key_column="id",
            figures=there.address.replace("people", "figures"),
        )  # fmt: skip
        read(source, NOW)
        kept = compare_source(source, by=county.administrator, now=NOW)
        assert (kept.ours, kept.theirs, kept.waiting, kept.found) == (4, 4, 4, 0)
        there.rows.append({"id": 5, "name": "5栋"})
        kept = compare_source(source, by=county.administrator, now=NOW)
        rows = Figure.objects.filter(comparison=kept).values_list("ours", "theirs", "what")
        assert list(rows) == [(4, 5, "fewer_here")]
        page = county.client("county_supervisor").get(f"/setup/exchange/comparisons/{kept.uid}")
        assert "这里较少" in page.content.decode()
        done = CliRunner().invoke(exchange, ["compare", source.name])
        assert done.exit_code == 1, done.output
        assert "4 here, 5 there, 4 wait." in done.output
        there.mode = "down"
        kept = compare_source(source, by=county.administrator, now=NOW)
        assert (kept.theirs, kept.trouble) == (None, "503 {}")
    finally:
        there.stop()


def test_who_gives_no_counts_is_said_so(county: Cast) -> None:
    source = declare(county, kind="folder", folder="zhujian")
    kept = compare_source(source, by=county.administrator, now=NOW)
    assert (kept.theirs, kept.trouble, kept.found) == (None, "not_counted", 0)
    assert Figure.objects.get().what == "not_told"


def test_old_counts_and_idle_readings_are_forgotten(county: Cast) -> None:
    source = declare(county, kind="folder", folder="zhujian")
    compare_source(source, by=county.administrator, now=NOW)
    read(source, NOW)
    assert forget_old(now=NOW + timedelta(days=30)) == 0
    forget_old(now=NOW + timedelta(days=200))
    assert (Comparison.objects.count(), Run.objects.count()) == (0, 0)


def test_the_command_reads_a_source_and_says_what_came(county: Cast) -> None:
    declare(county, kind="folder", folder="zhujian")
    done = CliRunner().invoke(exchange, ["pull", "房屋库"])
    assert (done.exit_code, done.output) == (
        0,
        "nothing new: 0 rows read, 0 taken, 0 known, 0 refused.\n",
    )
    assert CliRunner().invoke(exchange, ["pull", "没有"]).exit_code == 1
    Source.objects.update(next_at=timezone.now())
    assert CliRunner().invoke(exchange, ["pull"]).output == "1 sources read.\n"
    assert CliRunner().invoke(exchange, ["tell"]).output == "0 pages taken.\n"
    assert Held.objects.count() == 0
