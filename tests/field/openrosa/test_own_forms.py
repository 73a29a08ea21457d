"""Forms for the platform's own handheld: with the terminal's session, within the own grids."""

from __future__ import annotations

import pytest

from gege.fieldwork import api as fieldwork
from tests.cast import OTHER_COMMUNITY
from tests.field.phone import phone_of
from tests.fieldwork.collecting import Collecting, png
from tests.fieldwork.sheets import SURVEY
from tests.matters.conftest import set_up

FORM = "/field/forms/houses/1/form.xml"
PICTURE = "/field/forms/houses/1/media/sketch.png"
ABOUT = (*SURVEY, ("text", "gege_door", "门牌", "Door"))


@pytest.fixture(autouse=True)
def rules(collecting: Collecting) -> None:
    """A phone that starts reads the rulebook too."""
    set_up()


@pytest.mark.row("R-046")
def test_a_phone_gets_the_form_without_what_it_asks_itself(collecting: Collecting) -> None:
    collecting.form(survey=ABOUT)
    campaign = collecting.open()
    phone = phone_of(collecting.cast)
    response = phone.client.get(FORM)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode() == fieldwork.for_handheld(campaign.form)
    assert b'ref="/data/gege_door"' not in response.content
    assert b'ref="/data/gege_door"' in campaign.form.xml.encode()
    picture = phone.client.get(PICTURE)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.row("R-031")
def test_forms_of_other_places_drafts_and_unknown_ones_do_not_exist(
    collecting: Collecting,
) -> None:
    collecting.form(media=False)
    fieldwork.attach_media(
        "houses",
        "1",
        files={"sketch.png": png()},
        by=collecting.cast.county_supervisor,
        now=collecting.now,
    )
    collecting.draft()
    phone = phone_of(collecting.cast)
    assert [phone.client.get(one).status_code for one in (FORM, PICTURE)] == [404, 404]
    collecting.open(area_codes=[OTHER_COMMUNITY], title="外镇")
    for address in (
        FORM,
        PICTURE,
        "/field/forms/houses/2/form.xml",
        "/field/forms/nothing/1/form.xml",
        "/field/forms/houses/1/media/..%2f..%2fx",
    ):
        assert phone.client.get(address).status_code == 404


def test_without_a_terminal_nothing_is_given(collecting: Collecting) -> None:
    collecting.open()
    desk = collecting.cast.client("grid_worker")
    phone = phone_of(collecting.cast)
    for address in (FORM, PICTURE):
        assert desk.get(address).status_code == 401
        assert phone.client.post(address).status_code == 405
