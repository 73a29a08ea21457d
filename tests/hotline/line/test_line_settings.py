"""The line's settings are published as editions and shown wherever the number stands (R-072)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from gege.hotline.line.editions import current_line, publish_line_rules
from gege.hotline.models import LineRulesEdition
from gege.hotline.rules.incoming import Incoming
from gege.hotline.rules.line_rules import LineRules, written_emergencies
from gege.hotline.texts.receive import receive
from gege.notices.api import Delivery, unseal
from gege.trail import publishing
from gege.trail.api import Entry, NotPublished
from tests.hotline.conftest import RESIDENT
from tests.matters.play import Play

FORM = {
    "number": "6666-880", "name": "帮帮你", "name_en": "Here to Help", "merged_into": "12345",
    "merged_on": "2026-11-01", "told": "原热线并入 12345", "told_en": "", "answer_seconds": "15",
    "connection_percent": "95", "media_minutes": "3", "callback_hours": "24", "missed_hours": "2",
    "tries": "3", "wait_hours": "4", "window_from": "08:30", "window_to": "19:00",
    "text_hours": "24", "sample_percent": "10", "note": "并入 12345", "based_on": "0",
    "emergencies": "110 公安报警 Police\n119 火警 Fire",
}  # fmt: skip


def publish(play: Play, rules: LineRules, **more: Any) -> int:
    by = play.cast.administrator.signature()
    return publish_line_rules(rules, note="改号码", by=by, now=play.now, **more)


@pytest.mark.row("R-072")
def test_an_administrator_publishes_and_every_place_shows_it(play: Play) -> None:
    client = play.cast.client("administrator")
    assert client.get("/setup/line/edit").status_code == 200
    assert client.post("/setup/line/edit", FORM).status_code == 302
    rules = current_line()
    assert (rules.number, rules.merged_into, rules.window) == (
        "6666880",
        "12345",
        ("08:30", "19:00"),
    )
    foot = play.cast.client("administrator").get("/r/").content.decode()
    assert "全县服务热线 12345（帮帮你）" in foot
    assert ("原号码为 6666880。" in foot, "原热线并入 12345" in foot) == (True, True)
    assert 'href="tel:119"' in foot
    assert 'href="tel:122"' not in foot
    receive(Incoming("k1", RESIDENT, "帮助"), now=play.now)
    values = unseal(Delivery.objects.get().sealed, "notices.delivery")["values"]
    assert values == {"line": "12345 帮帮你", "danger": "110、119"}
    page = client.get("/setup/line/editions/1").content.decode()
    assert ("12345" in page, "并入 12345" in page) == (True, True)


def test_what_cannot_be_taken_stays_on_the_form(play: Play) -> None:
    client = play.cast.client("administrator")
    for wrong in (
        {"number": "abc"}, {"name": ""}, {"merged_on": ""}, {"sample_percent": "5"},
        {"window_to": "08:00"}, {"emergencies": "x"}, {"note": ""}, {"based_on": "7"},
    ):  # fmt: skip
        page = client.post("/setup/line/edit", {**FORM, **wrong})
        assert page.status_code == 422, wrong
    assert LineRulesEdition.objects.count() == 0
    assert client.post("/setup/line/edit", FORM).status_code == 302
    assert client.post("/setup/line/edit", FORM).status_code == 422  # somebody was faster
    again = client.post("/setup/line/edit", {**FORM, "based_on": "1"})
    assert again.status_code == 422  # it changes nothing


def test_an_edition_is_written_into_the_ledger_with_what_it_changed(play: Play) -> None:
    assert publish(play, replace(LineRules(), number="12345")) == 1
    line = Entry.objects.get(stream="line_rules")
    assert (line.deed, '"12345"' in line.payload, '"tries"' in line.payload) == (
        "publish", True, False,
    )  # fmt: skip
    with pytest.raises(NotPublished, match="moved_on"):
        publish(play, LineRules(), based_on=0)


def test_when_the_ledger_fails_nothing_is_published(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**entry: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(publishing, "record", broken)
    with pytest.raises(RuntimeError, match="broken"):
        publish(play, replace(LineRules(), number="12345"))
    assert LineRulesEdition.objects.count() == 0
    assert current_line() == LineRules()


def test_english_pages_name_the_line_in_english(play: Play) -> None:
    publish(play, replace(LineRules(), name_en="Care Line"))
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/r/")
    assert "Care Line" in page.content.decode()
    assert written_emergencies(current_line().emergencies).startswith("110 ")
