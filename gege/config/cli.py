"""The `gege` command: its own sub-commands and those that the rooms contribute.

A room contributes with `gege/<room>/commands.py`, whose `commands` lists click commands.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")

import click
import django
from django.conf import settings

from gege import __version__

django.setup()

# Below `setup`: the commands import models.
from gege.config import commands as own  # noqa: E402
from gege.config.embedded import Embedded, EmbeddedError  # noqa: E402

WITHOUT_DATABASE: Final = frozenset({"doctor", "manage"})
"""Commands that look after the embedded database themselves, or need none."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gege")
@click.pass_context
def gege(context: click.Context) -> None:
    """Gege, a county's platform for grid-based service management."""
    asks_help = bool({"-h", "--help"} & set(sys.argv))
    if asks_help or context.invoked_subcommand in WITHOUT_DATABASE or not settings.GEGE_EMBEDDED:
        return
    try:
        Embedded(settings.GEGE_POSTGRES_DIR).hold()
    except EmbeddedError as trouble:
        raise click.ClickException(str(trouble)) from trouble


def _assemble() -> None:
    for command in own.commands:
        gege.add_command(command)
    for room in settings.ROOMS:
        if find_spec(f"gege.{room}.commands"):
            for command in import_module(f"gege.{room}.commands").commands:
                gege.add_command(command)


_assemble()
