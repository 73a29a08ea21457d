"""Follow a matter without holding it."""

from django.db import transaction

from gege.matters.models import Matter, Watch
from gege.matters.queries.scope import matter_by_number
from gege.staff.api import Actor


def watch(number: str, *, on: bool, by: Actor) -> Matter:
    """Put a matter on a person's own list or take it off. Nobody else is told; no ledger line."""
    with transaction.atomic():
        matter = matter_by_number(number, by)
        if on:
            Watch.objects.get_or_create(matter=matter, account_id=by.account_id or 0)
        else:
            Watch.objects.filter(matter=matter, account_id=by.account_id or 0).delete()
    return matter
