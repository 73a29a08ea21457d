"""`entry`: what became of a door in a campaign (R-046)."""

from functools import partial
from typing import Any, Final

from django.db import transaction

from gege.field import uploads
from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed, Waiting
from gege.field.messages.reading import Body
from gege.fieldwork import api as fieldwork

FIELDS: Final = frozenset(
    {
        "uid",
        "campaign",
        "form_id",
        "version",
        "assignment",
        "door",
        "outcome",
        "note",
        "xml",
        "files",
    }
)
_FILE: Final = frozenset({"name", "sha256", "size", "media_type"})
MOST_FILES: Final = 50
MOST_XML: Final = 500_000


def entry(one: Doing, body: Body) -> Done:
    """Keep the entry with its files, all of them or none; the files wait until all are here."""
    files = _files(one, body)
    kept = _taken(
        one,
        body.text("uid", most=64, needed=True),
        campaign_uid=body.key("campaign"),
        form_id=body.text("form_id", most=64, needed=True),
        version=body.text("version", most=32),
        assignment_id=body.whole("assignment", 1, 2**62),
        door=body.text("door", most=40),
        outcome=body.text("outcome", most=8, needed=True),
        note=body.text("note", most=200),
        xml=body.text("xml", most=MOST_XML),
        files={name: content for name, (_, content) in files.items()},
        via="handheld",
        at=one.at,
        now=one.now,
    )
    account_id = one.scene.account.pk
    for sha256 in {sha256 for sha256, _ in files.values()}:
        transaction.on_commit(partial(uploads.forget, account_id, sha256))
    return Done(f"entry:{kept.uid}")


def _taken(one: Doing, uid: str, **told: Any) -> fieldwork.Entry:
    """Take it under the post that was named, else under the first whose grid it belongs to."""
    held = one.scene.held if one.letter.post is None else (one.actor(),)
    for actor in held:
        try:
            return fieldwork.take_entry(uid, **told, by=actor)
        except fieldwork.NotFound:
            continue
    raise fieldwork.NotFound


def _files(one: Doing, body: Body) -> dict[str, tuple[str, bytes]]:
    found: dict[str, tuple[str, bytes]] = {}
    for place, row in enumerate(body.rows("files", MOST_FILES)):
        where = f"files.{place}"
        if not isinstance(row, dict):
            raise Malformed(where)
        file = Body(row, where).only(_FILE)
        name = file.text("name", most=120, needed=True)
        if name in found:
            raise Malformed(f"{where}.name", "unknown_choice")
        found[name] = _content(one, file)
    return found


def _content(one: Doing, file: Body) -> tuple[str, bytes]:
    sha256: Any = file.sha256("sha256")
    file.text("media_type", most=80)
    content = uploads.whole(one.scene.account.pk, sha256, file.whole("size", 1, 2**31 - 1))
    if content is None:
        raise Waiting("picture_missing")
    return sha256, content
