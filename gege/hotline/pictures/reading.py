"""What a picture message of MM7 says, as the line takes it."""

import hashlib
from collections.abc import Sequence

from gege.hotline.rules.incoming import Incoming, Malformed, Picture, sender_of
from gege.kernel.typed_text import cleaned
from gege.notices.api import Enclosed, Mm7Envelope

MOST_WORDS = 4000
_LAYOUT = frozenset({"application/smil", "application/smil+xml", "text/xml", "application/xml"})
"""How a handset arranges words and pictures on its screen; it says nothing."""


def incoming_of(envelope: Mm7Envelope, parts: Sequence[Enclosed]) -> Incoming:
    """Return the message of a DeliverReq. Raises Malformed for a sender that is none.

    The centre names a message by LinkedID, and where it gives none by the transaction: given again,
    it is known.
    """
    sender = sender_of(envelope.sender)
    if sender is None:
        raise Malformed("sender")
    words = [_of(envelope.fields.get("Subject", ""))]
    pictures = []
    for one in parts:
        if one.kind == "text/plain":
            words.append(_of(one.text))
        elif one.kind not in _LAYOUT and one.content:
            name = one.name or one.key or one.kind.replace("/", ".")
            pictures.append(Picture(name[-100:], one.content))
    name = envelope.fields.get("LinkedID") or envelope.transaction
    key = hashlib.sha256(f"{sender}|{name}".encode()).hexdigest()[:56]
    # A subject that the text repeats is said once.
    text = "\n".join(dict.fromkeys(one for one in words if one))
    return Incoming(f"mm7-{key}", sender, text[:MOST_WORDS], "mms", tuple(pictures))


def _of(text: str) -> str:
    return cleaned(text)[:MOST_WORDS]
