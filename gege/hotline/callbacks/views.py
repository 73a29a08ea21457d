"""The pages of callbacks: the list by due time, and one with its number and its outcome."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Chip, Choice, Crumb, Said, SaidOnForm, Turns, as_sheets, navigation
from gege.hotline.callbacks import deeds
from gege.hotline.callbacks.errors import CallbackError, NotFound
from gege.hotline.callbacks.numbers import revealed
from gege.hotline.callbacks.reading import Box, Filter, by_uid, callbacks, waiting_rows
from gege.hotline.callbacks.words import (
    CAME,
    FOUND,
    NOT_REOPENED,
    RATINGS,
    SOLVED,
    STATES,
    WHYS,
    sentence_of,
)
from gege.hotline.models import Callback, CallbackTry
from gege.hotline.rules.callback_table import (
    LOCK,
    OPEN,
    Result,
    Solved,
    Why,
    light_of,
)
from gege.hotline.rules.callback_table import Found as Seen
from gege.matters.api import MatterError, words
from gege.matters.api import sentence_of as sentence_of_matter
from gege.notices.api import Channel, gateways
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

BOXES: Final = {
    Box.NOW: pgettext_lazy("callbacks", "to call now"),
    Box.LATER: pgettext_lazy("callbacks", "later, or asked by text"),
    Box.DONE: pgettext_lazy("callbacks", "done"),
    Box.UNREACHABLE: pgettext_lazy("callbacks", "not reachable"),
}
READERS: Final = (*deeds.CALLERS, Role.ELECTRONIC_SUPERVISOR)


class ResultForm(forms.Form):
    """What one try found."""

    found = forms.ChoiceField(
        label=gettext_lazy("What came of the call"),
        widget=forms.RadioSelect,
        choices=list(FOUND.items()),
    )
    solved = forms.ChoiceField(
        label=gettext_lazy("Is it solved?"),
        widget=forms.RadioSelect,
        required=False,
        choices=list(SOLVED.items()),
        initial=str(Solved.NOT_ASKED),
    )
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("How satisfied are they?"),
        widget=forms.RadioSelect,
        required=False,
        choices=list(RATINGS.items()),
        initial=str(words.Satisfaction.NOT_ASKED),
    )
    words = forms.CharField(
        label=gettext_lazy("What they said"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, why: Why) -> None:
        super().__init__(data)
        if why in (Why.PROMISED, Why.MISSED):
            del self.fields["satisfaction"]
            del self.fields["solved"]
            self.fields["words"].label = pgettext("callback", "What came of it")

    def result(self) -> Result:
        """Return what the entries say."""
        given = self.cleaned_data
        return Result(
            Seen(given["found"]),
            Solved(given.get("solved") or Solved.NOT_ASKED),
            given.get("satisfaction") or "",
            given["words"],
        )


class AnswerForm(forms.Form):
    """A promised answer, as it goes out."""

    words = forms.CharField(
        label=gettext_lazy("The answer, as the caller reads it"),
        min_length=2,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SaidOn(SaidOnForm):
    """Run a deed on a callback; what it or its matter refuses stands on the form."""

    refusals = CallbackError
    unknown = NotFound

    def sentences(self, error: CallbackError) -> tuple[Said, ...]:
        """Return the one sentence, at its entry if it is one entry's fault."""
        return ((getattr(error, "field", ""), sentence_of(error)),)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("callbacks", personal="name, telephone")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the callbacks of one box."""
    now, after = timezone.now(), request.GET.get("after", "")[:60]
    box, why = request.GET.get("box", ""), request.GET.get("why", "")
    asked = Filter(
        Box(box) if box in {str(one) for one in Box} else Box.NOW,
        why if why in {str(one) for one in Why} else "",
    )
    found = callbacks(request.actor, asked, now=now, after=after)
    keep = f"box={asked.box}&why={asked.why}"
    turns = Turns(
        first=f"?{keep}" if after else "",
        next=f"?{keep}&after={found.next_key}" if found.next_key else "",
    )
    context = {
        "rows": [_line(one, request) for one in found.rows],
        "turns": turns,
        "box": str(asked.box),
        "open": asked.box in (Box.NOW, Box.LATER),
        "chips": _chips(asked),
    }
    return render(request, "hotline/callbacks/list.html", context)


@open_to(*READERS)
@never_cache
@require_safe
def show(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one callback; whoever took it sees the number, and that is written down."""
    return _page(request, _get(request, uid))


