"""A department asks for more time before its time is over; whoever instructed it decides."""

import pytest
from django.utils import timezone

from tests.journeys.screen import County
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-086")]


def test_more_time_is_asked_and_granted(county: County) -> None:
    number = Play(county.cast, timezone.now()).in_hand().number
    officer, dispatcher = county.person("department_officer"), county.person("county_dispatcher")
    officer.open(number)
    before = officer.due
    officer.do("ask-extension", days=3, reason="配件要从外地调运")
    assert officer.due == before, "nothing changes until it is granted"
    assert "extend" not in officer.moves, "nobody grants their own request"

    dispatcher.open(number)
    assert dispatcher.moves[0] == "extend"
    dispatcher.start("extend")
    assert dispatcher.says("配件要从外地调运")
    dispatcher.fill("move", {"words": "同意，请先做好围挡"})
    dispatcher.send()
    assert dispatcher.due > before
    dispatcher.shot("more-time")
    assert officer.open(number).due == dispatcher.due
    county.deliver()
    assert officer.visit("/notices").says("延期")


def test_more_time_is_refused_with_a_reason(county: County) -> None:
    number = Play(county.cast, timezone.now()).in_hand().number
    officer, dispatcher = county.person("department_officer"), county.person("county_dispatcher")
    officer.open(number)
    before = officer.due
    officer.do("ask-extension", days=3, reason="人手不够")
    dispatcher.open(number).do("refuse-extension", reason="请调其他班组")
    assert (officer.open(number).due, officer.says("请调其他班组")) == (before, True)
