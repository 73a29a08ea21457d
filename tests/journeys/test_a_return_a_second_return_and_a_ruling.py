"""Two departments each say that it is not theirs; the county rules, and that is final."""

import pytest

from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-067"), pytest.mark.row("R-088")]


def test_a_return_a_second_return_and_a_ruling(county: County) -> None:
    dispatcher = county.person("county_dispatcher")
    number = dispatcher.report(
        title="窨井盖丢失", kind="窨井盖破损丢失", grid_code="511622100001001"
    )
    assert "县" in dispatcher.text(".matter-head .stands"), "its owner is reached by the county"
    dispatcher.do("accept").do("dispatch", lead="县民政局")

    other = county.person("other_department_officer").open(number)
    other.do("return", reason="井盖不属于民政设施")
    dispatcher.open(number)
    assert dispatcher.stands == "已退单"
    dispatcher.start("dispatch")
    assert "县民政局" not in dispatcher.page.locator("#move select[name=lead]").inner_html()
    dispatcher.fill("move", {"lead": "县住房和城乡建设局"})
    dispatcher.send()

    officer = county.person("department_officer").open(number)
    officer.do("acknowledge").do("return", reason="井盖属于通信公司")
    dispatcher.open(number)
    assert (dispatcher.stands, dispatcher.moves[0]) == ("待裁定", "rule")
    dispatcher.do("rule", lead="县住房和城乡建设局", reason="按权责清单由住建部门牵头")

    officer.open(number)
    assert "return" not in officer.moves
    officer.do("acknowledge").do("complete", outcome="done", words="已联系通信公司换装井盖")
    officer.shot("ruled")
    assert officer.steps == [
        "上报",
        "受理",
        "派遣",
        "退单",
        "派遣",
        "签收",
        "退单",
        "裁定",
        "签收",
        "办结",
    ]
