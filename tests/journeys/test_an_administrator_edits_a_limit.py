"""A limit is edited on screen: new matters get it, those that are open keep their own."""

import pytest

from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-086")]

GRID_LINE = 'a[href*="limits/line"][href*="stage=handle"][href*="tier=grid"][href*="severity=*"]'


def test_an_administrator_edits_a_limit(county: County) -> None:
    worker = county.person("grid_worker")
    old = worker.report(title="改之前报的坑", kind="道路坑洼破损")
    worker.do("accept")
    assert worker.page.locator("#matter").get_by_text("1 个工作日", exact=True).count() >= 1

    administrator = county.person("administrator").visit("/setup/rulebook/limits")
    administrator.page.click(GRID_LINE)
    administrator.fill("id", {"amount": 3, "unit": "working_days", "note": "网格反映一天来不及"})
    administrator.page.click("form.form button.is-first")
    administrator.page.wait_for_url("**/setup/rulebook/limits")
    administrator.shot("limit-edited")
    assert "3 个工作日" in administrator.text(f"tr:has({GRID_LINE})")

    worker.report(title="改之后报的坑", kind="道路坑洼破损")
    worker.do("accept")
    assert worker.page.locator("#matter").get_by_text("3 个工作日", exact=True).count() >= 1
    worker.open(old)
    assert worker.page.locator("#matter").get_by_text("1 个工作日", exact=True).count() >= 1
    assert worker.page.locator("#matter").get_by_text("3 个工作日", exact=True).count() == 0
    assert administrator.visit("/setup/rulebook/editions").says("网格反映一天来不及")


def test_an_administrator_who_was_overtaken_is_told(county: County) -> None:
    first = county.person("administrator").visit("/setup/rulebook/limits")
    first.page.click(GRID_LINE)
    second = county.stranger("administrator").log_in().visit("/setup/rulebook/limits")
    second.page.click(GRID_LINE)
    for person, amount in ((first, 3), (second, 5)):
        person.fill("id", {"amount": amount, "note": f"改为 {amount} 天"})
        person.page.click("form.form button.is-first")
        person.page.wait_for_load_state("load")
    assert first.page.url.endswith("/setup/rulebook/limits")
    assert "3 个工作日" in second.text("main"), "what is in force meanwhile is shown"
    second.visit("/setup/rulebook/limits")
    assert "3 个工作日" in second.text(f"tr:has({GRID_LINE})")
