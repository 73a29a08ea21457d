"""A matter that no level below can settle climbs to a department, and comes back for its eyes."""

import pytest

from tests.cast import HOUSING
from tests.journeys.screen import County, Person

pytestmark = [
    pytest.mark.row("R-031"),
    pytest.mark.row("R-032"),
    pytest.mark.row("R-038"),
    pytest.mark.row("R-041"),
    pytest.mark.row("R-057"),
    pytest.mark.row("R-066"),
    pytest.mark.row("R-088"),
]

TITLE = "主干道路面塌陷"


def test_a_matter_climbs_all_four_levels_and_comes_back(county: County) -> None:
    worker = county.person("grid_worker")
    number = worker.report(
        title=TITLE,
        kind="道路坑洼破损",
        name="居民甲",
        phone="10000000001",
        wants_callback=True,
    )
    for who in ("grid_worker", "station_clerk", "township_operator"):
        person = county.person(who)
        climbs(person, number)
        assert person.listed("/") == [], f"what {who} passed on is not theirs to act on"

    dispatcher = county.person("county_dispatcher")
    assert dispatcher.listed("/") == [TITLE]
    dispatcher.open(number).do("accept")
    dispatcher.do("dispatch", lead="县住房和城乡建设局", words="请今天派人围挡")
    assert "县住房和城乡建设局" in dispatcher.text(".matter-head .stands")
    assert dispatcher.stands == "待签收"

    officer = county.person("department_officer")
    assert officer.listed("/") == [TITLE]
    officer.open(number).do("acknowledge")
    officer.do("complete", outcome="done", words="已开挖回填并恢复路面")
    assert officer.stands == "待核查"
    assert county.cast.units[HOUSING].name_zh not in officer.text(".matter-head .stands")

    clerk = county.person("station_clerk")
    assert clerk.listed("/") == [TITLE]
    clerk.open(number).do("verify", words="现场看过，路面平整")
    clerk.do("call-back", contact="confirmed", satisfaction="satisfied").do("close")
    clerk.shot("climbed-and-closed")
    assert (clerk.light, clerk.stands, clerk.number) == ("green", "已结案", number)
    assert clerk.steps == [
        "上报",
        "上报",
        "上报",
        "上报",
        "受理",
        "派遣",
        "签收",
        "办结",
        "核查通过",
        "回访",
        "结案",
    ]
    for who in ("grid_worker", "township_operator", "county_dispatcher", "department_officer"):
        assert county.person(who).open(number).light == "green"


def climbs(person: Person, number: str) -> None:
    assert person.listed("/") == [TITLE]
    person.page.click(f"text={TITLE}")
    assert person.number == number
    person.do("escalate", reason="需要上级部门处置", tried="已现场设置警示标志")
