"""The clients at the desk, in both languages."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.openapi.models import Client
from tests.cast import COUNTY, Cast
from tests.openapi.conftest import TERMS, Opener

PAGE = "/setup/interfaces"
GIVEN = {
    "name": "县住建局系统", "unit_code": "zhujian", "role": "department_officer",
    "reports": "on", "reads": "on", "moves": "on", "per_minute": "60", "days": "100",
}  # fmt: skip
TOKEN = re.compile(r"gege_[A-Za-z0-9_-]{43}")


def test_an_administrator_opens_a_client_and_reads_its_token_once(cast: Cast) -> None:
    browser = cast.client("administrator")
    assert "还没有" in browser.get(PAGE).content.decode()
    told = browser.post(f"{PAGE}/new", GIVEN)
    assert told.status_code == 200
    assert "no-store" in told.headers["Cache-Control"]
    (token,) = set(TOKEN.findall(told.content.decode()))
    client = Client.objects.get()
    for path in (PAGE, f"{PAGE}/{client.uid}"):
        page = browser.get(path).content.decode()
        assert "县住建局系统" in page
        assert token not in page


def test_a_wrong_form_says_what_is_wrong_and_opens_nothing(cast: Cast) -> None:
    browser = cast.client("administrator")
    response = browser.post(f"{PAGE}/new", GIVEN | {"role": "township_operator"})
    assert response.status_code == 422
    assert "这个单位没有这样的岗位" in response.content.decode()
    assert Client.objects.count() == 0


def test_change_new_token_and_end(cast: Cast, open_system: Opener) -> None:
    browser, system = cast.client("administrator"), open_system()
    page = f"{PAGE}/{system.client.uid}"
    form = browser.get(f"{page}/change").content.decode()
    assert 'value="365"' in form
    changed = {"name": "新名", "unit_code": COUNTY, "role": TERMS["role"], "reports": "on"}
    changed |= {"per_minute": "9", "days": "10"}
    assert browser.post(f"{page}/change", changed).status_code == 302
    told = browser.post(f"{page}/token", {"overlap": "on"}).content.decode()
    assert TOKEN.search(told)
    assert browser.post(f"{page}/end", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}/end", {"reason": "合同到期"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "合同到期" in shown
    for deed in ("change", "token", "end"):
        assert browser.get(f"{page}/{deed}").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_of_the_pages_is_in_one_language(
    cast: Cast, open_system: Opener, language: str
) -> None:
    account = cast.account("administrator")
    account.language = language
    account.save()
    browser, system = cast.client("administrator"), open_system(name="Open311")
    page = browser.get(f"{PAGE}/{system.client.uid}").content.decode()
    assert ("接口" in page) is (language == "zh-hans")
    assert ("Interfaces" in page) is (language == "en")


def test_the_list_costs_the_same_for_one_and_for_three(cast: Cast, open_system: Opener) -> None:
    browser = cast.client("administrator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(PAGE).status_code == 200
        return len(asked)

    open_system()
    cost()
    one = cost()
    open_system(name="二号")
    open_system(name="三号")
    assert cost() == one
