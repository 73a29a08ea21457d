"""Answering with the page of a matter: as a page, or as the part that htmx puts in its place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import replace_url, retarget

from gege.desk.matter.forms import MoveForm
from gege.desk.matter.labels import button
from gege.desk.matter.presenters.reading import Reading
from gege.desk.matter.presenters.sheet import address, sheet
from gege.desk.matter.presenters.timeline import step_in_words
from gege.desk.matter.readers import Opened
from gege.matters.api import Move, names


def into_the_form_place(response: HttpResponse) -> HttpResponse:
    """Let htmx put an answer under the head, whatever it had asked for."""
    response.headers["HX-Reswap"] = "innerHTML show:#move:top"
    return retarget(response, "#move")


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def whole(request: HttpRequest, opened: Opened, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the page, or with what stands inside it for htmx."""
    context = sheet(opened, revealed=bool(more.get("revealed"))) | more
    name = "desk/matter/inside.html" if is_htmx(request) else "desk/matter/page.html"
    response = render(request, name, context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def with_form(
    request: HttpRequest, opened: Opened, form: MoveForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    """Answer with a move's form: alone for htmx, else opened under the head of the page."""
    context = form_context(opened, form, said)
    if not is_htmx(request):
        return whole(request, opened, status=status, **context)
    response = render(request, "desk/matter/move.html", context, status=status)
    return into_the_form_place(response)


def form_context(opened: Opened, form: MoveForm, said: str = "") -> dict[str, Any]:
    """Return what the template of a form takes."""
    tier = opened.page.setting.tier(opened.page.matter.holder_id)
    return {
        "form": form,
        "said": said,
        "button": button(form.move, tier),
        "action": address("move", opened.page.matter, form.move),
        "back": opened.page.matter.get_absolute_url(),
        "grave": bool(form.ask),
    }


def done(request: HttpRequest, opened: Opened, move: Move) -> HttpResponse:
    """Answer htmx after a deed: the fresh inside of the page, under the page's own address."""
    # The counts of the rail stand outside of what htmx replaces; the deed has changed them.
    response = whole(request, opened, done=done_text(move), fresh_counts=True)
    response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return replace_url(response, opened.page.matter.get_absolute_url())


def done_text(move: str) -> str:
    """Say which deed was done; nothing for a word that is no deed."""
    text = names.MOVES.get(move)
    return _("%(deed)s: recorded in the trail.") % {"deed": text} if text else ""


def overtaken(
    request: HttpRequest, opened: Opened, form: MoveForm | None, said: str, line: int | None
) -> HttpResponse:
    """Answer somebody who was overtaken: what happened meanwhile, and what they had typed.

    `line` is the last line of the trail that they had on screen. The form stands open again
    with its words where its move is still possible; else the words stand there to be copied.
    """
    reading = Reading(opened)
    steps = opened.page.steps
    newer = [one for one in steps if line is not None and one.entry.seq > line] or steps[:3]
    context: dict[str, Any] = {
        "problem": said,
        "meanwhile": [step_in_words(reading, one) for one in newer],
        "typed": typed(form) if form is not None and form.move not in opened.page.moves else [],
    }
    if form is not None and form.move in opened.page.moves:
        context |= form_context(opened, form)
    return whole(request, opened, status=409, **context)


def typed(form: MoveForm) -> list[tuple[str, str]]:
    """Return the words that were typed into a form, with their labels."""
    found = []
    for field in form.visible_fields():
        value = field.value()
        if isinstance(value, str) and value.strip() and not hasattr(field.field, "choices"):
            found.append((str(field.label), value))
    return found
