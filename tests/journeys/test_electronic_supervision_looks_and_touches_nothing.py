"""Electronic supervision sees the whole process; there is no button to press."""

import pytest
from django.utils import timezone

from tests.journeys.screen import County
from tests.matters.play import CALLER, Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-085")]

OWN = {"/language", "/logout", "/notices/read"}


def test_electronic_supervision_looks_and_touches_nothing(county: County) -> None:
    play = Play(county.cast, timezone.now())
    matter = play.in_hand(who=CALLER)
    supervisor = county.person("electronic_supervisor")
    supervisor.visit("/matters?box=all")
    assert supervisor.page.locator("[data-list] .opens").all_inner_texts() == [matter.title]
    supervisor.page.click("[data-list] .opens")
    supervisor.page.wait_for_url(f"**/matters/{matter.number}")
    assert supervisor.moves == []
    assert supervisor.steps[-1] == "签收"
    assert not supervisor.says(CALLER.name)
    assert not supervisor.says(CALLER.phone)
    supervisor.shot("electronic-supervision")
    for path in ("/", "/matters?box=all", f"/matters/{matter.number}", "/overview"):
        supervisor.visit(path)
        forms = supervisor.page.locator('form[method="post"]').all()
        actions = {form.get_attribute("action") or "" for form in forms}
        assert actions <= OWN, path
    supervisor.visit("/matters/new")
    assert "404" in supervisor.page.title() or supervisor.page.locator("form.report").count() == 0
