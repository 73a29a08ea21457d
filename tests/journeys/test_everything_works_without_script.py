"""An old browser without script: the same deeds, as whole pages."""

import pytest

from tests.cast import GRID
from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-031"), pytest.mark.row("R-038")]


def test_everything_works_without_script(county: County) -> None:
    hotline = county.person("hotline_operator", script=False)
    number = hotline.report(
        title="下水道冒水",
        kind="下水道堵塞",
        grid_code=GRID,
        name="居民甲",
        phone="10000000001",
        wants_callback=True,
    )
    worker = county.person("grid_worker", script=False)
    assert worker.listed("/") == ["下水道冒水"]
    worker.page.click("text=下水道冒水")
    worker.do("escalate", reason="管网需要清掏车", tried="已试过人工疏通")

    clerk = county.person("station_clerk", script=False).open(number)
    clerk.do("escalate", reason="需要镇建设所出车", tried="已联系物业")
    town = county.person("township_operator", script=False).open(number)
    town.do("accept").do("dispatch", lead="沿口镇村镇建设所")
    officer = county.person("town_branch_officer", script=False).open(number)
    officer.do("acknowledge")

    officer.start("complete")
    officer.send()
    assert officer.page.locator("#move .wrong a").count() >= 2, "what is missing is named"
    officer.fill("move", {"outcome": "done", "words": "已用清掏车疏通"})
    officer.send()
    assert officer.stands == "待核查"

    clerk.open(number).do("verify")
    clerk.do("call-back", contact="confirmed", satisfaction="satisfied").do("close")
    assert (clerk.light, clerk.stands) == ("green", "已结案")
