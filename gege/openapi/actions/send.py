"""A matter that another system sends: all of it, once, or nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from gege.matters.api import Invalid, Matter, Report, Setting, attach, note, report
from gege.openapi.actions.once import Outcome, once
from gege.openapi.knock import Caller
from gege.openapi.models import Sent


@dataclass(frozen=True, slots=True)
class Parcel:
    """A report, and what comes with it. `whole` is a description of which the report holds the
    beginning and a note the rest; `key` makes sending it again harmless."""

    report: Report
    whole: str = ""
    address_id: str = ""
    media_url: str = ""
    files: tuple["UploadedFile[bytes]", ...] = ()
    key: str = ""
    digest: str = ""


def send(parcel: Parcel, *, caller: Caller, where: Setting) -> Outcome:
    """Report a matter for a client.

    Matter, overflow of the description, link, files and the memory of the key are written in one
    transaction; see `once` for what the key does.
    """
    return once(
        parcel.key,
        parcel.digest,
        lambda: _write(parcel, caller, where),
        caller=caller,
        now=where.now,
    )


def digest_of(
    what: str, fields: Mapping[str, Any], files: Sequence["UploadedFile[bytes]"] = ()
) -> str:
    """Return the fingerprint of a request; the key it was sent with is no part of it."""
    said = {name: value for name, value in fields.items() if name != "api_key"}
    sums = []
    for file in files:
        sums.append(hashlib.sha256(b"".join(file.chunks())).hexdigest())
        file.seek(0)
    text = json.dumps([what, said, sums], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _write(parcel: Parcel, caller: Caller, where: Setting) -> Outcome:
    by, now = caller.actor, where.now
    matter = report(parcel.report, by=by, now=now, where=where)
    Sent.objects.create(
        client=caller.client,
        matter=matter,
        public=caller.client.public,
        address_id=parcel.address_id,
        media_url=parcel.media_url,
        whole=parcel.whole,
    )
    beyond = parcel.whole[len(parcel.report.description) :].strip()
    if beyond:
        note(matter.number, words=beyond, by=by, now=now)
    if parcel.media_url:
        note(matter.number, words=f"media_url: {parcel.media_url}", by=by, now=now)
    for file in parcel.files:
        try:
            attach(matter.number, upload=file, by=by, now=now)
        except Invalid as error:
            # The same picture twice in one parcel is one picture.
            if error.word != "already_attached":
                raise
    version = Matter.objects.values_list("version", flat=True).get(pk=matter.pk)
    return Outcome(matter.number, version)
