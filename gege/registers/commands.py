"""The commands of the registers."""

import click

from gege.registers.protection.commands import commands as keys

commands: list[click.Command] = [*keys]
