"""Who may do what to a briefing, which days it looks at, and which topic a matter belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from gege.supervision.rules.briefing_words import BriefingDeed, BriefingState, Span
from gege.supervision.rules.briefings import (
    BriefingFacts,
    BriefingRefusal,
    Days,
    days_of,
    last_whole,
    leads_to,
    may_do,
    month_of,
    possible_deeds,
    week_of,
)
from gege.supervision.rules.topics import (
    Topic,
    TopicLine,
    TopicRules,
    topic_problems,
    topics_from_json,
    topics_to_json,
)

D, S = BriefingDeed, BriefingState
COUNTY, TOWN = "county_centre", "township_centre"
DISPATCHER, SUPERVISOR, OPERATOR = "county_dispatcher", "county_supervisor", "township_operator"
TODAY, LAST_YEAR = date(2026, 11, 24), date(2025, 12, 1)


@pytest.mark.row("R-070")
@pytest.mark.parametrize(
    ("facts", "deeds"),
    [
        (
            BriefingFacts(S.DRAFT, COUNTY, DISPATCHER, own=True),
            (D.PROPOSE, D.WRITE, D.CONCLUDE, D.COUNT, D.DISCARD),
        ),
        (
            BriefingFacts(S.PROPOSED, COUNTY, DISPATCHER, own=True, wrote=True),
            (D.WRITE, D.CONCLUDE, D.COUNT, D.SEND_BACK, D.DISCARD),
        ),
        (
            BriefingFacts(S.PROPOSED, COUNTY, SUPERVISOR, own=True),
            (D.PUBLISH, D.WRITE, D.CONCLUDE, D.COUNT, D.SEND_BACK, D.DISCARD),
        ),
        (BriefingFacts(S.PROPOSED, TOWN, SUPERVISOR, own=False), (D.PUBLISH, D.SEND_BACK)),
        (BriefingFacts(S.PUBLISHED, TOWN, OPERATOR, own=True), (D.REVISE,)),
        (BriefingFacts(S.PUBLISHED, TOWN, SUPERVISOR, own=False), ()),
        (BriefingFacts(S.REPLACED, COUNTY, DISPATCHER, own=True), ()),
        (BriefingFacts(S.DISCARDED, COUNTY, DISPATCHER, own=True), ()),
        (BriefingFacts(S.PROPOSED, TOWN, OPERATOR, own=False), ()),
        (BriefingFacts(S.PROPOSED, COUNTY, "electronic_supervisor", own=True), ()),
        (BriefingFacts(S.PROPOSED, COUNTY, "administrator", own=True), ()),
    ],
)
def test_the_table_of_deeds(facts: BriefingFacts, deeds: tuple[BriefingDeed, ...]) -> None:
    assert possible_deeds(facts) == deeds


def test_a_deed_says_why_it_is_not_possible() -> None:
    wrote = BriefingFacts(S.PROPOSED, COUNTY, SUPERVISOR, own=True, wrote=True)
    assert may_do(D.PUBLISH, wrote) is BriefingRefusal.OWN_WORDS
    draft = BriefingFacts(S.DRAFT, COUNTY, SUPERVISOR, own=True)
    assert may_do(D.PUBLISH, draft) is BriefingRefusal.WRONG_STATE
    assert may_do(D.WRITE, BriefingFacts(S.DRAFT, TOWN, SUPERVISOR, False)) is (
        BriefingRefusal.NOT_YOURS
    )
    assert leads_to(D.WRITE, S.PROPOSED) is S.DRAFT
    with pytest.raises(LookupError):
        leads_to(D.PUBLISH, S.DRAFT)


@pytest.mark.row("R-002")
@pytest.mark.parametrize(
    ("span", "first", "last", "days"),
    [
        (Span.WEEK, date(2026, 11, 18), None, Days(date(2026, 11, 16), date(2026, 11, 22))),
        (Span.MONTH, date(2026, 2, 28), None, Days(date(2026, 2, 1), date(2026, 2, 28))),
        (Span.OTHER, LAST_YEAR, date(2026, 11, 23), Days(LAST_YEAR, date(2026, 11, 23))),
        (Span.WEEK, date(2026, 11, 24), None, "not_over"),
        (Span.MONTH, date(2026, 11, 1), None, "not_over"),
        (Span.OTHER, date(2026, 11, 1), TODAY, "not_over"),
        (Span.OTHER, date(2026, 11, 2), date(2026, 11, 1), "ends_before_it_begins"),
        (Span.OTHER, date(2026, 11, 2), None, "ends_before_it_begins"),
        (Span.OTHER, date(2024, 1, 1), date(2025, 1, 1), "too_many_days"),
    ],
)  # fmt: skip
def test_the_days_of_a_briefing(
    span: Span, first: date, last: date | None, days: Days | str
) -> None:
    assert days_of(span, first, last, TODAY) == days


def test_what_was_before_and_a_year_before() -> None:
    february = month_of(date(2024, 2, 11))
    assert february.before == month_of(date(2024, 1, 1))
    assert february.year_before == month_of(date(2023, 2, 1))
    week = week_of(date(2026, 1, 1))
    assert (week.before, week.year_before.first) == (
        week_of(date(2025, 12, 25)),
        date(2024, 12, 30),
    )
    some = Days(date(2026, 11, 3), date(2026, 11, 12))
    assert some.before == Days(date(2026, 10, 24), date(2026, 11, 2))
    assert last_whole(Span.WEEK, date(2026, 11, 23)) == week_of(date(2026, 11, 16))
    assert last_whole(Span.MONTH, date(2026, 1, 1)) == month_of(date(2025, 12, 1))


@pytest.mark.row("R-101")
def test_every_kind_belongs_to_one_topic_and_an_idea_to_some() -> None:
    rules = TopicRules()
    kinds = ("G01", "G02", "G03", "G04", "G06", "A01")
    assert [rules.topic_of(kind, "call") for kind in kinds] == [*Topic, None]
    assert rules.topic_of("A01", "idea") is Topic.OTHER
    assert topics_from_json(topics_to_json(rules)) == rules
    assert topics_from_json({}) == rules
    twice = TopicRules(0, {**rules.lines, Topic.CULTURE: TopicLine(("G01",), "wenlv")})
    assert topic_problems(rules) == []
    assert topic_problems(twice) == ["days", "culture"]
