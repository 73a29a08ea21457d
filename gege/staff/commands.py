"""`gege account …`: the first administrator, and the way in when nobody can log in."""

import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from django.db import transaction
from django.utils import timezone, translation

from gege.staff.actions.create_account import create_account
from gege.staff.actions.give_post import give_post
from gege.staff.actions.import_people import (
    Arrived,
    ListRefused,
    import_people,
    plan_people,
)
from gege.staff.actions.reset_password import reset_password
from gege.staff.actor import SYSTEM
from gege.staff.directory import find_accounts
from gege.staff.errors import Refusal
from gege.staff.factor.actions.end_factor import reset_factor
from gege.staff.models import Account
from gege.staff.rules.logins import normalised
from gege.staff.rules.roles import COUNTY_CENTRE, Role
from gege.territory.api import SourceFile, UnitFacts, load_atlas

LARGEST = 8_000_000
"""Bytes of a list that are read; one more shows that it is too big."""


@click.group()
def account() -> None:
    """Accounts of staff, from the server's own command line."""


@account.command("create-admin")
@click.option("--login", prompt="Log-in name", help="2 to 32 of a-z, 0-9, dot, hyphen, line.")
@click.option("--name", prompt="Name", help="The person's name.")
@click.password_option(help="Asked for when it is not given; at least 10 characters.")
def create_admin(login: str, name: str, password: str) -> None:
    """Open the account of an administrator in the county centre."""
    now = timezone.now()
    centre = _county_centre()
    try:
        with transaction.atomic():
            opened = create_account(
                by=SYSTEM,
                now=now,
                login_name=login,
                display_name=name,
                password=password,
                must_change_password=False,
            )
            give_post(
                by=SYSTEM,
                now=now,
                account_id=opened.account.pk,
                role=Role.ADMINISTRATOR,
                unit_id=centre.id,
            )
    except Refusal as refusal:
        raise _told(refusal) from refusal
    click.echo(f"{opened.account.login_name} administers {centre.name('en')}.")


@account.command("list")
@click.option("--inactive", is_flag=True, help="Deactivated accounts in place of active ones.")
def list_accounts(inactive: bool) -> None:
    """List accounts with their posts of today, one per line."""
    after: str | None = ""
    while after is not None:
        page = find_accounts(on=timezone.localdate(), inactive=inactive, after=after)
        for line in page.lines:
            posts = ", ".join(
                f"{post.role}@{post.unit_code}{' (substitute)' if post.substitute else ''}"
                for post in line.posts
            )
            click.echo(f"{line.login_name}\t{line.display_name}\t{posts or '-'}")
        after = page.after


@account.command("reset-password")
@click.argument("login")
def reset(login: str) -> None:
    """Give LOGIN a one-time password; it is shown here once."""
    found = Account.objects.filter(login_name=normalised(login)).first()
    if found is None:
        raise click.ClickException(f"There is no account {login!r}; see `gege account list`.")
    try:
        secret = reset_password(by=SYSTEM, now=timezone.now(), account_id=found.pk)
    except Refusal as refusal:
        raise _told(refusal) from refusal
    click.echo(f"One-time password of {found.login_name}: {secret}")


@account.command("reset-second-factor")
@click.argument("login")
@click.option("--reason", prompt="Reason", help="Why; the person is told.")
def reset_second_factor(login: str, reason: str) -> None:
    """End the second factor of LOGIN: device and paper are lost, and no administrator is left."""
    found = Account.objects.filter(login_name=normalised(login)).first()
    if found is None:
        raise click.ClickException(f"There is no account {login!r}; see `gege account list`.")
    try:
        reset_factor(by=SYSTEM, now=timezone.now(), account_id=found.pk, reason=reason)
    except Refusal as refusal:
        raise _told(refusal) from refusal
    click.echo(f"{found.login_name} has no second factor now, and is told.")


@click.group()
def staff() -> None:
    """Whole lists of people."""


@staff.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--passwords",
    type=click.Path(path_type=Path),
    help="A new file for the one-time passwords; only its owner can read it.",
)
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
def import_list(file: Path, passwords: Path | None, yes: bool) -> None:
    """Open accounts from a list: login, name, phone, role, unit code, from (CSV or .xlsx).

    Every row that cannot be taken is named, and nobody is let in while there is one.
    """
    with file.open("rb") as source, translation.override("en"):
        found = SourceFile(file.name, source.read(LARGEST + 1))
        plan = plan_people(found, by=SYSTEM, now=timezone.now())
    if plan.problems:
        for sentence in plan.problems:
            click.echo(sentence, err=True)
        raise click.ClickException("Nothing was saved.")
    click.echo(f"{len(plan.people)} people, each with a post.")
    if not yes and not (sys.stdin.isatty() and click.confirm("Carry this out?")):
        click.echo("Nothing was changed; --yes carries it out.")
        return
    if passwords is None:
        raise click.UsageError("Name a new file with --passwords: they are shown nowhere else.")
    try:
        arrived = import_people(
            plan.people,
            by=SYSTEM,
            now=timezone.now(),
            hand_over=lambda people: _write_passwords(passwords, people),
        )
    except ListRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as error:
        raise click.ClickException(f"{passwords}: {error.strerror}. Nothing was saved.") from error
    click.echo(f"{len(arrived)} accounts opened; hand the passwords over and remove the file.")


def _write_passwords(path: Path, people: Sequence[Arrived]) -> None:
    """Write a file that was not there before and that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("login", "name", "unit", "one-time password"))
        for one in people:
            person = one.person
            row = (person.login_name, person.display_name, person.unit_code, one.password)
            writer.writerow(row)


def _told(refusal: Refusal) -> click.ClickException:
    # The command line speaks English; the refusal would speak the platform's first language.
    with translation.override("en"):
        return click.ClickException(refusal.text)


def _county_centre() -> UnitFacts:
    for unit in load_atlas().units():
        if unit.kind == COUNTY_CENTRE:
            return unit
    raise click.ClickException(
        "There is no county yet: import its divisions first (`gege territory import-divisions`)."
    )


commands: list[click.Command] = [account, staff]
