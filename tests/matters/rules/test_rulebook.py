"""The rulebook: its limits, what is wrong with one, and its way to JSON and back (R-086)."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.working_time import Limit, NearDue, TimeUnit
from gege.matters.api import (
    Kind,
    LimitRow,
    Rulebook,
    Thresholds,
    Tier,
    default_rulebook,
    from_json,
    problems_of,
    to_json,
)
from gege.matters.rules.words import Entry, Family, FirstTime, Intent, Nature, Severity, Stage

BOOK = default_rulebook()
DAYS, HOURS, CLOCK = TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS, TimeUnit.CLOCK_HOURS
HANDLE = Stage.HANDLE


@pytest.mark.row("R-086")
@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        (["***"], 1),
        (["***", "**t"], 2),
        (["***", "**t", "*s*"], 3),
        (["***", "**t", "*s*", "*st"], 4),
        (["***", "**t", "*s*", "*st", "k**"], 5),
        (["***", "**t", "*s*", "*st", "k**", "k*t"], 6),
        (["***", "**t", "*s*", "*st", "k**", "k*t", "ks*"], 7),
        (["***", "**t", "*s*", "*st", "k**", "k*t", "ks*", "kst"], 8),
    ],
)
def test_the_line_that_names_the_most_wins_whatever_its_place(rows: list[str], amount: int) -> None:
    def row(text: str, days: int) -> LimitRow:
        kind, severity, tier = (None if sign == "*" else sign for sign in text)
        return LimitRow(
            HANDLE,
            days,
            DAYS,
            kind="B01" if kind else "*",
            severity=Severity.URGENT if severity else "*",
            tier=Tier.STATION if tier else "*",
        )

    lines = tuple(row(text, days) for days, text in enumerate(rows, 1))
    other = LimitRow(HANDLE, 99, DAYS, kind="C01", severity=Severity.URGENT, tier=Tier.STATION)
    for order in (lines, lines[::-1]):
        book = replace(BOOK, limits=(other, *order))
        assert book.limit(HANDLE, "B01", Severity.URGENT, Tier.STATION) == Limit(amount, DAYS)


@pytest.mark.row("R-086")
@pytest.mark.parametrize(
    ("kind", "severity", "tier", "limit"),
    [
        ("B01", Severity.NORMAL, Tier.GRID, Limit(1, DAYS)),
        ("B01", Severity.NORMAL, Tier.STATION, Limit(3, DAYS)),
        ("B01", Severity.NORMAL, Tier.TOWNSHIP, Limit(5, DAYS)),
        ("B01", Severity.NORMAL, Tier.DEPARTMENT, Limit(7, DAYS)),
        ("A02", Severity.URGENT, Tier.GRID, Limit(8, HOURS)),
        ("A02", Severity.URGENT, Tier.DEPARTMENT, Limit(16, HOURS)),
        ("D05", Severity.GRAVE, Tier.GRID, Limit(4, CLOCK)),
        ("F01", Severity.NORMAL, Tier.DEPARTMENT, Limit(20, DAYS)),
    ],
)
def test_the_first_rulebook_has_these_limits(
    kind: str, severity: Severity, tier: Tier, limit: Limit
) -> None:
    assert BOOK.limit(HANDLE, kind, severity, tier) == limit


def test_every_step_of_every_kind_has_a_limit() -> None:
    for kind in BOOK.kinds:
        for stage in Stage:
            for tier in Tier:
                assert BOOK.limit(stage, kind.code, kind.severity, tier).amount > 0


def test_a_limit_that_no_line_gives_is_said_by_name() -> None:
    with pytest.raises(LookupError, match="no handle limit for B01, normal, grid"):
        replace(BOOK, limits=()).limit(HANDLE, "B01", Severity.NORMAL, Tier.GRID)


def test_an_unknown_kind_is_said_by_name() -> None:
    assert BOOK.has("Z99") is False
    with pytest.raises(LookupError, match="edition 0 has no kind 'Z99'"):
        BOOK.kind("Z99")


def test_a_retired_kind_is_known_but_not_in_use() -> None:
    retired = replace(BOOK.kinds[0], retired=True)
    book = replace(BOOK, kinds=(retired, *BOOK.kinds[1:]))
    assert book.kind(retired.code) is retired
    assert retired not in book.live_kinds
    assert len(book.live_kinds) == len(BOOK.kinds) - 1


def test_a_kind_without_an_english_name_is_shown_in_chinese() -> None:
    kind = replace(BOOK.kind("B01"), name_en="", group_en="")
    assert (kind.name("en"), kind.group("en")) == ("道路坑洼破损", "道路交通")
    assert BOOK.kind("B01").name("en") == "Pothole or broken road"


def test_the_first_rulebook_may_be_used() -> None:
    assert problems_of(BOOK) == []


@pytest.mark.parametrize(
    ("book", "problem"),
    [
        (replace(BOOK, kinds=(*BOOK.kinds, BOOK.kind("B01"))), "kind B01 stands twice"),
        (replace(BOOK, kinds=(*BOOK.kinds, replace(BOOK.kinds[0], code="X1", name_zh=""))),
         "kind X1 needs a code and a Chinese name"),
        (replace(BOOK, kinds=(*BOOK.kinds, replace(BOOK.kinds[0], code=""))),
         "kind ? needs a code and a Chinese name"),
        (replace(BOOK, limits=(*BOOK.limits, LimitRow(HANDLE, 1, DAYS, kind="X9"))),
         "a handle limit names the unknown kind X9"),
        (replace(BOOK, limits=(*BOOK.limits, LimitRow(HANDLE, 0, DAYS, kind="B01"))),
         "a handle limit of 0 working_days is not possible"),
        (replace(BOOK, limits=tuple(row for row in BOOK.limits if row.stage is not Stage.VERIFY)),
         "stage verify needs a line for everything that no other line names"),
        (replace(BOOK, kinds=tuple(replace(kind, retired=True) for kind in BOOK.kinds)),
         "no kind is in use"),
        (replace(BOOK, kinds=(*BOOK.kinds, replace(BOOK.kinds[0], code="A" * 21))),
         f"the code {'A' * 21} may have 20 letters, digits, dots and hyphens at most"),
        (replace(BOOK, kinds=(*BOOK.kinds, replace(BOOK.kinds[0], code="道路"))),
         "the code 道路 may have 20 letters, digits, dots and hyphens at most"),
        (replace(BOOK, limits=(*BOOK.limits, LimitRow(HANDLE, 1, DAYS, severity="Grave"))),
         "a handle limit names the unknown severity Grave"),
        (replace(BOOK, limits=(*BOOK.limits, LimitRow(HANDLE, 1, DAYS, tier="village"))),
         "a handle limit names the unknown tier village"),
        (replace(BOOK, limits=(*BOOK.limits, LimitRow(HANDLE, 3_000, DAYS, kind="B01"))),
         "a handle limit of 3000 working_days is not possible"),
        (replace(BOOK, thresholds=Thresholds(return_within_hours=0)),
         "return_within_hours must be a whole number from 1 to 200"),
        (replace(BOOK, thresholds=Thresholds(silent_days="3")),  # type: ignore[arg-type]
         "silent_days must be a whole number from 1 to 60"),
        (replace(BOOK, thresholds=Thresholds(reopen_days=10**9)),
         "reopen_days must be a whole number from 0 to 365"),
        (replace(BOOK, thresholds=Thresholds(future_minutes=-5)),
         "future_minutes must be a whole number from 0 to 120"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rulebook_is_said_in_words(book: Rulebook, problem: str) -> None:
    assert problems_of(book) == [problem]


CODES = st.text("ABC123", min_size=1, max_size=4)
KINDS = st.builds(
    Kind,
    code=CODES,
    name_zh=st.text(min_size=1, max_size=8),
    name_en=st.text(max_size=8),
    group_zh=st.text(max_size=8),
    group_en=st.text(max_size=8),
    nature=st.sampled_from(Nature),
    family=st.sampled_from(Family),
    intent=st.sampled_from(Intent),
    first_time=st.sampled_from(FirstTime),
    entry=st.sampled_from(Entry),
    severity=st.sampled_from(Severity),
    leads=st.lists(CODES, max_size=3).map(tuple),
)
ROWS = st.builds(
    LimitRow,
    stage=st.sampled_from(Stage),
    amount=st.integers(1, 99),
    unit=st.sampled_from(TimeUnit),
    kind=CODES | st.just("*"),
    severity=st.sampled_from([*Severity, "*"]).map(str),
    tier=st.sampled_from([*Tier, "*"]).map(str),
)
BOOKS = st.builds(
    Rulebook,
    number=st.integers(1, 9),
    kinds=st.lists(KINDS, max_size=4).map(tuple),
    limits=st.lists(ROWS, max_size=4).map(tuple),
    thresholds=st.builds(
        Thresholds,
        near_due=st.builds(NearDue, percent=st.integers(0, 100)),
        silent_days=st.integers(1, 9),
    ),
)


@given(BOOKS)
def test_a_rulebook_comes_back_from_its_document_as_it_was(book: Rulebook) -> None:
    assert from_json(book.number, json.loads(json.dumps(to_json(book)))) == book


def test_an_old_document_takes_the_defaults_of_what_came_later() -> None:
    document = to_json(BOOK)
    del document["thresholds"]
    for kind in document["kinds"]:
        del kind["scheme"], kind["retired"], kind["entry"]
    book = from_json(3, document)
    assert (book.number, book.thresholds) == (3, Thresholds())
    assert {kind.entry for kind in book.kinds} == {Entry.LOCALITY}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kinds": [], "limits": [{"stage": "sleep", "unit": "working_days", "amount": 1}]},
        {"kinds": [{"code": "A"}], "limits": []},
        {"kinds": 5, "limits": []},
        {"kinds": [], "limits": [], "thresholds": {"silent_years": 3}},
        {"kinds": [asdict(BOOK.kinds[0]) | {"colour": "red"}], "limits": []},
    ],
)
def test_what_is_no_rulebook_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader's own words differ
        from_json(1, document)
