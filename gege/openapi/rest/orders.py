"""Follow-up orders and requests between units, for a department's own system (R-013, R-093).

A system reads what its unit was ordered or asked, signs for it, tells how far it is, and answers.
It issues and closes nothing: that stays with people.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from gege.matters.api import Light, path_of
from gege.openapi.actions.once import Outcome
from gege.openapi.rest.answers import Problem, answer, moment
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import MOST_WHOLE, Entry, Json, Operation
from gege.openapi.rest.shapes import (
    MOMENT,
    TEXT,
    WHOLE,
    list_of,
    object_with,
    one_of,
    or_null,
    ref,
)
from gege.supervision import api as supervision
from gege.supervision.api import (
    Box,
    FileOf,
    Invalid,
    NotFound,
    Order,
    OrderDeed,
    OrderKind,
    OrderState,
    Stale,
    SupervisionError,
    sentence_of,
)

UID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PAGE, MOST = 50, 200
OFFERED: Final = (OrderDeed.RECEIVE, OrderDeed.PROGRESS, OrderDeed.REPLY)
"""What a system may do to an order; the rest is for people."""
View = Callable[..., HttpResponseBase]


def said(view: View) -> View:
    """Wrap a view: a refusal of supervision becomes an answer with a word and a sentence."""

    @wraps(view)
    def wrapped(call: Call, **named: str) -> HttpResponseBase:
        try:
            return view(call, **named)
        except NotFound as error:
            raise Problem(404, "not_found", sentence_of(error)) from None
        except Stale as error:
            raise Problem(409, "stale", sentence_of(error)) from None
        except SupervisionError as error:
            more = {"field": error.field} if isinstance(error, Invalid) else {}
            raise Problem(422, error.word, sentence_of(error), **more) from None

    return wrapped


@said
def listed(call: Call) -> HttpResponse:
    """Answer a page of the orders or requests that the post may see, the newest first."""
    asked = call.query
    kind = OrderKind(asked.get("kind", "follow_up"))
    box = Box(asked.get("box", "received"))
    rows = supervision.orders(call.by, kind, box=box, light=asked.get("light", ""), now=call.now)
    size = asked.get("limit", PAGE)
    found, more = supervision.page_of_orders(rows, after=asked.get("cursor", ""), size=size)
    return answer({"orders": [_row(one, call) for one in found], "next": more or None})


@said
def one(call: Call, order: str) -> HttpResponse:
    """Answer one order with its words, what was written in it, its files, and what may be done."""
    page = supervision.order_page(_uid(order), by=call.by)
    found = page.order
    possible = page.deeds if call.caller.client.moves else ()
    entries = [
        {"at": moment(entry.at), "deed": entry.deed, "words": entry.words} for entry in page.entries
    ]
    files = [
        {
            "sha256": file.sha256,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "at": moment(file.at),
        }
        for file in page.files
    ]
    return answer(
        _row(found, call)
        | {
            "words": found.words,
            "matter": page.matter.number if page.matter else None,
            "result": found.result,
            "deeds": [str(deed) for deed in OFFERED if deed in possible],
            "entries": entries,
            "attachments": files,
        }
    )


@said
def file(call: Call, order: str, sha256: str) -> FileResponse:
    """Answer the bytes of one file of an order."""
    row = supervision.kept_file(FileOf.ORDER, _uid(order), sha256, by=call.by, now=call.now)
    try:
        content = path_of(row.sha256).open("rb")
    except OSError:
        raise NotFound from None
    response = FileResponse(content, content_type=row.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "attachment"
    return response


@said
def received(call: Call, order: str) -> HttpResponse:
    """Sign for an order."""

    def do() -> Outcome:
        done = supervision.receive(_uid(order), by=call.by, now=call.now, seen=_seen(call))
        return Outcome(done.number, done.version)

    return _told(call.once(do))


@said
def progressed(call: Call, order: str) -> HttpResponse:
    """Tell how far it is; the clock goes on."""

    def do() -> Outcome:
        words = call.body["words"]
        done = supervision.progress(
            _uid(order), words=words, by=call.by, now=call.now, seen=_seen(call)
        )
        return Outcome(done.number, done.version)

    return _told(call.once(do))


@said
def replied(call: Call, order: str) -> HttpResponse:
    """Answer it; whoever issued it reads the answer and closes."""

    def do() -> Outcome:
        words = call.body["words"]
        done = supervision.reply(
            _uid(order), words=words, by=call.by, now=call.now, seen=_seen(call)
        )
        return Outcome(done.number, done.version)

    return _told(call.once(do))


@said
def attached(call: Call, order: str) -> HttpResponse:
    """Keep a photograph or a PDF with an order."""

    def do() -> Outcome:
        row = supervision.attach_to_order(_uid(order), call.body["file"], by=call.by, now=call.now)
        kept = supervision.order_by_uid(_uid(order), call.by)
        return Outcome(kept.number, kept.version, row.sha256)

    done = call.once(do)
    told = {"number": done.number, "version": done.version, "again": done.again}
    return answer(told | {"sha256": done.extra}, 201)


def _told(done: Outcome) -> HttpResponse:
    return answer({"number": done.number, "version": done.version, "again": done.again})


def _seen(call: Call) -> int | None:
    found = call.body.get("version")
    return int(found) if found is not None else None


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _row(order: Order, call: Call) -> Json:
    atlas = call.where.atlas
    to, by = atlas.unit(order.to_unit_id), atlas.unit(order.by_unit_id)
    return {
        "uid": str(order.uid),
        "number": order.number,
        "version": order.version,
        "kind": order.kind,
        "title": order.title,
        "state": order.state,
        "light": str(order.light(call.now)),
        "to": to.code if to else None,
        "by": by.code if by else None,
        "decided_on": order.decided_on.isoformat() if order.decided_on else None,
        "issued_at": moment(order.issued_at),
        "receipt_due_at": moment(order.receipt_due_at),
        "due_at": moment(order.due_at),
        "replied_at": moment(order.replied_at),
        "closed_at": moment(order.closed_at),
        "urgings": order.urgings,
    }


_VERSION: Final = Entry(
    "version", _("The version that was read."), "whole", least=1, most=MOST_WHOLE
)
_WORDS: Final = Entry("words", _("What there is to say."), needed=True, least=2, most=1000)
ORDERS: Final = (
    (
        Operation(
            "GET", "orders", "listOrders", _("Orders and requests of the unit, page by page."),
            listed, "OrderList", "reads",
            query=(
                Entry("kind", _("Orders of the supervision, or requests between units."),
                      choices=tuple(map(str, OrderKind))),
                Entry("box", _("received: open ones to the unit; issued: by it."),
                      choices=tuple(map(str, Box))),
                Entry("light", _("The signal light."), choices=tuple(map(str, Light))),
                Entry("limit", _("Rows of a page (50)."), "whole", least=1, most=MOST),
                Entry("cursor", _("The value of next on the page before."),
                      pattern="[0-9]{1,18}", most=18),
            ),
        ),
    ),
    (
        Operation(
            "GET", "orders/<str:order>", "order",
            _("One order with what was written in it, and its files."), one, "Order", "reads",
        ),
    ),
    (
        Operation(
            "POST", "orders/<str:order>/receive", "receiveOrder", _("Sign for an order."),
            received, "Done", "moves", body=(_VERSION,), change=True,
        ),
    ),
    (
        Operation(
            "POST", "orders/<str:order>/progress", "tellProgress", _("Tell how far an order is."),
            progressed, "Done", "moves", body=(_VERSION, _WORDS), change=True,
        ),
    ),
    (
        Operation(
            "POST", "orders/<str:order>/reply", "replyToOrder", _("Answer an order."),
            replied, "Done", "moves", body=(_VERSION, _WORDS), change=True,
        ),
    ),
    (
        Operation(
            "POST", "orders/<str:order>/attachments", "attachToOrder",
            _("Keep a photograph (JPEG, PNG, WebP) or a PDF with an order."),
            attached, "Attached", "moves",
            body=(Entry("file", _("The file."), "file", needed=True),),
            form=True, change=True, status=201,
        ),
    ),
    (
        Operation(
            "GET", "orders/<str:order>/attachments/<str:sha256>", "orderFile",
            _("The bytes of one file of an order."), file, "", "reads", binary=True,
        ),
    ),
)  # fmt: skip
_ROW: Final[dict[str, Json]] = {
    "uid": TEXT,
    "number": TEXT,
    "version": WHOLE,
    "kind": one_of(OrderKind),
    "title": TEXT,
    "state": one_of(OrderState),
    "light": one_of(Light),
    "to": or_null(TEXT),
    "by": or_null(TEXT),
    "decided_on": or_null(TEXT),
    "issued_at": MOMENT,
    "receipt_due_at": MOMENT,
    "due_at": MOMENT,
    "replied_at": or_null(MOMENT),
    "closed_at": or_null(MOMENT),
    "urgings": WHOLE,
}
ORDER_SHAPES: Final[dict[str, Json]] = {
    "OrderRow": object_with(**_ROW),
    "OrderList": object_with(orders=list_of(ref("OrderRow")), next=or_null(TEXT)),
    "Order": object_with(
        **_ROW,
        words=TEXT,
        matter=or_null(TEXT),
        result=TEXT,
        deeds=list_of({"type": "string", "enum": [str(one) for one in OFFERED]}),
        entries=list_of(object_with(at=MOMENT, deed=TEXT, words=TEXT)),
        attachments=list_of(
            object_with(sha256=TEXT, name=TEXT, media_type=TEXT, size=WHOLE, at=MOMENT)
        ),
    ),
}
