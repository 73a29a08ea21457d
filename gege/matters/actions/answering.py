"""A public answer goes to who asked by picture message, with the picture of the result (R-064)."""

from typing import Final

from gege.kernel.numbers import parse_number
from gege.matters.actions.attach import IMAGES
from gege.matters.actions.step import Step
from gege.matters.actions.thumbnail import THUMBNAIL_TYPE, thumbnail_path
from gege.matters.models import Attachment, Reporting
from gege.matters.rules.words import Channel as Way
from gege.notices.api import Channel, Draft, Picture, gateways, with_pictures

LONGEST: Final = 500
"""Words of an answer by message; all of them stand on the resident's page."""


def answer_by_message(one: Step, words: str) -> None:
    """Post an answer to the reporters of a matter who sent it as a picture message.

    It goes as one where a picture shows the result and picture messages go out, else as a text.
    """
    asked = Reporting.objects.filter(matter=one.matter, channel=Way.MMS).exclude(phone="")
    phones = sorted(set(asked.values_list("phone", flat=True)))
    if not phones:
        return
    if with_pictures() and _results(one.matter.pk):
        channel = Channel.MMS
    elif Channel.SMS in gateways():
        channel = Channel.SMS
    else:
        return
    number = one.matter.number
    one.drafts += [
        Draft(
            "resident_answer",
            number,
            to_phone=phone,
            channel=channel,
            values={"number": number, "words": words[:LONGEST]},
        )
        for phone in phones
    ]


def pictures_to_send(subject: str) -> tuple[Picture, ...]:
    """Return the newest picture of a matter's result, small; nothing for what is no matter."""
    number = parse_number(subject)
    for digest in _results(number.serial) if number is not None else ():
        try:
            return (Picture(THUMBNAIL_TYPE, thumbnail_path(digest).read_bytes()),)
        except FileNotFoundError:
            continue
    return ()


def _results(matter_id: int) -> list[str]:
    rows = Attachment.objects.filter(matter_id=matter_id, stage="after", media_type__in=IMAGES)
    return list(rows.order_by("-id").values_list("sha256", flat=True)[:3])
