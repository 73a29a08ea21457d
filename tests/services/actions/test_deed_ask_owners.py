"""The owner of what expired is asked, once; what nobody keeps any more goes to the county."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gege.notices.api import Message, deliver
from gege.services.api import Article, ask_owners, find_articles, renew_article, shown_articles
from gege.territory.api import dissolve_unit
from gege.trail.api import Entry
from tests.cast import CIVIL_AFFAIRS, HOUSING
from tests.services.conftest import NOW, Keeper

LAST = date(2026, 12, 1)
ON_THE_DAY = NOW + timedelta(days=7)


def told() -> list[tuple[str, int | None, int | None]]:
    rows = Message.objects.order_by("id")
    return list(rows.values_list("template", "to_unit_id", "to_account_id"))


@pytest.mark.row("R-078")
def test_an_expired_article_leaves_the_search_and_its_owner_is_asked_once(keeper: Keeper) -> None:
    article = keeper.published(valid_to=LAST)
    before = LAST - timedelta(days=1)
    assert [one.uid for one in find_articles("公租房", on=before)] == [article.uid]
    assert ask_owners(now=ON_THE_DAY - timedelta(days=1)) == 0
    assert find_articles("公租房", on=LAST) == ()
    assert shown_articles(LAST) == ()
    assert ask_owners(now=ON_THE_DAY) == 1
    assert ask_owners(now=ON_THE_DAY + timedelta(days=1)) == 0
    assert told() == [("handbook_expired", keeper.cast.unit_id(HOUSING), None)]
    message = Message.objects.get()
    assert (message.subject, message.values) == (
        article.stream,
        {"title": "怎样申请公租房", "day": "2026-12-01"},
    )
    deliver(now=ON_THE_DAY)
    renewed = renew_article(
        article.uid,
        valid_to=date(2027, 12, 1),
        review_on=date(2027, 6, 1),
        by=keeper.cast.department_officer,
        now=ON_THE_DAY + timedelta(days=2),
    )
    assert renewed.asked_on is None
    assert [one.uid for one in shown_articles(date(2026, 12, 3))] == [article.uid]
    assert ask_owners(now=ON_THE_DAY + timedelta(days=3)) == 0
    assert ask_owners(now=ON_THE_DAY + timedelta(days=200)) == 1


@pytest.mark.row("R-078")
def test_an_article_due_for_review_stays_in_the_handbook(keeper: Keeper) -> None:
    article = keeper.published(review_on=LAST)
    assert ask_owners(now=ON_THE_DAY) == 1
    assert told() == [("handbook_review", keeper.cast.unit_id(HOUSING), None)]
    assert [one.uid for one in shown_articles(LAST)] == [article.uid]
    deeds = Entry.objects.filter(stream=article.stream).order_by("seq")
    assert list(deeds.values_list("deed", flat=True)) == ["write", "publish", "ask_review"]


def test_the_heir_of_a_dissolved_department_is_asked_and_else_the_county(keeper: Keeper) -> None:
    cast = keeper.cast
    keeper.published(valid_to=LAST)
    signed = cast.administrator.signature()
    dissolve_unit(code=HOUSING, on=LAST, successor_code=CIVIL_AFFAIRS, by=signed, now=ON_THE_DAY)
    ask_owners(now=ON_THE_DAY)
    assert told() == [("handbook_expired", cast.unit_id(CIVIL_AFFAIRS), None)]


def test_what_the_county_keeps_is_asked_of_its_supervisors_only(keeper: Keeper) -> None:
    cast = keeper.cast
    keeper.published(cast.county_supervisor, owner_id=cast.unit_id("511622"), valid_to=LAST)
    ask_owners(now=ON_THE_DAY)
    assert told() == [("handbook_expired", None, cast.county_supervisor.account_id)]


def test_one_that_cannot_be_asked_stops_no_other(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keeper.published(valid_to=LAST)
    second = keeper.published(title="第二篇", valid_to=LAST)
    from gege.services.actions import article as shared  # inline: the one place that writes

    honest = shared.record

    def broken(**words: Any) -> Any:
        if words["stream"] == first.stream:
            raise RuntimeError("the ledger is full")
        return honest(**words)

    monkeypatch.setattr(shared, "record", broken)
    assert ask_owners(now=ON_THE_DAY) == 1
    assert list(Message.objects.values_list("subject", flat=True)) == [second.stream]
    asked = Article.objects.order_by("pk").values_list("asked_on", flat=True)
    assert list(asked) == [None, LAST]
    monkeypatch.undo()
    assert ask_owners(now=ON_THE_DAY) == 1
