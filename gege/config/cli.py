"""The `gege` command: its own sub-commands and those that the rooms contribute."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")

import click  # noqa: E402
import django  # noqa: E402
from django.conf import settings  # noqa: E402

from gege import __version__  # noqa: E402
from gege.config.embedded import Embedded  # noqa: E402

django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gege")
def gege() -> None:
    """Gege, a county's platform for grid-based service management."""
    if settings.GEGE_EMBEDDED and not {"-h", "--help"} & set(sys.argv):
        Embedded(settings.GEGE_POSTGRES_DIR).hold()


def _add_rooms() -> None:
    for room in settings.ROOMS:
        if find_spec(f"gege.{room}.commands"):
            for command in import_module(f"gege.{room}.commands").commands:
                gege.add_command(command)


@gege.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Bring the database to this version.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def migrate(arguments: tuple[str, ...]) -> None:
    """Bring the database to this version; arguments as Django's migrate takes them."""
    from django.core.management import call_command

    call_command("migrate", *arguments)


_add_rooms()
