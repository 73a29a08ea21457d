"""The first steps of a new installation: keys, tables, calendar, county, administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from gege.config.findings import State, calendar
from gege.config.keys import KEY_FILE, make_keys
from gege.staff.api import SYSTEM, Refusal, Role, create_account, give_post
from gege.territory.api import AreaFacts, load_atlas


class FirstStepError(Exception):
    """A step before this one is missing; the message says which."""


def prepare(*, now: datetime, say: Callable[[str], None]) -> None:
    """Make the keys that are missing and bring the database to this version."""
    make_keys(settings.GEGE_DATA_DIR)
    say(f"Keys: {settings.GEGE_DATA_DIR / KEY_FILE}. Keep a copy off this machine.")
    call_command("migrate", verbosity=0)
    say("Database: of this version.")


def open_steps(*, now: datetime) -> list[str]:
    """Return what a person has yet to do, in order."""
    steps: list[str] = []
    known = calendar(now)
    if known.state is State.WRONG:
        steps.append(f"{known.says} {known.mend}")
    if county() is None:
        steps.append("Import the county: `gege territory import-divisions --help`.")
    steps.append("Open an administrator's account: `gege administrator LOGIN --name NAME`.")
    steps.append("Serve: `gege serve`. Look it over at any time: `gege doctor`.")
    return steps


def county() -> AreaFacts | None:
    """Return the county; None before its divisions are imported."""
    return load_atlas().county()


def open_administrator(login_name: str, name: str, *, now: datetime) -> str:
    """Open an account with the post of administrator at the county centre.

    Returns the password to change at the first log-in. Raises FirstStepError without a county,
    or when the account is refused.
    """
    home = county()
    if home is None:
        raise FirstStepError("There is no county yet: import its divisions first.")
    centre = load_atlas().platform_unit(home.code)
    if centre is None:
        raise FirstStepError(f"The county {home.code} has no centre: import its divisions again.")
    try:
        with transaction.atomic():
            opened = create_account(by=SYSTEM, now=now, login_name=login_name, display_name=name)
            account_id = opened.account.pk
            role, unit_id = Role.ADMINISTRATOR, centre.id
            give_post(by=SYSTEM, now=now, account_id=account_id, role=role, unit_id=unit_id)
    except Refusal as refusal:
        with translation.override("en"):
            raise FirstStepError(str(refusal)) from refusal
    return opened.password