@open_to(*deeds.CALLERS)
@require_POST
def take(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take it, and see the number."""
    try:
        deeds.take(uid, by=request.actor, now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    except CallbackError as error:
        messages.error(request, sentence_of(error))
    return redirect("callbacks:show", uid)


@open_to(*deeds.CALLERS)
@require_POST
def give_back(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give it back without having called."""
    try:
        deeds.give_back(uid, by=request.actor, now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    except CallbackError as error:
        messages.error(request, sentence_of(error))
        return redirect("callbacks:show", uid)
    return redirect("callbacks:list")


@open_to(*deeds.CALLERS)
@never_cache
@require_http_methods(["POST"])
def record(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Keep what a try found."""
    one = _get(request, uid)
    form = ResultForm(request.POST, why=Why(one.why))
    if form.is_valid():
        try:
            with SaidOn(form):
                done, came = deeds.record_try(
                    uid, form.result(), by=request.actor, now=timezone.now()
                )
                if came.refusal:
                    messages.warning(request, str(NOT_REOPENED) % {"reason": came.refusal})
                elif done.state in OPEN:
                    messages.success(request, _("Not reached; it comes back by itself."))
                else:
                    messages.success(request, str(CAME[came.word]))
                return redirect("callbacks:list")
        except MatterError as error:
            form.add_error(None, str(sentence_of_matter(error)))
    return _page(request, _get(request, uid), form=form)


@open_to(*deeds.CALLERS)
@never_cache
@require_http_methods(["POST"])
def answer(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Send a promised answer by text."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        with SaidOn(form):
            words = form.cleaned_data["words"]
            deeds.answer_by_text(uid, words=words, by=request.actor, now=timezone.now())
            messages.success(request, _("The answer goes out by text."))
            return redirect("callbacks:list")
    return _page(request, _get(request, uid), answer_form=form)


def counts(request: HttpRequest) -> dict[str, navigation.Waiting]:
    """Return what the rail counts."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.role not in deeds.CALLERS:
        return {}
    return {"callbacks": navigation.Waiting((waiting_rows(actor, timezone.now()),))}


def _get(request: ActorRequest, uid: UUID) -> Callback:
    one = by_uid(request.actor).filter(uid=uid).first()
    if one is None:
        raise Http404
    return one


def _page(
    request: ActorRequest,
    one: Callback,
    *,
    form: ResultForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    held = one.taken_at is not None and now < one.taken_at + LOCK
    mine = one.state in OPEN and one.taken_by_id is not None
    mine = mine and one.taken_by_id == actor.account_id
    number, name = revealed(one, by=actor, now=now) if mine else ("", "")
    by_text = mine and one.why == Why.PROMISED and Channel.SMS in gateways()
    context = {
        "one": one,
        "row": _line(one, request),
        "number": number,
        "name": name,
        "mine": mine,
        "held": held and not mine,
        "may_take": one.state in OPEN and not mine and not held and actor.role in deeds.CALLERS,
        "form": form or (ResultForm(why=Why(one.why)) if mine else None),
        "answer_form": answer_form or (AnswerForm() if by_text else None),
        "tries": [
            {"at": turn.at, "found": FOUND[turn.found], "by": turn.by}
            for turn in CallbackTry.objects.filter(callback=one).order_by("turn")
        ],
        "asks": one.why in (Why.MATTER, Why.SAMPLE),
        "solved": "" if one.solved == Solved.NOT_ASKED else SOLVED.get(one.solved, ""),
        "satisfaction": RATINGS.get(one.satisfaction, ""),
        "crumbs": [Crumb(_("Callbacks"), reverse("callbacks:list"))],
    }
    wrong = any(found is not None and found.errors for found in (form, answer_form))
    return render(request, "hotline/callbacks/page.html", context, status=422 if wrong else 200)


def _line(one: Callback, request: ActorRequest) -> dict[str, Any]:
    now = timezone.now()
    held = one.taken_at is not None and now < one.taken_at + LOCK
    matter = one.matter
    return {
        "href": reverse("callbacks:show", args=[one.uid]),
        "light": light_of(one.state, one.due_at, one.done_at, one.created_at, now),
        "why": WHYS[one.why],
        "state": STATES[one.state],
        "shown": one.shown,
        "confidential": one.confidential,
        "about": matter.title if matter is not None else "",
        "matter": matter.number if matter is not None else "",
        "matter_href": f"/matters/{matter.number}" if matter is not None else "",
        "call_href": one.call.get_absolute_url() if one.call is not None else "",
        "called_at": one.call.rang_at if one.call is not None else None,
        "due_at": one.due_at,
        "done_at": one.done_at,
        "done_by": one.done_by,
        "next_at": one.next_at if one.next_at > now else None,
        "answer_by": one.answer_by if one.state == "asked" else None,
        "tries": one.tries,
        "taken_by": one.taken_by if held else "",
        "solved": "" if one.solved == Solved.NOT_ASKED else SOLVED.get(one.solved, ""),
    }


def _chips(asked: Filter) -> list[Chip]:
    boxes = [Choice(str(key), label) for key, label in BOXES.items()]
    whys = [Choice("", pgettext("callbacks", "all"))]
    whys += [Choice(str(key), label) for key, label in WHYS.items()]
    return [
        Chip("box", _("Show"), str(asked.box), boxes),
        Chip("why", _("Why"), asked.why, whys),
    ]
