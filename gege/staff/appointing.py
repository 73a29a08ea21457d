"""What giving a post and appointing a substitute have in common."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.authority import authorise, facts_of, locked_account, note
from gege.staff.errors import Refusal
from gege.staff.models import ONE_RESPONSIBLE_WORKER, ONE_SUBSTITUTE, Post
from gege.staff.rules.posts import MAX_SUBSTITUTE_DAYS, overlap, problem_of_span
from gege.staff.rules.roles import POST_ROLES, Role, fits
from gege.staff.words import role_name
from gege.territory.api import load_atlas


def appoint(post: Post, deed: str, *, by: Actor, now: datetime) -> Post:
    """Check an unsaved post, save it and write its ledger line.

    Raises Refusal; every reason is listed at `give_post` and `substitute`.
    """
    authorise(by, now)
    if by.account_id == post.account_id:
        raise Refusal("own_posts")
    account = locked_account(post.account_id)
    if not account.is_active:
        raise Refusal("inactive")
    _check_place(post)
    _check_days(post, by, timezone.localdate(now))
    _check_own_posts(post)
    _save(post)
    note(post.account_id, deed, by=by, now=now, after=facts_of(post))
    return post


def _check_place(post: Post) -> None:
    if post.role not in POST_ROLES:
        raise Refusal("unknown_role", field="role")
    unit = load_atlas().unit(post.unit_id)
    if unit is None:
        raise Refusal("no_unit", field="unit")
    if not fits(Role(post.role), unit.kind):
        raise Refusal("role_misplaced", field="unit", role=role_name(post.role), unit=unit.name_zh)
    if not unit.valid_on(post.valid_from):
        raise Refusal("unit_not_in_force", field="unit", unit=unit.name_zh)


def _check_days(post: Post, by: Actor, today: date) -> None:
    if post.valid_from < today and not by.is_system:
        raise Refusal("starts_in_the_past", field="valid_from")
    problem = problem_of_span(post.valid_from, post.valid_to, substitute=post.substitute)
    if problem:
        raise Refusal(problem, field="valid_to", days=MAX_SUBSTITUTE_DAYS)


def _check_own_posts(post: Post) -> None:
    rows = Post.objects.filter(account_id=post.account_id, unit_id=post.unit_id, role=post.role)
    for other in rows.filter(Q(valid_to=None) | Q(valid_to__gt=post.valid_from)):
        if overlap(post.valid_from, post.valid_to, other.valid_from, other.valid_to):
            raise Refusal("own_cover" if post.substitute != other.substitute else "same_post")


def _save(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError as problem:
        for constraint, code in (
            (ONE_RESPONSIBLE_WORKER, "grid_taken"),
            (ONE_SUBSTITUTE, "cover_taken"),
        ):
            if constraint in str(problem):
                raise Refusal(
                    code, field="unit", unit=post.unit.name_zh, name=_in_the_way(post)
                ) from problem
        raise


def _in_the_way(post: Post) -> str:
    rows = Post.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=post.valid_from),
        unit_id=post.unit_id,
        role=post.role,
        substitute=post.substitute,
    )
    return ", ".join(rows.order_by("valid_from").values_list("account__display_name", flat=True))
