"""Forms at the desk: uploaded, explained where they are wrong, looked at before they are used."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gege.fieldwork.api import CampaignForm, FormMedia
from tests.desk.campaigns.conftest import Desk
from tests.fieldwork.collecting import png
from tests.fieldwork.sheets import PLAIN, workbook, xlsform

WHO = "county_supervisor"
FORM = "/campaigns/forms/houses/1"


def upload(desk: Desk, data: bytes, name: str = "表.xlsx", who: str = WHO) -> Any:
    return desk.post(who, "/campaigns/forms/new", {"form": SimpleUploadedFile(name, data)})


@pytest.mark.row("R-046")
@pytest.mark.parametrize("who", [WHO, "administrator", "township_operator"])
def test_a_form_is_uploaded_looked_at_and_given_its_files(desk: Desk, who: str) -> None:
    response = upload(desk, xlsform(), who=who)
    assert (response.status_code, response.headers["Location"]) == (302, FORM)
    page = desk.get(who, FORM)
    text = page.content.decode()
    for said in ("房间数", "必答", "请填 1 到 49", "楼房", "可重复的组", "选项随前面的答案变化"):
        assert said in text
    assert page.context["missing"] == ("sketch.png",)
    files = {"files": SimpleUploadedFile("sketch.png", png())}
    assert desk.post(who, f"{FORM}/files", files).status_code == 302
    assert FormMedia.objects.get().name == "sketch.png"
    picture = desk.get(who, f"{FORM}/files/sketch.png")
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    xml = desk.get(who, f"{FORM}/xml")
    assert xml.content.decode() == CampaignForm.objects.get().xml
    assert xml.headers["Content-Disposition"] == 'attachment; filename="houses-1.xml"'


def test_what_is_wrong_is_said_with_sheet_and_row_in_both_languages(desk: Desk) -> None:
    survey = (PLAIN[0], ("foo", "a", "A"))
    book = workbook({"survey": survey, "settings": (("form_id", "version"), ("f", "1"))})
    response = upload(desk, book)
    assert response.status_code == 422
    assert "survey 表第 2 行" in response.content.decode()
    account = desk.collecting.cast.account(WHO)
    account.language = "en"
    account.save()
    assert "Sheet survey, row 2" in upload(desk, book).content.decode()


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_what_a_form_says_is_shown_as_text(desk: Desk, label: str) -> None:
    survey = (PLAIN[0], ("text", "a", label))
    upload(desk, xlsform(form_id="x", survey=survey, choices=()))
    page = desk.get(WHO, "/campaigns/forms/x/1")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "14" not in text.split("campaign-questions")[1].split("</ol>")[0]


def test_wrong_files_and_none_are_said(desk: Desk) -> None:
    upload(desk, xlsform())
    client = desk.collecting.cast.client(WHO)
    for files, said in (
        ({}, "请先选择文件"),
        ({"files": SimpleUploadedFile("other.png", png())}, "other.png"),
        ({"files": SimpleUploadedFile("sketch.png", b"MZ" * 200)}, "sketch.png"),
    ):
        page = client.post(f"{FORM}/files", files, follow=True)
        assert said in page.content.decode()
    assert FormMedia.objects.count() == 0


@pytest.mark.row("R-031")
def test_who_makes_no_forms_sees_none(desk: Desk) -> None:
    upload(desk, xlsform())
    for who in ("grid_worker", "station_clerk", "electronic_supervisor", "department_officer"):
        for address in ("/campaigns/forms", "/campaigns/forms/new", FORM, f"{FORM}/xml"):
            assert desk.get(who, address).status_code == 404
    for address in (
        "/campaigns/forms/houses/%00",
        "/campaigns/entries/%00",
        f"{FORM}/files/%00",
        "/campaigns/forms/houses/9",
        "/campaigns/forms/none/1",
        f"{FORM}/files/x.png",
    ):
        assert desk.get(WHO, address).status_code in (404, 405)


def test_the_sample_can_be_downloaded_changed_and_uploaded(desk: Desk) -> None:
    sample = desk.get(WHO, "/campaigns/forms/sample.xlsx")
    assert upload(desk, sample.content).status_code == 302
    page = desk.get(WHO, "/campaigns/forms/dwelling_survey/1")
    assert (page.context["missing"], page.context["own_list"], page.context["asks_door"]) == (
        (),
        True,
        True,
    )


def test_the_list_of_forms_costs_the_same_with_one_and_with_three(desk: Desk) -> None:
    upload(desk, xlsform())
    one = desk.statements(WHO, "/campaigns/forms")
    for version in ("2", "3"):
        upload(desk, xlsform(version=version))
    assert len(desk.get(WHO, "/campaigns/forms").context["rows"]) == 3
    assert desk.statements(WHO, "/campaigns/forms") == one
