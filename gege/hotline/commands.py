"""The commands of the line: the standing connection to the centre of texts, a call to try out."""

import logging
import signal
from threading import Event

import click
from django.conf import settings

from gege.hotline.calls.commands import call
from gege.hotline.texts.parts import take_part
from gege.notices.api import SmppSession, smpp_access


@click.command()
def smpp() -> None:
    """Keep the connection to the SMS centre (SMPP); `gege serve` does, where one is set."""
    if not settings.GEGE_SMPP_HOST:
        raise click.ClickException("No centre is named: set GEGE_SMPP_HOST.")
    logging.getLogger("smpplib").setLevel(logging.WARNING)
    ending = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_given: ending.set())
    session = SmppSession(smpp_access(), take_part)
    while not ending.is_set():
        session.step()
    session.close()


commands: list[click.Command] = [smpp, call]
