"""A person at a desk, for the tests of the registers' pages."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gege.registers.api import Record


class Desk:
    """A browser that gets and posts pages in Chinese."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def post(self, path: str, **typed: Any) -> Any:
        return self.client.post(path, typed)

    def value(self, path: str, name: str) -> str:
        """What stands in an entry of a form."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.get(path))
        assert found is not None, name
        return found[1]

    def publish(self, document: Any, note: str) -> Any:
        """Upload a declaration, based on the edition in force."""
        page = "/registers/contract/publish"
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        file = SimpleUploadedFile("registers.json", body, "application/json")
        return self.post(page, file=file, note=note, based_on=self.value(page, "based_on"))


def entered(answer: Any) -> Record:
    """The record that an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return Record.objects.get(uid=answer["Location"].rsplit("/", 1)[1])
