"""The demonstration's portal is not empty, and says that what stands there is made up."""

from __future__ import annotations

from gege.portal.demonstration import PIECES, THANKS, tell_public
from gege.portal.models import PublicPage, Thanks
from tests.portal.conftest import Resident


def test_it_fills_the_portal_once_through_the_deeds(resident: Resident) -> None:
    said: list[str] = []
    for _ in range(2):
        tell_public(now=resident.play.now, say=said.append)
    told = f"{len(PIECES)} pages, {len(THANKS)} thanks, 0 hot issues"  # no department is asked here
    assert said == [f"The portal shows made-up news: {told}."]
    states = sorted(PublicPage.objects.values_list("state", flat=True))
    assert states == ["draft", "over"] + ["shown"] * 6 + ["withdrawn"]
    assert sorted(Thanks.objects.values_list("state", flat=True)) == (
        ["private"] + ["shown"] * 3 + ["waiting"]
    )
    page = resident.client.get("/r/news").content.decode()
    assert page.count("（示例）") == 6
    shown = Thanks.objects.filter(state="shown")
    assert not any("王网格" in one.public_words for one in shown)
