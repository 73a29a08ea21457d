"""From the log-in to a settled matter without touching a mouse."""

import pytest

from tests.cast import PASSWORD
from tests.journeys.screen import County, Person

pytestmark = pytest.mark.row("R-038")


def test_everything_is_done_by_keyboard(county: County) -> None:
    setter = county.person("grid_worker")
    titles = [f"第{count}处垃圾" for count in (1, 2, 3)]
    numbers = [setter.report(title=title, kind="暴露垃圾") for title in titles]

    worker = county.stranger("grid-worker").visit("/login")
    keys = worker.page.keyboard
    reach(worker, "input[name=username]")
    keys.type("grid-worker")
    keys.press("Tab")
    keys.type(PASSWORD)
    with worker.page.expect_navigation():
        keys.press("Enter")

    shown = worker.page.locator("[data-list] .opens").all_inner_texts()
    assert sorted(shown) == titles
    for key in ("j", "j", "j", "k"):
        keys.press(key)
    chosen = focused(worker)
    assert chosen == shown[1]
    with worker.page.expect_navigation():
        keys.press("Enter")
    assert worker.number == numbers[titles.index(chosen)]

    reach(worker, 'a[href$="/handle-in-place"]')
    keys.press("Enter")
    worker.page.locator("#move form.form").wait_for()
    reach(worker, "#move [name=outcome]")
    keys.press("Space")
    reach(worker, "#move [name=words]")
    keys.type("已清运并冲洗地面")
    reach(worker, "#move form button.is-first")
    keys.press("Enter")
    worker.page.locator("#matter .flash .is-success").wait_for()
    assert (worker.light, worker.stands) == ("green", "已结案")

    keys.press("/")
    keys.type("第3处")
    with worker.page.expect_navigation():
        keys.press("Enter")
    assert worker.page.locator("[data-list] .opens").all_inner_texts() == ["第3处垃圾"]


def test_the_first_stop_of_the_tab_key_leads_past_the_frame(county: County) -> None:
    worker = county.person("grid_worker").visit("/")
    worker.page.keyboard.press("Tab")
    assert focused(worker) == "跳到正文"
    worker.page.keyboard.press("Enter")
    assert worker.page.evaluate("document.activeElement.id") == "main"


def reach(person: Person, selector: str) -> None:
    """Press Tab until the focus is there; the focus must be seen where it stops."""
    for _ in range(60):
        if person.page.evaluate("one => document.activeElement.matches(one)", selector):
            outline = person.page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle"
                " + getComputedStyle(document.activeElement).boxShadow"
            )
            assert outline != "nonenone", f"the focus on {selector} is not seen"
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {selector}")


def focused(person: Person) -> str:
    return str(person.page.evaluate("document.activeElement.innerText")).strip()
