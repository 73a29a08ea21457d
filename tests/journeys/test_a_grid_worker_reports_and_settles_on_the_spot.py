"""A grid worker finds rubbish on patrol, reports it and settles it where it lies."""

import pytest

from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-056"), pytest.mark.row("R-057")]


def test_a_grid_worker_reports_and_settles_on_the_spot(county: County) -> None:
    worker = county.person("grid_worker")
    number = worker.report(title="巷口堆了垃圾", kind="暴露垃圾")
    assert worker.says(number)
    assert (worker.light, worker.moves[0]) == ("none", "handle-in-place")
    assert worker.listed("/") == ["巷口堆了垃圾"]

    worker.page.click("text=巷口堆了垃圾")
    mine = worker.page.locator(".rail [data-count='mine']")
    assert mine.inner_text() == "1"
    worker.do("handle-in-place", outcome="done", words="已和保洁员一起清运干净")
    worker.shot("settled-on-the-spot")
    assert (worker.light, worker.stands) == ("green", "已结案")
    assert worker.steps == ["上报", "当场办结"]
    assert mine.inner_text() == "0"  # beside the part that was put in place anew
    assert worker.listed("/") == []


def test_what_is_settled_already_is_one_form(county: County) -> None:
    worker = county.person("grid_worker")
    worker.report(title="楼道小广告", kind="乱涂小广告", settled=True, result="已清除小广告")
    assert (worker.light, worker.stands) == ("green", "已结案")


def test_a_matter_nobody_verifies_at_once_waits_for_the_station(county: County) -> None:
    worker, clerk = county.person("grid_worker"), county.person("station_clerk")
    number = worker.report(title="路面有坑", kind="道路坑洼破损")
    worker.do("handle-in-place", outcome="done", words="已用冷料填平路面")
    assert worker.stands == "待核查"
    assert "verify" not in worker.moves
    clerk.open(number).do("verify", words="现场看过，已经填平")
    assert (clerk.light, clerk.stands) == ("green", "已结案")
