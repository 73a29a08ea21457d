"""What is major skips the levels between; what only seemed so is sent down without a word."""

import pytest

from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-069")]


def test_a_major_matter_reaches_the_county_at_once(county: County) -> None:
    worker = county.person("grid_worker")
    number = worker.report(title="三栋有很浓的燃气味", kind="燃气泄漏")
    assert worker.moves[0] == "skip-level"
    worker.do("skip-level", reason="楼道燃气味很浓，已疏散住户")
    dispatcher = county.person("county_dispatcher")
    assert dispatcher.listed("/") == ["三栋有很浓的燃气味"]
    county.deliver()
    for who in ("station_clerk", "township_operator"):
        between = county.person(who)
        assert between.listed("/") == []
        assert between.visit("/notices").says("三栋有很浓的燃气味"), f"{who} is told"
    dispatcher.open(number)
    dispatcher.do("accept").do("dispatch", lead="县住房和城乡建设局", words="立即关阀")
    assert dispatcher.stands == "待签收"


def test_what_only_seemed_major_is_sent_down(county: County) -> None:
    worker = county.person("grid_worker")
    number = worker.report(title="闻到异味", kind="燃气泄漏")
    worker.do("skip-level", reason="疑似燃气泄漏")
    dispatcher = county.person("county_dispatcher").open(number)
    dispatcher.do("downgrade", reason="燃气公司到场检测，是油烟味")
    clerk = county.person("station_clerk")
    assert clerk.listed("/") == ["闻到异味"]
    clerk.open(number)
    assert "解放路社区" in clerk.text(".matter-head .stands")
    assert worker.open(number).says("燃气公司到场检测，是油烟味")


def test_what_is_not_major_has_no_way_past_the_levels(county: County) -> None:
    worker = county.person("grid_worker")
    number = worker.report(title="路面有坑", kind="道路坑洼破损")
    assert "skip-level" not in worker.moves
    worker.visit(f"/matters/{number}/skip-level")
    assert worker.page.locator("#move form").count() == 0
    assert worker.page.locator(".flash .is-error").count() == 1
