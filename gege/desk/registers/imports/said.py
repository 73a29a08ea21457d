"""What an import refuses, said on the form; a file that cannot be read says why itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language

from gege.desk.registers.said import SaidOn
from gege.desk.saying import Said
from gege.registers.api import FileRefused, RegisterError, fault_sentence


class ImportSaid(SaidOn):
    """Run a deed on an import; every fault stands at its entry."""

    def sentences(self, error: RegisterError) -> Iterator[Said]:
        """Return the sentences of the registers, and those of files at the file."""
        if isinstance(error, FileRefused):
            self.word = error.word
            yield "file", fault_sentence(error.fault, get_language() or "")
            return
        yield from super().sentences(error)
