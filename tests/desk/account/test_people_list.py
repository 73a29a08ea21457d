"""The administrator brings a whole list of people: checked, shown, confirmed, handed over once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gege.staff.api import Account
from tests.cast import COMMUNITY, VACANT_GRID, Cast

pytestmark = [pytest.mark.urls("tests.staff.doors"), pytest.mark.usefixtures("standing_clock")]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(cast: Cast) -> Client:
    return cast.client("administrator")


def a_list(role: str = "网格员") -> SimpleUploadedFile:
    day = timezone.localdate() + timedelta(days=2)
    text = (
        "登录名,姓名,电话,岗位,单位代码,任职日期\n"
        f"hu.ge,胡格,10000000101,{role},{VACANT_GRID},{day}\n"
        f"lin.zhan,林站,,station_clerk,{COMMUNITY},\n"
    )
    return SimpleUploadedFile("名单.csv", text.encode("gb18030"))


def test_a_list_is_shown_then_taken_and_its_passwords_are_shown_once(
    cast: Cast, admin: Client
) -> None:
    before = Account.objects.count()
    answer = admin.post("/people/import", {"list": a_list()})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    page = admin.get(address)
    assert all(word in page.text for word in ("胡格", "lin.zhan", VACANT_GRID, "2 人"))
    assert Account.objects.count() == before
    done = admin.post(address)
    assert (done.status_code, "no-store" in done.headers["Cache-Control"]) == (200, True)
    passwords = [one.password for one in done.context["arrived"]]
    assert all(one in done.text for one in passwords)
    assert Account.objects.get(login_name="hu.ge").check_password(passwords[0])
    assert admin.get(address).status_code == 404
    assert admin.post(address).status_code == 404
    assert Account.objects.count() == before + 2


def test_a_list_with_a_wrong_row_is_answered_with_the_row(cast: Cast, admin: Client) -> None:
    before = Account.objects.count()
    page = admin.post("/people/import", {"list": a_list("国王")})
    assert page.status_code == 422
    assert "名单.csv:2: 没有这个角色" in page.text
    assert Account.objects.count() == before


def test_what_stands_against_it_at_the_last_moment_is_said(cast: Cast, admin: Client) -> None:
    address = admin.post("/people/import", {"list": a_list()}).headers["Location"]
    Account.objects.create(login_name="hu.ge", display_name="他人", created_at=timezone.now())
    page = admin.post(address)
    assert (page.status_code, "名单.csv:2" in page.text) == (422, True)
    assert not Account.objects.filter(login_name="lin.zhan").exists()


def test_without_a_file_the_field_says_so(cast: Cast, admin: Client) -> None:
    assert admin.post("/people/import", {}).status_code == 422


def test_another_administrators_list_is_not_found(cast: Cast, admin: Client) -> None:
    address = admin.post("/people/import", {"list": a_list()}).headers["Location"]
    other = Client()
    other.force_login(cast.account("administrator"))
    assert other.get(address).status_code == 404
    assert admin.get("/people/import/..%2f..").status_code == 404


def test_the_page_says_what_the_columns_are_in_both_languages(cast: Cast, admin: Client) -> None:
    assert "任职日期" in admin.get("/people/import").text
    Account.objects.filter(id=cast.administrator.account_id).update(language="en")
    assert "the code of the unit or grid" in admin.get("/people/import").text
