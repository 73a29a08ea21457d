"""Answers in JSON. A refusal says a word for the program and a sentence for a person."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from gege.matters.api import LOCAL


class Problem(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not done: the status, a word, a sentence, and what else helps."""

    def __init__(self, status: int, error: str, text: str, **more: Any) -> None:
        self.status = status
        self.content = {"error": error, "text": text} | more
        super().__init__(error)


def answer(content: Any, status: int = 200) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response


def moment(at: datetime | None) -> str | None:
    return at.astimezone(LOCAL).isoformat(timespec="seconds") if at else None
