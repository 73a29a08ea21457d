"""Two dispatchers have the same matter open; one is faster, the other is told what happened."""

import pytest
from django.utils import timezone

from gege.staff.api import Role
from tests.cast import COUNTY, add_person
from tests.journeys.screen import County
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-038"), pytest.mark.row("R-088")]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_second_of_two_people_is_told(county: County, script: bool) -> None:
    centre = county.cast.unit_id(COUNTY)
    county.cast.people["second_dispatcher"] = add_person(
        "second-dispatcher", "许派遣", Role.COUNTY_DISPATCHER, centre
    )
    number = Play(county.cast, timezone.now()).triaged().number
    first = county.person("county_dispatcher", script=script).open(number)
    second = county.person("second_dispatcher", script=script).open(number)
    for person, lead in ((first, "县住房和城乡建设局"), (second, "县民政局")):
        person.start("dispatch")
        person.fill("move", {"lead": lead, "words": f"请{lead}办理"})
    first.send()
    assert first.stands == "待签收"

    second.send()
    assert second.page.locator(".flash .is-error").count() == 1
    assert "吴派遣" in second.text(".meanwhile"), "who was faster"
    assert second.says("请县民政局办理"), "what was typed is not lost"
    second.shot("told-that-another-was-faster")
    second.open(number)
    assert "县住房和城乡建设局" in second.text(".matter-head .stands")
