"""A device is set up on screen, its codes open what asks for one, a lost one is reset."""

from __future__ import annotations

import base64
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone

from gege.staff.factor.rules.codes import code_at
from tests.cast import PASSWORD
from tests.journeys.screen import County, Person
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems
from tests.staff.factor.devices import set_up

BUTTON = "form.form button.is-first"


class Device:
    """An authenticator that was given the key by hand. It shows the code of the next moment too."""

    def __init__(self, spelled: str) -> None:
        self.secret = base64.b32decode(spelled.replace(" ", ""))

    def code(self, *, later: int = 0) -> str:
        return code_at(self.secret, timezone.now().timestamp() + 30 * later)


def set_up_on_screen(person: Person) -> tuple[Device, list[str]]:
    person.page.click("main a.is-first")
    person.page.fill("#id_password", PASSWORD)
    person.page.click(BUTTON)
    assert person.page.locator("figure.qr svg").is_visible()
    device = Device(person.text("dl.facts code.code"))
    person.page.fill("#id_code", device.code())
    person.page.click(BUTTON)
    return device, person.page.locator(".paper-codes code").all_inner_texts()


def test_a_device_is_set_up_and_opens_what_asks_for_it_without_script(county: County) -> None:
    script = False
    first = county.person("county_dispatcher", script=script)
    first.visit("/account/second-factor")
    device, paper = set_up_on_screen(first)
    assert len(paper) == 10
    first.page.click("main a.is-first")
    assert first.says("剩余备用码 10")
    # Another browser of the same person: password alone does not reach it.
    other = county.person("county_dispatcher", script=script, locale="zh-CN")
    other.visit("/account/second-factor/paper-codes")
    assert other.says("请确认是您本人")
    other.page.fill("#id_code", "000000")
    other.page.click(BUTTON)
    assert other.says("验证码不正确")
    # The code of the set-up is used; the next one is taken, a little early.
    other.page.fill("#id_code", device.code(later=1))
    other.page.click(BUTTON)
    assert other.page.url.endswith("/account/second-factor/paper-codes")
    assert other.says("要换十个新的备用码吗")
    # The phone is lost: a code on paper, then an administrator.
    third = county.person("county_dispatcher", script=script, locale="en-GB")
    third.visit("/account/second-factor/turn-off")
    third.page.fill("#id_code", paper[0].lower())
    third.page.click(BUTTON)
    assert third.says("用掉了一个备用码，还剩 9 个")
    account = county.cast.county_dispatcher.account_id
    administrator = county.person("administrator", script=script)
    administrator.visit(f"/people/{account}")
    administrator.page.click(f'a[href="/people/{account}/reset-factor"]')
    administrator.page.fill("#id_reason", "手机丢失，本人到场核实")
    administrator.page.click(BUTTON)
    assert administrator.says("两步验证已重置，并已通知本人。")
    third.visit("/account/second-factor/turn-off")
    assert third.says("您还没有设置验证设备")


def test_an_administrator_gives_a_code_at_log_in_where_the_county_wants_it(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GEGE_SECOND_FACTOR", "administrators")
    person = county.stranger("administrator").log_in()
    person.visit("/people")
    assert person.says("您还没有设置验证设备")
    device, _paper = set_up_on_screen(person)
    person.page.click("main a.is-first")
    assert person.page.url.endswith("/people")
    again = county.stranger("administrator").log_in()
    again.visit("/setup/rulebook")
    again.page.fill("#id_code", device.code(later=1))
    again.page.click(BUTTON)
    assert "/setup" in again.page.url


def test_pages_of_the_second_factor_have_no_barrier(county: County) -> None:
    cast = county.cast
    found: list[str] = []
    device = set_up(cast.administrator, timezone.now() - timedelta(minutes=5))
    set_up(cast.county_dispatcher, timezone.now() - timedelta(minutes=5))
    lost = f"/people/{cast.county_dispatcher.account_id}"
    person = county.person("administrator", bypass_csp=True)
    fresh = county.person("grid_worker", bypass_csp=True)
    look = partial(problems_of, found)
    for size, language in (("phone", "en"), ("desk", "zh-hans")):
        width, height = SIZES[size]
        for who, one in (("administrator", person), ("grid_worker", fresh)):
            one.page.set_viewport_size({"width": width, "height": height})
            account = cast.account(who)
            account.language = language
            account.save(update_fields=["language"])
        if size == "phone":
            person.visit("/account/second-factor/turn-off")
            person.page.fill("#id_code", "123")
            person.page.click(BUTTON)
            look(person, f"{size} wrong", language)
            person.page.fill("#id_code", device.code(timezone.now()))
            person.page.click(BUTTON)
        for path in ("", "/paper-codes", "/turn-off", "/set-up"):
            look(person.visit(f"/account/second-factor{path}"), f"{size} own{path}", language)
        look(person.visit("/account/step-up"), f"{size} step-up", language)
        look(person.visit(lost), f"{size} person", language)
        look(person.visit(f"{lost}/reset-factor"), f"{size} reset", language)
        look(fresh.visit("/account/second-factor/turn-off"), f"{size} no device", language)
        fresh.visit("/account/second-factor/set-up")
        fresh.page.fill("#id_password", PASSWORD)
        fresh.page.click(BUTTON)
        look(fresh, f"{size} confirm", language)
        person.visit("/account/second-factor/paper-codes")
        person.page.click(BUTTON)
        look(person, f"{size} codes", language)
    assert found == [], "\n".join(["", *found])


def problems_of(found: list[str], at: Person, name: str, language: str) -> None:
    found.extend(problems(at.page, name, language))
    at.shot(f"factor-{name.replace(' ', '-').replace('/', '-')}-{language}")
