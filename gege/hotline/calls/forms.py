"""What a call-taker types: as little as possible, and every field but one may stay empty."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.hotline.calls.errors import Invalid
from gege.hotline.calls.places import Place, find_places, place_of
from gege.hotline.calls.words import ROUTES, STANDINGS
from gege.hotline.calls.writing import Answer, Person, Source, Story
from gege.hotline.models import Call
from gege.hotline.rules.call_table import ReplyRoute, Standing
from gege.hotline.rules.text_format import kind_in
from gege.kernel.typed_text import cleaned
from gege.matters.api import Matter, Setting, State, light_of, names, offered
from gege.services.api import ShownArticle
from gege.staff.api import Actor

LONGEST_TITLE: Final = 120


class CallForm(forms.Form):
    """A call in one form. `deed` is the button that was pressed: report, answer, nothing,
    answer:<article>:<version>, add:<number>, urge:<number>, places (look the place up)."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("What do they say?"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.CharField(
        label=_("Where?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Street, landmark, community or grid: what is known appears below."),
    )
    at = forms.CharField(required=False, max_length=240)
    offered = forms.CharField(required=False, max_length=2000)
    number = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    standing = forms.ChoiceField(
        label=_("The caller"), required=False, widget=forms.RadioSelect, choices=()
    )
    reply_route = forms.ChoiceField(label=_("How do they want to hear?"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, widget=forms.Select(attrs={"data-choose": "kind"})
    )
    intent = forms.ChoiceField(label=_("What they want"), required=False)
    severity = forms.ChoiceField(label=_("Urgency"), required=False)
    description = forms.CharField(
        label=_("More about it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(
        label=_("Answer in your own words"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        by: Actor,
        setting: Setting,
        language: str,
        call: Call | None = None,
        kinds: Sequence[tuple[str, Any]] = (),
    ) -> None:
        self.by, self.setting, self.language, self.call = by, setting, language, call
        known = call is not None and bool(call.sealed)
        standing = call.standing if call is not None else ""
        initial = {
            "uid": uuid4(),
            "standing": standing or (Standing.NAMED if known else ""),
            "reply_route": call.reply_route if call is not None else "",
        }
        super().__init__(data, initial=initial, auto_id="call_%s")
        usual = [("", _("as usual for the kind"))]
        self._choose("kind", [("", _("as the words say")), *kinds])
        self._choose("intent", [*usual, *names.choices(names.INTENTS)])
        self._choose("severity", [*usual, *names.choices(names.SEVERITIES)[1:]])
        who = [(str(word), label) for word, label in STANDINGS.items()]
        if standing == Standing.ANONYMOUS:
            who = who[-1:]
        elif not known:
            who = [("", pgettext_lazy("caller", "As the number and the name say")), *who]
        self._choose("standing", who)
        routes = [(str(word), label) for word, label in ROUTES.items()]
        self._choose(
            "reply_route", [("", _("as usual: called back where there is a number")), *routes]
        )
        if data is None:
            self.fields["title"].widget.attrs["autofocus"] = True
        if known:
            self.fields["number"].label = _("Another number")

    def mark_needed(self) -> None:
        """Let the page say which fields are never left out: they are needed, or have a default."""
        for name in ("title", "place", "standing", "reply_route"):
            self.fields[name].required = True
        self.fields["kind"].required = "kind" in self.errors  # needed where the words tell none

    @property
    def deed(self) -> str:
        return str(self.data.get("deed", "report"))[:120]

    def places(self) -> list[Place]:
        """Return what the typed place may be."""
        typed = str(self["place"].value() or "")
        return find_places(typed, by=self.by, where=self.setting, language=self.language)

    def chosen(self) -> Place | None:
        """Return the place that was chosen, or the only one there is; None for a mere address."""
        typed = cleaned(self.cleaned_data["place"], lines=False)
        picked = place_of(self.cleaned_data["at"])
        if picked is None and typed:
            found = self.places()
            picked = found[0] if len(found) == 1 else None
        return picked

    def story(self) -> Story:
        """Return what is reported. Raises Invalid."""
        data = self.cleaned_data
        said, place = self._said(), cleaned(data["place"], lines=False)
        picked = self.chosen()
        if picked is None and not place:
            raise Invalid("place", "no_place")
        long = len(said) > LONGEST_TITLE
        title = f"{said[: LONGEST_TITLE - 1]}…" if long else said
        return Story(
            title=title,
            kind=data["kind"] or self._kind(),
            description="\n".join(filter(None, (said if long else "", data["description"]))),
            grid_code=picked.grid_code if picked else "",
            address=picked.address if picked else place,
            intent=data["intent"],
            severity=data["severity"],
            offered=offered(data["offered"], seat_of(self.by)),
        )

    def person(self) -> Person:
        """Return as whom they call, and how they want to hear: where there is a number, by it."""
        data = self.cleaned_data
        standing, route = Standing(data["standing"]), ReplyRoute(data["reply_route"])
        has_number = bool(data["number"].strip() or (self.call and self.call.number_mark))
        if not route:
            reached = has_number and standing is not Standing.ANONYMOUS
            route = ReplyRoute.CALL if reached else ReplyRoute.QUERY
        return Person(standing, data["name"], data["number"], route)

    def told(self) -> Answer:
        """Return an answer in the call-taker's own words."""
        data = self.cleaned_data
        return Answer(data["answer"], data["title"], data["kind"], person=self._heard())

    def told_from(self, article: str, version: str) -> Answer:
        """Return an answer out of the handbook. Raises Invalid."""
        data = self.cleaned_data
        try:
            source = Source(UUID(article), int(version))
        except ValueError:
            raise Invalid("article", "no_such_article") from None
        return Answer(data["answer"], data["title"], data["kind"], source, self._heard())

    def said(self) -> str:
        """Return what is added to a matter, or why it is urged. Raises Invalid."""
        return "\n".join(filter(None, (self._said(), self.cleaned_data["description"])))

    def _heard(self) -> Person:
        """Who was answered at once has heard."""
        person = self.person()
        typed = self.cleaned_data["reply_route"]
        return Person(
            person.standing, person.name, person.number, ReplyRoute(typed or ReplyRoute.NONE)
        )

    def _said(self) -> str:
        said = cleaned(self.cleaned_data["title"], lines=False)
        if len(said) < 2:
            raise Invalid("title", "too_short", least=2)
        return said

    def _kind(self) -> str:
        book = self.setting.book
        data = self.cleaned_data
        words = f"{data['title']} {data['description']}"
        found = guessed_kind(words, self.setting, self.language)
        if not found or not book.has(found):
            raise Invalid("kind", "unknown_kind_of_words")
        return found

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def seat_of(by: Actor) -> str:
    """Return what suggestions to a call-taker are bound to."""
    return f"call:{by.account_id}"


def guessed_kind(words: str, setting: Setting, language: str) -> str:
    """Return the kind that words speak of, by its name in Chinese or in the reader's language."""
    live = setting.book.live_kinds
    found = kind_in(words, [(one.code, one.name_zh) for one in live])
    if found or not language.startswith("en"):
        return found
    return kind_in(words.lower(), [(one.code, one.name("en").lower()) for one in live])


class PurposeForm(forms.Form):
    """Why somebody looks at a caller's number."""

    purpose = forms.CharField(label=_("What do you need it for?"), min_length=2, max_length=200)


class NoteForm(forms.Form):
    """Words that are kept with a call."""

    words = forms.CharField(
        label=pgettext_lazy("call", "Note"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeatForm(forms.Form):
    """Where one sits."""

    extension = forms.CharField(
        label=_("My extension"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SystemForm(forms.Form):
    """A new telephone system."""

    name = forms.CharField(label=_("Name of the telephone system"), max_length=60)
    code = forms.CharField(
        label=_("Its name in messages"),
        max_length=30,
        help_text=_("Small letters, digits and dashes; it cannot be changed later."),
    )


class SecretForm(forms.Form):
    """Whether the old secret lives on for a day."""

    overlap = forms.BooleanField(
        label=_("The old secret may be used for 24 hours more"),
        required=False,
        initial=True,
        help_text=_("Take the mark away if the old one leaked: then it ends at once."),
    )


class StopForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)


def answers(found: Sequence[ShownArticle], most: int = 5) -> list[dict[str, Any]]:
    """Return articles as the screen shows them beside the call."""
    return [
        {
            "value": f"answer:{one.uid}:{one.version}",
            "title": one.title,
            "kind": one.kind_name,
            "owner": one.owner,
            "body": one.body,
            "source": one.source,
            "version": one.version,
            "href": f"/handbook/{one.uid}",
        }
        for one in found[:most]
    ]


def items(found: Sequence[Matter], where: Setting, language: str) -> list[dict[str, Any]]:
    """Return what a number reported, with what can be done with it now."""
    return [
        {
            "number": one.number,
            "title": one.title,
            "href": one.get_absolute_url(),
            "light": "paused" if one.state == State.PAUSED else str(light_of(one.clock, where.now)),
            "state": names.name_of(names.STATES, one.state),
            "place": where.atlas.label(one.area_code, language),
            "at": one.reported_at,
            "add": f"add:{one.number}",
            "urge": "" if one.ended else f"urge:{one.number}",
        }
        for one in found
    ]
