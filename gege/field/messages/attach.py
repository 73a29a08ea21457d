"""`attach`: a picture that was sent apart is put with its matter."""

from functools import partial
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from gege.field import uploads
from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Waiting
from gege.field.messages.of_matter import actor_of, reference, subject_of
from gege.field.messages.reading import Body
from gege.matters import api as matters

FIELDS: Final = frozenset({"matter", "sha256", "size", "stage", "name"})
STAGES: Final = ("before", "after")


def attach(one: Doing, body: Body) -> Done:
    """Attach it through the checks of every picture: by its content, its hidden fields removed.

    A picture of the same content that is there already is done as well: it may have come twice.
    """
    sha256, size = body.sha256("sha256"), body.whole("size", 1, 2**31 - 1)
    stage = body.choice("stage", STAGES, "before")
    name = body.text("name", most=120) or "photo"
    number, _seen = reference(one, body)
    actor = actor_of(one, number)
    matter = matters.matter_by_number(number, actor)
    content = uploads.whole(one.scene.account.pk, sha256, size)
    if content is None:
        raise Waiting("picture_missing")
    try:
        row = matters.attach(
            number,
            upload=SimpleUploadedFile(name, content),
            stage=stage,
            by=actor,
            now=one.now,
            at=one.recent,
        )
        matter = row.matter
    except matters.Invalid as error:
        if error.word != "already_attached":
            raise
    transaction.on_commit(partial(uploads.forget, one.scene.account.pk, sha256))
    return Done(subject_of(matter.number), matter.version, matter.number)
