"""Writing, publishing, withdrawing, renewing: who may, what is kept, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gege.services.api import (
    Article,
    ArticleVersion,
    Invalid,
    NotFound,
    Refused,
    Stale,
    drop_change,
    publish_article,
    renew_article,
    withdraw_article,
    write_article,
)
from gege.territory.api import dissolve_unit
from gege.trail.api import Entry
from tests.cast import HOUSING
from tests.services.conftest import NOW, Keeper

YEAR = timedelta(days=365)


def lines(article: Article) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(stream=article.stream).order_by("seq")
    return list(rows.values_list("deed", "name"))


@pytest.mark.row("R-078")
def test_an_article_is_written_and_published_with_its_source_owner_and_days(
    keeper: Keeper,
) -> None:
    draft = keeper.draft()
    assert (draft.state, draft.version, draft.owner_id) == (
        "draft",
        0,
        keeper.cast.unit_id(HOUSING),
    )
    article = publish_article(draft.uid, note="第一版", by=keeper.cast.department_officer, now=NOW)
    kept = ArticleVersion.objects.get(article=article)
    assert (kept.version, kept.title, kept.source, kept.owner_name, kept.published_by) == (
        1,
        "怎样申请公租房",
        "《公共租赁住房管理办法》",
        "县住房和城乡建设局",
        "郑住建",
    )
    assert (kept.valid_from, kept.valid_to, kept.review_on, kept.note) == (
        date(2026, 1, 1),
        None,
        date(2027, 6, 1),
        "第一版",
    )
    assert lines(article) == [("write", "郑住建"), ("publish", "郑住建")]
    line = Entry.objects.get(stream=article.stream, deed="publish")
    told = json.loads(line.payload)
    assert (told["before"]["state"], told["after"]["state"], told["note"]) == (
        "draft",
        "published",
        "第一版",
    )


@pytest.mark.row("R-078")
def test_a_change_waits_until_it_is_published_and_the_old_version_stays(keeper: Keeper) -> None:
    by = keeper.cast.department_officer
    article = keeper.published()
    write_article(keeper.text(title="怎样申请公租房（新）"), uid=article.uid, by=by, now=NOW)
    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.version) == ("怎样申请公租房", 1)
    article = publish_article(article.uid, by=by, now=NOW)
    assert (article.title, article.version, article.pending) == ("怎样申请公租房（新）", 2, None)
    titles = ArticleVersion.objects.order_by("version").values_list("version", "title")
    assert list(titles) == [(1, "怎样申请公租房"), (2, "怎样申请公租房（新）")]


def test_a_prepared_change_can_be_thrown_away_and_so_can_a_draft(keeper: Keeper) -> None:
    by = keeper.cast.department_officer
    article, draft = keeper.published(), keeper.draft(title="另一篇")
    write_article(keeper.text(title="新题目"), uid=article.uid, by=by, now=NOW)
    kept = drop_change(article.uid, by=by, now=NOW)
    assert kept is not None
    assert (kept.pending, kept.title) == (None, "怎样申请公租房")
    with pytest.raises(Refused, match="nothing_to_drop"):
        drop_change(article.uid, by=by, now=NOW)
    assert drop_change(draft.uid, by=by, now=NOW) is None
    assert not Article.objects.filter(uid=draft.uid).exists()
    assert lines(draft) == [("write", "郑住建"), ("drop", "郑住建")]


def test_withdrawing_needs_a_reason_and_publishing_again_brings_it_back(keeper: Keeper) -> None:
    by = keeper.cast.department_officer
    article = keeper.published()
    with pytest.raises(Invalid, match="needed"):
        withdraw_article(article.uid, reason=" \u200b ", by=by, now=NOW)
    article = withdraw_article(article.uid, reason="文件已废止", by=by, now=NOW)
    assert (article.state, article.note) == ("withdrawn", "文件已废止")
    with pytest.raises(Refused, match="not_published"):
        withdraw_article(article.uid, reason="再一次", by=by, now=NOW)
    with pytest.raises(Refused, match="not_published"):
        renew_article(article.uid, valid_to=None, review_on=date(2027, 6, 1), by=by, now=NOW)
    article = publish_article(article.uid, by=by, now=NOW)
    assert (article.state, article.version, article.note) == ("published", 2, "")


@pytest.mark.row("R-078")
def test_a_renewal_gives_other_days_and_keeps_text_and_version(keeper: Keeper) -> None:
    by = keeper.cast.department_officer
    article = keeper.published(valid_to=date(2026, 12, 1))
    later = NOW + timedelta(days=30)
    days = {"valid_to": date(2028, 1, 1), "review_on": date(2027, 12, 1)}
    article = renew_article(article.uid, by=by, now=later, **days)
    assert (article.valid_to, article.review_on, article.version) == (
        date(2028, 1, 1),
        date(2027, 12, 1),
        1,
    )
    for wrong, word in (
        ({"valid_to": date(2026, 11, 30)}, "ended_already"),
        ({"valid_to": date(2025, 1, 1)}, "ends_before_it_begins"),
        ({"review_on": date(2026, 12, 1)}, "review_in_the_past"),
        ({"review_on": date(2036, 12, 1)}, "review_too_far"),
    ):
        with pytest.raises(Invalid, match=word):
            renew_article(article.uid, by=by, now=later, **(days | wrong))


def test_two_who_change_the_same_article_do_not_overwrite_each_other(keeper: Keeper) -> None:
    draft = keeper.draft()
    seen = draft.revision
    county, officer = keeper.cast.county_supervisor, keeper.cast.department_officer
    write_article(keeper.text(title="第一个"), uid=draft.uid, revision=seen, by=county, now=NOW)
    with pytest.raises(Stale):
        write_article(keeper.text(title="后来"), uid=draft.uid, revision=seen, by=officer, now=NOW)
    assert Article.objects.get(pk=draft.pk).title == "第一个"


def test_a_department_keeps_its_own_articles_and_the_county_keeps_all(keeper: Keeper) -> None:
    cast, article = keeper.cast, keeper.published()
    draft = keeper.draft(title="还没发布")
    for who in (
        "other_department_officer",
        "town_branch_officer",
        "grid_worker",
        "station_clerk",
        "township_operator",
        "county_dispatcher",
        "hotline_operator",
        "electronic_supervisor",
        "administrator",
    ):
        by = cast.people[who]
        with pytest.raises(Refused, match="not_yours"):
            withdraw_article(article.uid, reason="不要了", by=by, now=NOW)
        hidden = Refused if who == "electronic_supervisor" else NotFound
        with pytest.raises(hidden):
            publish_article(draft.uid, by=by, now=NOW)
        with pytest.raises(Refused, match="not_yours"):
            write_article(keeper.text(), by=by, now=NOW)
    publish_article(draft.uid, by=cast.county_supervisor, now=NOW)
    mine = keeper.text(owner_id=cast.unit_id("minzheng"))
    with pytest.raises(Refused, match="not_yours"):
        write_article(mine, uid=article.uid, by=cast.department_officer, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"title": " "}, "title", "needed"),
        ({"title": "题"}, "title", "too_short"),
        ({"title": "长" * 81}, "title", "too_long"),
        ({"title_en": "x" * 121}, "title_en", "too_long"),
        ({"body": "短"}, "body", "too_short"),
        ({"body": "长" * 20_001}, "body", "too_long"),
        ({"body": "\x00\u202e\u200b"}, "body", "needed"),
        ({"keywords": "词" * 201}, "keywords", "too_long"),
        ({"source": "源" * 301}, "source", "too_long"),
        ({"source": " "}, "source", "source_needed"),
        ({"kind": "rumour"}, "kind", "unknown_choice"),
        ({"kind": "POLICY"}, "kind", "unknown_choice"),
        ({"owner_id": 10**9}, "owner", "unknown_owner"),
        ({"valid_to": date(2025, 1, 1)}, "valid_to", "ends_before_it_begins"),
        ({"valid_from": date(1, 1, 1)}, "valid_from", "day_out_of_range"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    keeper: Keeper, changes: dict[str, Any], field: str, word: str
) -> None:
    with pytest.raises(Invalid) as caught:
        write_article(keeper.text(**changes), by=keeper.cast.county_supervisor, now=NOW)
    assert (caught.value.field, caught.value.word) == (field, word)
    assert Article.objects.count() == 0


def test_a_grid_and_a_dissolved_department_keep_no_article(keeper: Keeper) -> None:
    cast = keeper.cast
    for unit in ("511622100001001", "511622100001", "511622100"):
        with pytest.raises(Invalid, match="unknown_owner"):
            keeper.draft(cast.county_supervisor, owner_id=cast.unit_id(unit))
    draft = keeper.draft()
    dissolve_unit(
        code=HOUSING,
        on=date(2026, 11, 1),
        successor_code="minzheng",
        by=cast.administrator.signature(),
        now=NOW,
    )
    with pytest.raises(Invalid, match="unknown_owner"):
        publish_article(draft.uid, by=cast.county_supervisor, now=NOW)


@pytest.mark.parametrize("uid", ["", "x", "1", "0" * 40, "' OR 1=1 --", None, 7])
def test_what_is_no_identifier_is_found_nowhere(keeper: Keeper, uid: Any) -> None:
    keeper.published()
    with pytest.raises(NotFound):
        publish_article(uid, by=keeper.cast.county_supervisor, now=NOW)
    with pytest.raises(NotFound):
        publish_article(uuid4(), by=keeper.cast.county_supervisor, now=NOW)


def test_signs_that_hide_are_dropped_and_the_rest_is_kept_as_it_was_typed(keeper: Keeper) -> None:
    article = keeper.draft(title=" 一\u202e二\n三 ", body="第一行很长很长\r\n\r\n- 二\x00<b>&'\"")
    assert (article.title, article.body) == ("一二 三", "第一行很长很长\n\n- 二<b>&'\"")


DEEDS: dict[str, Callable[[Keeper, Article], Any]] = {
    "write": lambda k, a: k.draft(title="新的一篇"),
    "change": lambda k, a: write_article(
        k.text(title="改" * 2), uid=a.uid, by=k.cast.department_officer, now=NOW
    ),
    "publish": lambda k, a: publish_article(
        Article.objects.get(state="draft").uid, by=k.cast.department_officer, now=NOW
    ),
    "withdraw": lambda k, a: withdraw_article(
        a.uid, reason="不再有效", by=k.cast.department_officer, now=NOW
    ),
    "renew": lambda k, a: renew_article(
        a.uid,
        valid_to=None,
        review_on=date(2027, 9, 9),
        by=k.cast.department_officer,
        now=NOW,
    ),
    "drop": lambda k, a: drop_change(
        Article.objects.get(state="draft").uid, by=k.cast.department_officer, now=NOW
    ),
}


@pytest.mark.parametrize("deed", list(DEEDS))
def test_nothing_stays_of_a_deed_whose_line_cannot_be_written(
    keeper: Keeper, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = keeper.published()
    keeper.draft(title="一篇草稿")
    before = (list(Article.objects.order_by("pk").values()), ArticleVersion.objects.count())

    def broken(**words: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr("gege.services.actions.article.record", broken)
    with pytest.raises(RuntimeError, match="the ledger is full"):
        DEEDS[deed](keeper, article)
    after = (list(Article.objects.order_by("pk").values()), ArticleVersion.objects.count())
    assert after == before
