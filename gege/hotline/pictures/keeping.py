"""Keep the pictures of a message with its matter, cleaned like every other upload."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from gege.hotline.rules.incoming import Picture
from gege.matters.api import Invalid, attach
from gege.staff.api import Actor


def keep_pictures(
    number: str, pictures: Sequence[Picture], *, needed: bool, by: Actor, now: datetime
) -> int:
    """Attach pictures to a matter; return how many it has of them.

    What is no picture, is broken, or is one too many is left out; where the message says nothing
    else (`needed`) and none could be kept, the reason of the last is raised (Invalid).
    """
    kept, refusal = 0, None
    for one in pictures[: settings.GEGE_UPLOAD_FILES]:
        upload = SimpleUploadedFile(one.name, one.content)
        try:
            attach(number, upload=upload, by=by, now=now)
        except Invalid as error:
            if error.word != "already_attached":
                refusal = error
                continue
        kept += 1
    if needed and not kept and refusal is not None:
        raise refusal
    return kept
