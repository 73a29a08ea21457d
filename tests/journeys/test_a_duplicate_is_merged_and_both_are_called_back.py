"""Two residents report the same pothole: one matter is worked on, both get their answer."""

import pytest

from tests.cast import GRID
from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-077")]


def test_a_duplicate_is_merged_and_both_are_called_back(county: County) -> None:
    hotline = county.person("hotline_operator")
    numbers = [
        hotline.report(
            title=f"门口路面有坑，{name}报",
            kind="道路坑洼破损",
            grid_code=GRID,
            name=name,
            phone=phone,
            wants_callback=True,
        )
        for name, phone in (("居民甲", "10000000001"), ("居民乙", "10000000002"))
    ]
    first, second = numbers

    clerk = county.person("station_clerk").open(second)
    clerk.do("merge", near=first)
    assert (clerk.stands, clerk.moves) == ("已并入", [])
    assert clerk.page.locator(f'#matter a[href*="{first}"]').count() >= 1

    worker = county.person("grid_worker").open(first)
    assert worker.page.locator("#reporters .reporters > li").count() == 2
    worker.do("accept").do("complete", outcome="done", words="已用冷料填平")
    clerk.open(first).do("verify")
    waiting = reporters(county, first)
    assert len(waiting) == 2
    clerk.do("call-back", reporting_id=waiting[0], contact="confirmed", satisfaction="satisfied")
    assert "close" not in clerk.moves, "the other reporter was not heard yet"
    clerk.do("call-back", reporting_id=waiting[1], contact="confirmed", satisfaction="satisfied")
    clerk.do("close")
    clerk.shot("duplicate-closed")
    assert (clerk.light, clerk.stands) == ("green", "已结案")
    assert clerk.steps.count("回访") == 2


def reporters(county: County, number: str) -> list[str]:
    """The values of the reporters that the callback form offers."""
    clerk = county.person("station_clerk").open(number).start("call-back")
    choices = clerk.page.locator("#move [name=reporting_id]").all()
    values = [choice.get_attribute("value") or "" for choice in choices]
    clerk.open(number)
    return values
