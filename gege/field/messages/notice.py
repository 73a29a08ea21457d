"""`notice`: a notice was read, or acknowledged, on the phone."""

from typing import Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import Body
from gege.notices.api import Notice, acknowledge, mark_read

FIELDS: Final = frozenset({"id", "acknowledged"})


def notice(one: Doing, body: Body) -> Done:
    """Keep when it was read, never before it was there; somebody else's, or one that is gone,
    changes nothing."""
    found = body.whole("id", 1, 2**62)
    if found is None:
        raise Malformed("id", "needed")
    account_id = one.scene.account.pk
    own = Notice.objects.filter(pk=found, account_id=account_id)
    at = max([one.at, *own.values_list("delivered_at", flat=True)])
    if body.flag("acknowledged"):
        acknowledge(account_id, found, now=at)
    else:
        mark_read(account_id, now=at, notice_ids=[found])
    return Done(f"notice:{found}")
