"""Pages of messages, calls and texts by axe, at two sizes in two languages, with rows in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gege.hotline.rules.incoming import Incoming, Picture
from gege.hotline.texts.receive import receive
from gege.notices.api import Delivery, GatewayLink, Message
from tests.hotline.pictures.mms_centre import photograph
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import LOOKS, SIZES, problems

PAGES = {
    "county_dispatcher": (
        "/notices/sent",
        "/notices/calls",
        "/notices/calls/{call}",
        "/notices/undelivered",
        "/notices/undelivered/deliveries/{dead}",
        "/notices/undelivered/{letter}/give-up",
        "/hotline/texts/",
        "/hotline/texts/{text}",
        "/setup/notices",
    ),
    "administrator": ("/setup/notices/edit", "/account/mailbox"),
}


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_messages_have_no_barrier(
    county: County, size: str, language: str, settings: Any, tmp_path: Path
) -> None:
    settings.GEGE_SMPP_HOST, settings.MEDIA_ROOT = "centre.example.org", tmp_path
    width, height = SIZES[size]
    places = furnish(county)
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found: list[str] = []
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        for path in paths:
            person.visit(path.format(**places))
            found += problems(person.page, f"{who} {path}", language)
            person.shot(f"{size}-{language}-{who}-{path.strip('/').replace('/', '-')}")
    assert found == [], "\n".join(["", *found])


def furnish(county: County) -> dict[str, int]:
    """Make one of each: a call, a dead delivery, a dead letter, texts."""
    now = timezone.now()
    texts = [
        receive(Incoming(key, "10000000109", words), now=now)
        for key, words in (("a", "小区门口的垃圾三天没人收"), ("b", "帮助"))
    ]
    # A picture message of which one part was no picture, and a link that is down.
    attached = (Picture("a.jpg", photograph()), Picture("b.amr", b"#!AMR"))
    receive(Incoming("c", "10000000108", "路灯不亮了", "mms", attached), now=now)
    said = "bind refused: Invalid Password (0x0e)"
    GatewayLink.objects.create(name="smpp", up=False, since=now, said=said)
    kept = {"created_at": now, "not_before": now}
    title = "一件标题很长的事项，说的是路面、井盖、路灯和绿化带一起出了问题"
    letter = Message.objects.create(
        template="urged",
        subject="1",
        to_account_id=1,
        values={"unit": "武胜县监管中心", "number": "1", "title": title, "reason": "群众反映强烈"},
        state="dead",
        error="nobody_answered",
        **kept,
    )
    call, dead = (
        Delivery.objects.create(
            message=letter,
            token=uuid4(),
            account_id=county.cast.grid_worker.account_id,
            shown="赵局长 (武胜县住房和城乡建设局)",
            channel=channel,
            state=state,
            why="chain",
            error=error,
            **kept,
        )
        for channel, state, error in (
            ("voice", "sent", ""),
            ("email", "dead", "550 5.1.1 <clerk@example.org>: Recipient address rejected"),
        )
    )
    answer = Message.objects.create(
        template="resident_answer", subject="1", by_phone=True, state="sent", **kept
    )
    Delivery.objects.create(
        message=answer,
        token=uuid4(),
        shown="100****0108",
        channel="mms",
        state="delivered",
        sent_at=now,
        delivered_at=now,
        read_at=now,
        **kept,
    )
    return {"call": call.pk, "dead": dead.pk, "letter": letter.pk, "text": texts[0].pk}
