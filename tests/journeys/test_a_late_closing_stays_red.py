"""What is completed after its time is red, and closing it does not wash it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.screen import County
from tests.matters.play import CALLER, Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-087"), pytest.mark.row("R-091")]


def test_a_late_closing_stays_red(county: County) -> None:
    number = Play(county.cast, timezone.now() - timedelta(days=40)).in_hand(who=CALLER).number
    officer = county.person("department_officer").open(number)
    assert officer.light == "red"
    assert "逾期" in officer.over
    officer.do("complete", outcome="done", words="配件到货后已修复")
    assert officer.light == "red"

    clerk = county.person("station_clerk").open(number)
    clerk.do("verify").do("call-back", contact="confirmed", satisfaction="satisfied").do("close")
    clerk.shot("late-and-closed")
    assert (clerk.light, clerk.stands) == ("red", "已结案")
    dispatcher = county.person("county_dispatcher")
    assert dispatcher.listed("/matters?box=all&light=red") == ["路面有坑"]
    assert dispatcher.open(number).light == "red"
