"""A resident calls the hotline; the grid settles it, the station calls back and closes it."""

import pytest

from tests.cast import GRID
from tests.journeys.screen import County

pytestmark = [
    pytest.mark.row("R-038"),
    pytest.mark.row("R-077"),
    pytest.mark.row("R-089"),
    pytest.mark.row("R-103"),
]


def test_a_call_by_the_hotline_is_settled_and_called_back(county: County) -> None:
    hotline = county.person("hotline_operator")
    number = hotline.report(
        title="门口路面有坑",
        kind="道路坑洼破损",
        grid_code=GRID,
        name="居民甲",
        phone="10000000001",
        wants_callback=True,
    )
    assert hotline.stands == "待受理"

    worker = county.person("grid_worker")
    assert worker.listed("/") == ["门口路面有坑"]
    worker.open(number)
    assert not worker.says("10000000001"), "a number is masked until somebody says what for"
    worker.do("accept")
    assert worker.stands == "办理中"
    worker.do("complete", outcome="done", words="已用冷料填平，当天通行")
    assert worker.stands == "待核查"
    assert worker.moves == []

    clerk = county.person("station_clerk")
    assert clerk.listed("/") == ["门口路面有坑"]
    clerk.open(number).do("verify")
    assert (clerk.stands, "close" in clerk.moves) == ("待回访", False)
    clerk.reveal("call_back")
    assert clerk.says("10000000001")
    clerk.open(number).do("call-back", contact="confirmed", satisfaction="satisfied")
    assert clerk.moves[0] == "close"
    clerk.do("close")
    clerk.shot("called-back-and-closed")
    assert (clerk.light, clerk.stands) == ("green", "已结案")
    assert clerk.steps == ["上报", "受理", "办结", "核查通过", "回访", "结案"]
    assert hotline.open(number).light == "green"


def test_a_resident_who_is_not_content_gets_the_work_done_again(county: County) -> None:
    hotline = county.person("hotline_operator")
    caller = {"name": "居民乙", "phone": "10000000002", "wants_callback": True}
    number = hotline.report(title="路灯不亮", kind="路灯不亮", grid_code=GRID, **caller)
    worker = county.person("grid_worker").open(number)
    worker.do("handle-in-place", outcome="done", words="已更换灯泡并试亮")
    clerk = county.person("station_clerk").open(number)
    clerk.do("call-back", contact="unsolved", satisfaction="dissatisfied", words="晚上还是不亮")
    assert clerk.stands == "办理中"
    worker.open(number).do("complete", outcome="done", words="查到线路断点，已经接通")
    clerk.open(number).do("call-back", contact="confirmed", satisfaction="satisfied")
    clerk.do("close")
    assert clerk.stands == "已结案"
