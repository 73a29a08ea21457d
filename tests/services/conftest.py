"""The cast of the county, and a keeper's words for an article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gege.services.api import Article, Text, publish_article, write_article
from gege.staff.api import Actor
from tests.cast import Cast, cast, committed_cast, ledger_that_can_be_emptied  # noqa: F401

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 9:00 in the county."""
TODAY = date(2026, 11, 24)


class Keeper:
    """The county's handbook in a test: articles of the housing bureau unless told otherwise."""

    def __init__(self, cast: Cast) -> None:  # noqa: F811 - a fixture
        self.cast = cast
        self.now = NOW

    def text(self, **changes: Any) -> Text:
        """A text that may be kept, with changes."""
        text: dict[str, Any] = {
            "kind": "procedure",
            "title": "怎样申请公租房",
            "title_en": "How to apply for public rental housing",
            "body": "住房有困难的家庭可以申请。\n\n- 带上户口簿\n- 到社区服务站填表",
            "source": "《公共租赁住房管理办法》",
            "keywords": "公租房 住房困难",
            "owner_id": self.cast.unit_id("zhujian"),
            "valid_from": date(2026, 1, 1),
            "valid_to": None,
            "review_on": date(2027, 6, 1),
        }
        return Text(**(text | changes))

    def draft(self, by: Actor | None = None, **changes: Any) -> Article:
        by = by or self.cast.department_officer
        return write_article(self.text(**changes), by=by, now=self.now)

    def published(self, by: Actor | None = None, **changes: Any) -> Article:
        by = by or self.cast.department_officer
        return publish_article(self.draft(by, **changes).uid, by=by, now=self.now)


@pytest.fixture
def keeper(cast: Cast) -> Keeper:  # noqa: F811 - a fixture
    return Keeper(cast)


@pytest.fixture
def committed_keeper(committed_cast: Cast) -> Keeper:  # noqa: F811 - a fixture
    return Keeper(committed_cast)
