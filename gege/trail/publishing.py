"""Publishing settings as editions: one after another, each in the ledger with what it changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from gege.kernel.typed_text import cleaned
from gege.trail.ledger import record
from gege.trail.rules import Signature


class NotPublished(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing was published: `note`, `rules`, `moved_on` or `changes_nothing`."""

    def __init__(self, word: str, field: str = "") -> None:
        self.word, self.field = word, field
        super().__init__(word)


def publishing_note(typed: str) -> str:
    """Return why settings are published, in one line. Raises NotPublished("note", "note")."""
    note = cleaned(typed, lines=False)
    if not 2 <= len(note) <= 200:
        raise NotPublished("note", "note")
    return note


@transaction.atomic
def publish_edition(
    table: type[models.Model],
    document: Mapping[str, Any],
    *,
    as_read: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    stream: str,
    note: str,
    by: Signature,
    now: datetime,
    based_on: int | None,
    then: Callable[[], object] = lambda: None,
    first_needs_change: bool = False,
) -> int:
    """Publish a document of settings as the next edition of a table and return its number.

    `table` has number, document, note, published_at and published_by; `as_read` fills in what an
    older document does not say. `based_on` is the number that the editor had on screen, 0 for
    none, None to publish whatever stands. `then` runs before the line is written. The first edition
    may say what holds by default, unless it `first_needs_change`. Raises NotPublished (`moved_on`,
    `changes_nothing`).
    """
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table._meta.db_table}" IN EXCLUSIVE MODE')
    last = table._default_manager.order_by("-number").values_list("number", "document").first()
    latest, old = last or (0, {})
    if based_on is not None and based_on != latest:
        raise NotPublished("moved_on")
    before = as_read(old)
    changed = [name for name in document if before[name] != document[name]]
    if not changed and (last is not None or first_needs_change):
        raise NotPublished("changes_nothing")
    table._default_manager.create(
        number=latest + 1,
        document=dict(document),
        note=note,
        published_at=now,
        published_by=by.name,
    )
    then()
    record(
        stream=stream,
        deed="publish",
        by=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: document[name] for name in changed},
        more={"edition": latest + 1, "note": note},
    )
    return int(latest) + 1
