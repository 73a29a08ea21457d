"""Where an article stands on a day, what its owner is asked, and how its text is cut."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.services.rules.handbook import (
    ArticleKind,
    ArticleState,
    Ask,
    Block,
    Life,
    Standing,
    blocks_of,
    long_sentences,
    needs_source,
    standing_of,
    to_ask,
    wrong_days,
    wrong_to_publish,
)

DAY = date(2026, 11, 24)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
P = ArticleState.PUBLISHED


@pytest.mark.row("R-078")
@pytest.mark.parametrize(
    ("life", "standing"),
    [
        (Life(ArticleState.DRAFT, BEFORE, None, AFTER), Standing.DRAFT),
        (Life(ArticleState.WITHDRAWN, BEFORE, None, AFTER), Standing.WITHDRAWN),
        (Life(P, AFTER, None, AFTER), Standing.TO_COME),
        (Life(P, DAY, None, AFTER), Standing.SHOWN),
        (Life(P, BEFORE, AFTER, AFTER), Standing.SHOWN),
        (Life(P, BEFORE, DAY, AFTER), Standing.EXPIRED),
        (Life(P, BEFORE, None, BEFORE), Standing.SHOWN),
    ],
)
def test_an_article_stands_by_its_state_and_the_day(life: Life, standing: Standing) -> None:
    assert standing_of(life, DAY) is standing


@pytest.mark.row("R-078")
@pytest.mark.parametrize(
    ("life", "ask"),
    [
        (Life(P, BEFORE, None, AFTER), None),
        (Life(P, BEFORE, None, DAY), Ask.REVIEW),
        (Life(P, BEFORE, None, DAY, asked_on=DAY), None),
        (Life(P, BEFORE, DAY, AFTER), Ask.EXPIRED),
        (Life(P, BEFORE, DAY, BEFORE), Ask.EXPIRED),
        (Life(P, BEFORE, DAY, BEFORE, asked_on=BEFORE), Ask.EXPIRED),
        (Life(P, BEFORE, DAY, BEFORE, asked_on=DAY), None),
        (Life(P, BEFORE, AFTER, BEFORE, asked_on=BEFORE), None),
        (Life(ArticleState.DRAFT, BEFORE, DAY, BEFORE), None),
        (Life(ArticleState.WITHDRAWN, BEFORE, DAY, BEFORE), None),
    ],
)
def test_an_owner_is_asked_once_about_each_day(life: Life, ask: Ask | None) -> None:
    assert to_ask(life, DAY) is ask


@given(st.dates(DAY, DAY + timedelta(days=9)), st.dates(DAY, DAY + timedelta(days=9)))
def test_asked_day_after_day_an_owner_hears_of_expiry_once_and_of_review_at_most_once(
    valid_to: date, review_on: date
) -> None:
    asked_on, heard = None, []
    for number in range(12):
        day = DAY + timedelta(days=number)
        ask = to_ask(Life(P, BEFORE, valid_to, review_on, asked_on), day)
        if ask is not None:
            heard.append(ask)
            asked_on = day
    assert heard.count(Ask.EXPIRED) == 1
    assert heard.count(Ask.REVIEW) == (1 if review_on < valid_to else 0)


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ((DAY, None, AFTER), None),
        ((DAY, AFTER, AFTER), None),
        ((DAY, DAY, AFTER), ("valid_to", "ends_before_it_begins")),
        ((DAY, BEFORE, AFTER), ("valid_to", "ends_before_it_begins")),
        ((date(1900, 1, 1), None, AFTER), ("valid_from", "day_out_of_range")),
        ((DAY, date(9999, 1, 1), AFTER), ("valid_to", "ends_before_it_begins")),
        ((DAY, None, date(9999, 1, 1)), ("review_on", "day_out_of_range")),
    ],
)
def test_days_must_make_sense(
    days: tuple[date, date | None, date], wrong: tuple[str, str] | None
) -> None:
    assert wrong_days(*days) == wrong


@pytest.mark.parametrize(
    ("valid_to", "review_on", "wrong"),
    [
        (None, AFTER, None),
        (DAY, AFTER, ("valid_to", "ended_already")),
        (None, DAY, ("review_on", "review_in_the_past")),
        (None, date(2031, 1, 1), ("review_on", "review_too_far")),
    ],
)
def test_what_is_published_is_reviewed_within_three_years(
    valid_to: date | None, review_on: date, wrong: tuple[str, str] | None
) -> None:
    assert wrong_to_publish(valid_to, review_on, DAY) == wrong


def test_only_a_working_guide_may_be_without_a_source() -> None:
    assert [kind for kind in ArticleKind if not needs_source(kind)] == [ArticleKind.GUIDE]


def test_paragraphs_and_steps_are_told_apart() -> None:
    text = "先说明。\n再说明。\n- 第一步\n- 第二步\n\n\n- 另一组\n最后。"
    assert blocks_of(text) == (
        Block(False, ("先说明。", "再说明。")),
        Block(True, ("第一步", "第二步")),
        Block(True, ("另一组",)),
        Block(False, ("最后。",)),
    )
    assert blocks_of("  \n ") == ()


@given(st.text(max_size=200))
def test_no_line_of_a_text_is_lost(text: str) -> None:
    shown = [line for block in blocks_of(text) for line in block.lines]
    meant = [line.strip().removeprefix("- ").strip() for line in text.splitlines() if line.strip()]
    assert shown == meant


def test_long_sentences_are_named_whole() -> None:
    long = "很" * 60 + "长。"
    assert long_sentences(f"短句。{long}另一句。\n- {long}") == (long, long)
    assert long_sentences("a" * 300) == ()
