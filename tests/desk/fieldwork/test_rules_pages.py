"""The field rules at the desk: what is in force, its editions, and the form."""

from __future__ import annotations

from typing import Any

import pytest

from gege.desk.fieldwork.rule_words import NAMES
from gege.fieldwork.api import FieldRules, FieldRulesEdition, current_rules
from gege.fieldwork.rules.field_rules import to_json
from gege.territory.api import read_editions
from tests.cast import Cast

PAGE = "/field-work/rules"


def entries(**given: str) -> dict[str, str]:
    found: dict[str, str] = {"note": "夏季时间", "based_on": "0"}
    for name, value in to_json(FieldRules()).items():
        if isinstance(value, list):
            found |= {f"{name}_from": value[0], f"{name}_to": value[1]}
        elif not isinstance(value, bool):
            found[name] = str(value)
    return found | given


def test_every_rule_has_its_name() -> None:
    assert sorted(NAMES) == sorted(to_json(FieldRules()))


def test_the_rules_are_shown_with_what_is_a_default(cast: Cast) -> None:
    for who in ("administrator", "station_clerk", "electronic_supervisor"):
        page = cast.client(who).get(PAGE)
        assert page.status_code == 200
        assert "08:30 – 11:30" in page.content.decode()
        assert page.context["may_edit"] is (who == "administrator")
    for who in ("department_officer", "hotline_operator", "grid_worker"):
        assert cast.client(who).get(PAGE).status_code == 404


def test_an_administrator_publishes_an_edition(cast: Cast) -> None:
    client = cast.client("administrator")
    sent = entries(morning_from="07:30", least_points="5", terminals_by_code="on")
    assert client.post(f"{PAGE}/edit", sent).status_code == 302
    rules = current_rules(read_editions())
    assert rules == FieldRules(morning=("07:30", "11:30"), least_points=5, terminals_by_code=True)
    page = client.get(f"{PAGE}/editions/1")
    assert [(str(one), old, new) for one, old, new in page.context["changes"]] == [
        ("上午：起 – 止", "08:30 – 11:30", "07:30 – 11:30"),
        ("有效巡查最少到过", "3 个点", "5 个点"),
        ("只准登记的终端进入", "否", "是"),
    ]
    assert client.get(f"{PAGE}/editions/2").status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"least_points": "51"}, "least_points"),
        ({"least_points": "many"}, "least_points"),
        ({"morning_from": "11:45"}, "morning_from"),
        ({"morning_to": "14:20"}, "afternoon_from"),
        ({"morning_from": "8 am"}, "morning_from"),
        ({"note": ""}, "note"),
    ],
)
def test_what_is_wrong_stands_at_its_field(cast: Cast, given: dict[str, str], field: str) -> None:
    page: Any = cast.client("administrator").post(f"{PAGE}/edit", entries(**given))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert FieldRulesEdition.objects.count() == 0


def test_an_edit_that_was_overtaken_is_refused(cast: Cast) -> None:
    client = cast.client("administrator")
    assert client.post(f"{PAGE}/edit", entries(least_points="5")).status_code == 302
    page = client.post(f"{PAGE}/edit", entries(least_points="6"))
    assert (page.status_code, FieldRulesEdition.objects.count()) == (422, 1)


@pytest.mark.parametrize("who", ["station_clerk", "county_supervisor", "electronic_supervisor"])
def test_others_change_nothing(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert client.get(f"{PAGE}/edit").status_code == 404
    assert client.post(f"{PAGE}/edit", entries(least_points="5")).status_code == 404
    assert FieldRulesEdition.objects.count() == 0
