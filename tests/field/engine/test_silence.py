"""When a phone that hears nothing of the platform is sealed or wiped. No clock alone does it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.field.engine.phone import Phone

HOUR, DAY = 3_600_000, 86_400_000
NOW = 1_790_000_000_000
DAYS = 7

FOLD = """
const {contactMark, observe, judge} = await engine('silence');
let mark = contactMark(it.server, it.phone);
const seen = [];
for (const phone of it.readings) {
  mark = observe(mark, phone);
  seen.push(judge(mark, phone, it.days));
}
return seen;
"""


def _judged(there: Phone, readings: list[int], **more: int) -> list[str]:
    asked: dict[str, Any] = {"server": NOW, "phone": NOW, "days": DAYS, "readings": readings}
    found: list[str] = there.run(FOLD, asked | more)
    return found


@pytest.mark.row("R-022")
def test_a_phone_opened_every_day_is_wiped_after_the_days_allowed(phone: Phone) -> None:
    readings = [NOW + DAY * day for day in range(1, 9)]
    assert _judged(phone, readings) == ["open"] * 6 + ["wipe", "wipe"]


def test_a_phone_left_in_a_drawer_is_sealed_and_wiped_when_it_stays_silent(phone: Phone) -> None:
    found = NOW + 30 * DAY
    readings = [found + DAY * day for day in range(7)]
    assert _judged(phone, readings) == ["sealed"] * 6 + ["wipe"]


def test_opening_it_many_times_within_a_day_counts_no_more_than_the_day(phone: Phone) -> None:
    readings = [NOW + HOUR * hour for hour in range(1, 25)]
    assert _judged(phone, readings) == ["open"] * 24


@pytest.mark.parametrize(
    "readings",
    [
        pytest.param([NOW + 400 * DAY, NOW + HOUR], id="forward and mended"),
        pytest.param([NOW - 3000 * DAY, NOW + HOUR], id="an empty battery and mended"),
        pytest.param([NOW + 400 * DAY, NOW, NOW + 400 * DAY, NOW + HOUR], id="to and fro"),
    ],
)
def test_a_jump_of_the_clock_wipes_nothing(phone: Phone, readings: list[int]) -> None:
    judged = _judged(phone, readings)
    assert "wipe" not in judged
    assert judged[-1] == "open"


def test_a_clock_that_was_years_behind_and_is_mended_seals_nothing(phone: Phone) -> None:
    """At the last contact the phone lived in 2010; now the network has told it the time."""
    behind = NOW - 16 * 365 * DAY
    assert _judged(phone, [NOW + HOUR, NOW + DAY], phone=behind) == ["open", "open"]


def test_a_clock_wrong_by_days_all_the_time_changes_nothing(phone: Phone) -> None:
    ahead = NOW + 20 * DAY
    assert _judged(phone, [ahead + HOUR, ahead + DAY], phone=ahead) == ["open", "open"]


def test_without_a_contact_or_a_bound_nothing_is_judged(phone: Phone) -> None:
    assert _judged(phone, [NOW + 99 * DAY], days=0) == ["open"]
    nothing = phone.run("return (await engine('silence')).judge(null, 1, 7);")
    assert nothing == "open"
