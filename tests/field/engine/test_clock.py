"""The corrected time: what a contact teaches, and what happens when somebody sets the clock."""

from __future__ import annotations

import pytest

from tests.field.engine.phone import Phone

HOUR = 3_600_000

CONTACT = """
const {contact, skewMs} = await engine('clock');
await contact(new Date(Date.now() + it), Date.now(), Date.now());
return skewMs();
"""
SET = """
const real = window.realNow ??= Date.now.bind(Date);
Date.now = () => real() + it;
"""
NOTICE = "const clock = await engine('clock'); clock.noticeJump(); return clock.skewMs();"


def test_before_the_first_contact_nothing_is_known(phone: Phone) -> None:
    told = phone.run(
        "const {skewMs, contactAt} = await engine('clock'); return [skewMs(), contactAt()];"
    )
    assert told == [None, None]


def test_what_a_contact_taught_is_known_after_opening_anew(phone: Phone) -> None:
    assert abs(phone.run(CONTACT, 5 * HOUR) - 5 * HOUR) < 1_000
    phone.open()
    assert (
        phone.run("const clock = await engine('clock'); await clock.look(); return clock.skewMs();")
        > 4 * HOUR
    )


@pytest.mark.parametrize("step", [-24 * HOUR, 24 * HOUR, -HOUR])
def test_a_clock_set_while_the_app_is_open_changes_what_is_known_by_the_same_step(
    phone: Phone, step: int
) -> None:
    """The steady clock of the browser does not follow, so the step is seen at once."""
    known = phone.run(CONTACT, 0)
    phone.run(SET, step)
    assert abs(phone.run(NOTICE) - (known - step)) < 1_000
    phone.until("return (await (await engine('db')).getKey('mark')).skew !== 0;")


def test_a_phone_that_slept_has_not_set_its_clock(phone: Phone) -> None:
    """The steady clock stands still in sleep: hours that it missed are no step of the other one."""
    known = phone.run(CONTACT, 0)
    phone.run("Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'});")
    phone.run(SET, 8 * HOUR)
    assert phone.run(NOTICE) == known


def test_an_answer_that_tells_no_time_is_a_contact_all_the_same(phone: Phone) -> None:
    known = phone.run(CONTACT, 2 * HOUR)
    again = phone.run(
        "const clock = await engine('clock'), now = Date.now();"
        "await clock.contact(null, now, now); return clock.skewMs();"
    )
    assert again == known
