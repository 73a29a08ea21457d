"""The administrators' list of people: accounts, posts past and present, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from gege.staff.models import Account, Post, holding
from gege.staff.rules.logins import normalised
from gege.staff.rules.roles import Role

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the names around it. `valid_to` is exclusive; None is without end."""

    id: int
    account_id: int
    account_name: str
    role: str
    unit_id: int
    unit_code: str
    unit_name: str
    unit_name_en: str
    valid_from: date
    valid_to: date | None
    substitute: bool
    note: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as the list shows it, with its posts of today."""

    id: int
    login_name: str
    display_name: str
    phone: str
    is_active: bool
    last_login: datetime | None
    posts: tuple[PostLine, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Some accounts by log-in name; `after` continues the list, None at its end."""

    lines: tuple[AccountLine, ...]
    after: str | None


def find_accounts(
    *,
    on: date,
    text: str = "",
    role: Role | None = None,
    inactive: bool = False,
    after: str = "",
    size: int = PAGE_SIZE,
) -> AccountPage:
    """Return a page of accounts by log-in name, in two statements.

    `text`: the beginning of a log-in name or a part of a person's name. `role`: holders of
    such a post on `on`. `inactive`: deactivated accounts in place of active ones.
    """
    rows = Account.objects.filter(is_active=not inactive, login_name__gt=after)
    if text.strip():
        named = Q(display_name__contains=text.strip())
        rows = rows.filter(named | Q(login_name__startswith=normalised(text)))
    if role is not None:
        holders = Post.objects.filter(holding(on), role=str(role)).values("account_id")
        rows = rows.filter(id__in=holders)
    found = list(rows.order_by("login_name")[: size + 1])
    shown = found[:size]
    posts = posts_of([account.pk for account in shown], on=on)
    lines = tuple(_line(account, posts.get(account.pk, ())) for account in shown)
    return AccountPage(lines, shown[-1].login_name if len(found) > size else None)


def account_line(account_id: int, *, on: date) -> AccountLine | None:
    """Return one account with its posts of a day; None when there is none."""
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        return None
    return _line(account, posts_of([account_id], on=on).get(account_id, ()))


def posts_of(
    account_ids: Collection[int], *, on: date | None = None
) -> dict[int, tuple[PostLine, ...]]:
    """Return the posts of many accounts in one statement: those of a day, or all, newest first."""
    which = Q(account_id__in=list(account_ids)) & (holding(on) if on else Q())
    found: dict[int, list[PostLine]] = {}
    for line in _post_lines(which):
        found.setdefault(line.account_id, []).append(line)
    return {account_id: tuple(lines) for account_id, lines in found.items()}


def post_line(post_id: int) -> PostLine | None:
    """Return one post; None when there is none."""
    lines = _post_lines(Q(id=post_id))
    return lines[0] if lines else None


def _post_lines(which: Q) -> list[PostLine]:
    rows = (
        Post.objects.filter(which)
        .order_by("-valid_from", "-id")
        .values_list(
            "id",
            "account_id",
            "account__display_name",
            "role",
            "unit_id",
            "unit__code",
            "unit__name_zh",
            "unit__name_en",
            "valid_from",
            "valid_to",
            "substitute",
            "note",
        )
    )
    return [PostLine(*row) for row in rows]


def _line(account: Account, posts: tuple[PostLine, ...]) -> AccountLine:
    return AccountLine(
        id=account.pk,
        login_name=account.login_name,
        display_name=account.display_name,
        phone=account.phone,
        is_active=account.is_active,
        last_login=account.last_login,
        posts=posts,
    )
