"""Speaking with the platform's own interface: one call, read strictly, with bounds."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from gege.openapi.calling import Answer, call
from gege.openapi.models import OpinionPlatform
from gege.openapi.opinion.platform import key_of
from gege.openapi.rest.reading import plain_json

MOST: Final = 8 * 1024 * 1024
SECONDS: Final = 30.0


class Trouble(Exception):  # noqa: N818 - an answer, not a fault
    """The platform did not answer as it should: a word of `names.py` or what it said itself, and
    its status if there was one."""

    def __init__(self, said: str, status: int | None = None) -> None:
        self.said = said[:200]
        self.status = status
        super().__init__(said)


def ask(
    one: OpinionPlatform,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    put: bytes | None = None,
) -> dict[str, Any]:
    """GET or PUT below the platform's address; return the JSON object. Raises Trouble."""
    asked = urlencode({key: value for key, value in (query or {}).items() if value != ""})
    address = f"{one.address}/{path}" + (f"?{asked}" if asked else "")
    answer = call(
        "GET" if put is None else "PUT",
        address,
        heads=_heads(one) | ({"content-type": "application/json"} if put is not None else {}),
        body=put,
        most=MOST,
        seconds=SECONDS,
    )
    if not answer.fine:
        raise Trouble(answer.said, answer.status)
    if not answer.whole:
        raise Trouble("too_large", answer.status)
    try:
        content = plain_json(answer.body)
    except ValueError:
        raise Trouble("no_json", answer.status) from None
    if not isinstance(content, dict):
        raise Trouble("no_json", answer.status)
    return content


def fetch(one: OpinionPlatform, address: str, most: int) -> Answer:
    """Return a file of the platform."""
    return call("GET", address, heads=_heads(one), most=most, seconds=SECONDS)


def case_path(their_id: str) -> str:
    return f"cases/{quote(their_id, safe='')}"


def text_of(content: Mapping[str, Any], name: str, most: int) -> str:
    """Return an entry that is a text; "" when it is missing. Raises Trouble."""
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise Trouble("bad_entry")
    return value


def _heads(one: OpinionPlatform) -> dict[str, str]:
    key = key_of(one)
    return {"authorization": f"Bearer {key}"} if key else {}
