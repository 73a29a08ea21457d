"""What the gateway hands over, read strictly; and how many texts are taken."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from gege.kernel.telephones import is_mobile, telephone
from gege.kernel.typed_text import cleaned

MOST_BYTES: Final = 8000
"""Of one text: a message of 255 parts has no more than 34,170, and nobody types so much."""
SAME_WITHIN: Final = timedelta(minutes=30)
"""The same words from the same number within this time are the same text sent again."""
HOUR: Final = timedelta(hours=1)
STAFF_PER_HOUR: Final = 60
STRANGER_PER_HOUR: Final = 10
STRANGERS_PER_HOUR: Final = 600
ANSWERS_PER_HOUR: Final = 12
"""After so many texts of a number in an hour nothing is answered: a machine may be answering."""
_CODECS: Final = {
    "": "utf-8",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "utf-16be": "utf-16-be",
    "ucs-2": "utf-16-be",
    "ucs2": "utf-16-be",
    "8-bit": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
}


class Malformed(ValueError):  # noqa: N818 - an answer, not a fault
    """Something handed over is not what a gateway sends; the word says what."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An attachment of a picture message as it came: its name there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text as it came: the gateway's own key, who sent it, what it says, what it shows."""

    key: str
    sender: str
    text: str
    channel: str = "sms"
    pictures: tuple[Picture, ...] = ()

    @property
    def whole(self) -> str:
        """Words, and the sums of the pictures: two that are alike are the same message."""
        sums = (hashlib.sha256(one.content).hexdigest() for one in self.pictures)
        return "\n".join((self.text, *sums)) if self.pictures else self.text


def read_incoming(key: bytes, sender: bytes, text: bytes, charset: bytes) -> Incoming:
    """Return a text from the raw fields of a request. Raises Malformed."""
    try:
        plain_key, plain_sender = key.decode("ascii"), sender.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not_text") from None
    if not 1 <= len(plain_key) <= 64 or not plain_key.replace("-", "").isalnum():
        raise Malformed("key")
    number = sender_of(plain_sender)
    if number is None:
        raise Malformed("sender")
    if len(text) > MOST_BYTES:
        raise Malformed("too_long")
    return Incoming(plain_key, number, cleaned(_decoded(text, charset)))


def sender_of(text: str) -> str | None:
    """Return the number of somebody who may be answered; None for a name or a service's code."""
    number = telephone(text)
    return number if number and (is_mobile(number) or 5 <= len(number) <= 12) else None


def may_take(*, staff: bool, of_sender: int, of_strangers: int) -> bool:
    """Tell whether one more text is taken, by how many came within an hour."""
    if staff:
        return of_sender < STAFF_PER_HOUR
    return of_sender < STRANGER_PER_HOUR and of_strangers < STRANGERS_PER_HOUR


def _decoded(text: bytes, charset: bytes) -> str:
    name = charset.decode("ascii", "replace").strip().lower()
    if name not in _CODECS:
        raise Malformed("charset")
    try:
        return text.decode(_CODECS[name])
    except UnicodeDecodeError:
        pass
    # Old modems in China send GBK and call it something else.
    try:
        return text.decode("gb18030")
    except UnicodeDecodeError:
        raise Malformed("charset") from None
