"""A patrol on the phone: positions between start and stop, coarse and thinned, and never else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from gege.fieldwork.models import CheckIn, Patrol, TrackPoint
from tests.cast import GRID
from tests.field.engine.phone import PHONE, Phone

pytestmark = [pytest.mark.row("R-080"), pytest.mark.row("R-053")]

START = "return (await engine('walk')).start(it);"
STOP = "await (await engine('walk')).stop('走完了');"
WATCHED = "return (await engine('walk')).watched();"
GATHERED = "return (await (await engine('store')).get('walk'))?.gathered ?? null;"
LNG, LAT = 106.285_123_456, 30.345_678_901
STEP = 0.0005
"""Some 50 metres."""

SPY = """
window.asked = 0;
const geo = navigator.geolocation;
for (const name of ['watchPosition', 'getCurrentPosition']) {
  const real = geo[name].bind(geo);
  Object.getPrototypeOf(geo)[name] = (...all) => { window.asked += 1; return real(...all); };
}
"""


@pytest.fixture
def walker(browser: Browser, address: str) -> Iterator[Phone]:
    """A phone that may know where it is; its rules thin by 25 metres and not by time."""
    place = {"latitude": LAT, "longitude": LNG, "accuracy": 8}
    context = browser.new_context(**PHONE, geolocation=place, permissions=["geolocation"])
    context.add_init_script(SPY)
    phone = Phone(context, address).create()
    _thin(phone, seconds=0)
    yield phone
    context.close()


def _thin(phone: Phone, seconds: int) -> None:
    phone.run(
        "await (await engine('store')).setSection('rules', '1', it);",
        {"thin_seconds": seconds, "thin_metres": 25},
    )


def _go(phone: Phone, steps: float, accuracy: float = 8) -> None:
    place = {"latitude": LAT + steps * STEP, "longitude": LNG, "accuracy": accuracy}
    phone.context.set_geolocation(place)  # type: ignore[arg-type]
    phone.page.wait_for_timeout(250)


def _gathered(phone: Phone, many: int) -> list[Any]:
    phone.until(
        f"const all = await (async () => {{ {GATHERED} }})(); return all?.length >= {many};"
    )
    found: list[Any] = phone.run(GATHERED)
    return found


def test_a_patrol_gathers_coarse_positions_from_start_to_stop(walker: Phone) -> None:
    uid = walker.run(START, GRID)
    assert len(_gathered(walker, 1)) == 1
    _go(walker, 1)
    positions = _gathered(walker, 2)
    assert [entry[1:] for entry in positions] == [[106.2851, 30.3457, 8], [106.2851, 30.3462, 8]]
    walker.run(STOP)
    begun, track, ended = walker.entries()
    assert (begun["kind"], begun["body"]) == ("patrol_start", {"uid": uid, "grid": GRID})
    assert (track["kind"], track["body"]) == ("track", {"patrol": uid, "positions": positions})
    assert (ended["kind"], ended["body"]) == ("patrol_end", {"patrol": uid, "note": "走完了"})
    assert track["after"] == ended["after"] == begun["key"]
    assert walker.run(GATHERED) is None


def test_outside_a_patrol_the_position_is_never_asked_for(walker: Phone) -> None:
    walker.put("report", {"title": "巷口"})
    walker.run("await (await engine('walk')).resume();")
    walker.open().unlock()
    walker.run("await (await engine('walk')).resume();")
    _go(walker, 3)
    assert walker.run("return window.asked;") == 0
    walker.run(START, GRID)
    _gathered(walker, 1)
    walker.run(STOP)
    asked = walker.run("return window.asked;")
    assert asked == 1
    _go(walker, 6)
    _go(walker, 9)
    assert walker.run(WATCHED) is False
    assert walker.run("return window.asked;") == asked
    assert sum(len(one["body"].get("positions", [])) for one in walker.entries()) == 1


def test_steps_too_short_too_soon_or_too_vague_are_not_kept(walker: Phone) -> None:
    walker.run(START, GRID)
    _gathered(walker, 1)
    _go(walker, 0.3)
    assert len(walker.run(GATHERED)) == 1, "some 15 metres"
    _go(walker, 3, accuracy=900)
    assert len(walker.run(GATHERED)) == 1, "nobody knows where"
    _thin(walker, seconds=3600)
    _go(walker, 5)
    assert len(walker.run(GATHERED)) == 1, "within the hour"
    _thin(walker, seconds=0)
    _go(walker, 7)
    assert len(_gathered(walker, 2)) == 2


def test_a_patrol_survives_a_reload_and_goes_on_after_the_pin(walker: Phone) -> None:
    uid = walker.run(START, GRID)
    _gathered(walker, 1)
    walker.open()
    _go(walker, 2)
    assert walker.run("return window.asked;") == 0, "locked: nothing is watched"
    walker.unlock().run("await (await engine('walk')).resume();")
    assert walker.run("return (await engine('walk')).running();")["uid"] == uid
    assert len(_gathered(walker, 2)) == 2


def test_locking_ends_the_watching(walker: Phone) -> None:
    walker.run(START, GRID)
    _gathered(walker, 1)
    assert walker.run(WATCHED) is True
    walker.lock()
    assert walker.run(WATCHED) is False


def test_a_check_in_tells_the_point_and_a_coarse_place(walker: Phone) -> None:
    uid = walker.run(START, GRID)
    _gathered(walker, 1)
    key = walker.run("return (await engine('walk')).checkIn('p-1', 'position', '门口');")
    entry = walker.entries()[-1]
    assert (entry["key"], entry["kind"]) == (key, "check_in")
    assert entry["body"] == {
        "patrol": uid,
        "point": "p-1",
        "how": "position",
        "lng": 106.2851,
        "lat": 30.3457,
        "note": "门口",
    }
    assert walker.run("return (await engine('walk')).running();")["points"] == ["p-1"]


def test_one_patrol_at_a_time(walker: Phone) -> None:
    walker.run(START, GRID)
    _gathered(walker, 1)
    assert walker.fault(START, GRID) == {"code": "walk_running"}
    walker.run(STOP)
    assert walker.fault(STOP) == {"code": "walk_none"}
    assert [one["kind"] for one in walker.entries()] == ["patrol_start", "track", "patrol_end"]


def test_a_long_way_is_sent_in_parts(walker: Phone) -> None:
    walker.run(START, GRID)
    _gathered(walker, 1)
    for step in range(1, 21):
        place = {"latitude": LAT + step * STEP, "longitude": LNG, "accuracy": 8}
        walker.context.set_geolocation(place)  # type: ignore[arg-type]
        walker.page.wait_for_timeout(120)
    tracks = [one for one in walker.entries() if one["kind"] == "track"]
    assert [len(one["body"]["positions"]) for one in tracks] == [20]


def test_a_refused_patrol_ends_on_the_phone_and_its_positions_go(walker: Phone) -> None:
    walker.run(START, GRID)
    _gathered(walker, 1)
    (begun,) = walker.entries()
    refused = [{"key": begun["key"], "status": "refused", "code": "patrol_running"}]
    walker.run("await (await engine('outbox')).settleAnswers(it);", refused)
    walker.run("await (await engine('walk')).resume({fresh: true});")
    assert walker.run("return (await engine('walk')).running();") is None
    assert walker.run(WATCHED) is False
    assert [one["kind"] for one in walker.entries()] == ["patrol_start"]


def test_a_patrol_walked_offline_arrives_whole(new_phone: Callable[..., Phone]) -> None:
    place = {"latitude": LAT, "longitude": LNG, "accuracy": 8}
    phone = new_phone(geolocation=place, permissions=["geolocation"])
    phone.sync()
    phone.run(WATCHED)
    phone.context.set_offline(True)
    uid = phone.run(START, GRID)
    _gathered(phone, 1)
    phone.run(STOP)
    phone.context.set_offline(False)
    phone.sync()
    assert phone.statuses() == ["done"] * 3, phone.entries()
    patrol = Patrol.objects.get()
    assert (str(patrol.uid), patrol.ended_at is not None) == (uid, True)
    assert TrackPoint.objects.filter(patrol=patrol).count() == 1
    assert CheckIn.objects.count() == 0
