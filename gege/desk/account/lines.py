"""Posts as the pages show them: with their last day, and whether they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gege.staff.api import PostLine


class Standing(StrEnum):
    """How a post stands on a day."""

    NOW = "now"
    COMING = "coming"
    PAST = "past"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post with its last day (inclusive, as people say it) and its standing."""

    post: PostLine
    last_day: date | None
    standing: Standing

    @property
    def can_end(self) -> bool:
        return self.standing in (Standing.NOW, Standing.COMING)


def shown(posts: Iterable[PostLine], today: date) -> list[ShownPost]:
    """Return posts as a page shows them, in the order given."""
    return [
        ShownPost(
            post,
            None if post.valid_to is None else post.valid_to - timedelta(days=1),
            _standing(post, today),
        )
        for post in posts
    ]


def _standing(post: PostLine, today: date) -> Standing:
    if post.valid_to is not None and post.valid_to <= post.valid_from:
        return Standing.NEVER
    if today < post.valid_from:
        return Standing.COMING
    if post.valid_to is not None and post.valid_to <= today:
        return Standing.PAST
    return Standing.NOW
