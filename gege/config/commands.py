"""The commands that are no room's: set-up, server, worker, doctor."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import Final

import click
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from gege.config import demonstration, first_steps, serve
from gege.config.embedded import Embedded, EmbeddedError
from gege.config.findings import EVERYTHING, State, look, migrations

MARKS: Final = {State.WELL: "well  ", State.NOTICE: "notice", State.WRONG: "WRONG "}
WORKER_CONCURRENCY: Final = 2


@click.command()
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def migrate(arguments: tuple[str, ...]) -> None:
    """Bring the database to this version; arguments as Django's migrate takes them."""
    call_command("migrate", *arguments)


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a command of Django, for those who develop: `gege manage makemigrations`."""
    if settings.GEGE_EMBEDDED:
        Embedded(settings.GEGE_POSTGRES_DIR).hold()
    execute_from_command_line(["gege manage", *arguments])


@click.command()
def init() -> None:
    """Prepare a new installation and say what comes next; safe to run again."""
    now = timezone.now()
    first_steps.prepare(now=now, say=click.echo)
    for number, step in enumerate(first_steps.open_steps(now=now), start=1):
        click.echo(f"{number}. {step}")


@click.command("serve")
def serve_command() -> None:
    """Serve the platform, with its worker, until SIGTERM or Ctrl-C."""
    pending = migrations(timezone.now())
    if pending.state is State.WRONG:
        raise click.ClickException(f"{pending.says} {pending.mend}")
    _serve(lambda: click.echo(f"Gege serves on {_address()}"))


@click.command()
def demo() -> None:
    """Set up the demonstration county once, then serve it."""
    os.environ["GEGE_DEMO"] = "1"
    settings.GEGE_DEMO = True
    call_command("migrate", verbosity=0)
    try:
        logins = demonstration.ensure(now=timezone.now(), say=click.echo)
    except demonstration.DemonstrationError as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"Keys that seal registers stand in {settings.GEGE_KEYS}, made for this machine.")
    _serve(lambda: click.echo(demonstration.welcome(_address(), logins)))


@click.command()
def worker() -> None:
    """Run one worker more: jobs and timers. `gege serve` runs one already."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise click.ClickException("The queue is not kept in the platform's database.")
    logging.getLogger("procrastinate.worker").setLevel(logging.WARNING)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            name="gege",
            concurrency=WORKER_CONCURRENCY,
            shutdown_graceful_timeout=15,
            delete_jobs="successful",
        )


@click.command()
def doctor() -> None:
    """Tell what is wrong with this installation and how to mend it."""
    if settings.GEGE_EMBEDDED:
        # Its trouble is told by the finding about the database.
        with suppress(EmbeddedError):
            Embedded(settings.GEGE_POSTGRES_DIR).hold()
    found = look(EVERYTHING, timezone.now())
    for finding in found:
        click.echo(f"{MARKS[finding.state]}  {finding.name}: {finding.says}")
        if finding.mend:
            click.echo(f"        {finding.mend}")
    wrong = sum(finding.state is State.WRONG for finding in found)
    notices = sum(finding.state is State.NOTICE for finding in found)
    click.echo(f"{wrong} wrong, {notices} to notice, {len(found) - wrong - notices} well.")
    if wrong:
        raise SystemExit(1)


def _serve(announce: serve.Announce) -> None:
    host, port = settings.GEGE_HOST, settings.GEGE_PORT
    try:
        serve.refuse_taken_port(host, port)
    except serve.PortTakenError as taken:
        raise click.ClickException(str(taken)) from taken
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    stream_port = _free_stream_port(host)
    children = [
        serve.web(host, port, settings.GEGE_PROCESSES, settings.GEGE_THREADS),
        serve.worker(),
    ]
    if stream_port:
        children.append(serve.stream(host, stream_port))
    if settings.GEGE_SMPP_HOST:
        children.append(serve.link_to_centre())
    database = Embedded(settings.GEGE_POSTGRES_DIR) if settings.GEGE_EMBEDDED else None
    serve.Supervisor(children, database).run(
        ready=lambda: serve.listens(host, port), announce=announce
    )


def _free_stream_port(host: str) -> int:
    """Return where open boards hear of changes; 0, and so for the children, where that is taken."""
    port: int = settings.GEGE_STREAM_PORT
    if port:
        try:
            serve.refuse_taken_port(host, port)
        except serve.PortTakenError:
            click.echo(
                f"Port {port} is taken: open boards ask every few seconds instead of being told. "
                "Choose another one: GEGE_STREAM_PORT=8011."
            )
            port = 0
    os.environ["GEGE_STREAM_PORT"] = str(port)
    return port


def _address() -> str:
    return f"http://{settings.GEGE_HOST}:{settings.GEGE_PORT}"


commands: list[click.Command] = [
    demo,
    doctor,
    init,
    manage,
    migrate,
    serve_command,
    worker,
]
