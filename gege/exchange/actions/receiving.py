"""Handing a file to the staged import of the registers, for the department that gave it.

The platform receives; a person of the department maps, checks and applies (decision 0038).
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils import translation

from gege.exchange.errors import Refused
from gege.exchange.models import Source
from gege.exchange.pulling.folders import open_dropped
from gege.registers import api as registers
from gege.staff.api import SYSTEM
from gege.territory.api import Editions


class FileRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A file that cannot be read as a table; `said` is for the department, in both languages."""

    def __init__(self, word: str, said: str = "") -> None:
        self.word = word
        self.said = said or word
        super().__init__(word)


def hand_in(one: Source, path: Path, filename: str, now: datetime, editions: Editions) -> UUID:
    """Hand a file over and return the uid of its import, inside the caller's transaction.

    The same content may come again with something else in between, so it is taken again; rows that
    say nothing new change nothing. Raises FileRefused for the file, Refused for all others.
    """
    try:
        with open_dropped(path) as stream:
            taken = registers.receive_file(
                stream,
                filename=filename,
                sheet=one.sheet,
                source=one.unit.code,
                by=SYSTEM,
                now=now,
                editions=editions,
                label=one.name,
                although_there=True,
            )
    except registers.FileRefused as refusal:
        fault = refusal.fault
        said = [registers.fault_sentence(fault, language) for language in ("zh", "en")]
        raise FileRefused(fault.word, " ".join(said)) from None
    except registers.RegisterError as error:
        with translation.override("zh-hans"):  # what is kept stands in the county's language
            sentence = registers.sentence_of(error)
        raise Refused("not_received", said=sentence) from None
    return taken.uid
