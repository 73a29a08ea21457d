"""The rules of accountability reviews: read by three roles, published by the administrator."""

from __future__ import annotations

import pytest

from gege.supervision.api import ReviewRules, ReviewRulesEdition, current_review_rules
from tests.cast import Cast
from tests.matters.play import Play

RULES = {
    "statement_days": "7",
    "again_days": "2",
    "reminders": "3",
    "appeal_days": "15",
    "measures": ["report", "talk"],
    "note": "县委议定",
    "based_on": "0",
}


@pytest.mark.row("R-092")
def test_rules_of_reviews_are_published_as_editions(cast: Cast, play: Play) -> None:
    administrator = cast.client("administrator")
    made = administrator.post("/setup/reviews/edit", RULES)
    assert made.headers["Location"] == "/setup/reviews"
    assert current_review_rules() == (
        1,
        ReviewRules(statement_days=7, reminders=3, measures=("talk", "report")),
    )
    shown = cast.client("county_supervisor").get("/setup/reviews").content.decode()
    assert all(one in shown for one in ("7 个工作日", "县委议定", "提醒谈话"))
    edition = administrator.get("/setup/reviews/editions/1")
    assert [before for _label, before, _after in edition.context["changes"]][:2] == [
        "5 个工作日",
        "2 次",
    ]
    assert administrator.get("/setup/reviews/editions/2").status_code == 404
    for entry in (
        {"based_on": "0"},
        {"based_on": "1", "statement_days": "0"},
        {"based_on": "1", "reminders": "1"},
        {"based_on": "1", "measures": ["dismissal"]},
        {"based_on": "1", "measures": []},
        {"based_on": "1", "note": ""},
        {"based_on": "1", "appeal_days": "many"},
    ):
        assert administrator.post("/setup/reviews/edit", RULES | entry).status_code == 422, entry
    assert ReviewRulesEdition.objects.count() == 1
    for who in ("county_supervisor", "electronic_supervisor"):
        assert cast.client(who).post("/setup/reviews/edit", RULES).status_code == 404
    assert cast.client("station_clerk").get("/setup/reviews").status_code == 404
