"""What residents fill in: few fields, plain words, nothing that needs a script."""

from collections.abc import Sequence
from typing import Any, Final

import filetype
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gege.kernel.coordinates import Point
from gege.kernel.telephones import is_mobile, telephone
from gege.matters.api import Report, Rulebook, Who
from gege.portal.names import INTENTS, ISSUE_STANDINGS, MATTER_PROBLEMS, RATINGS, TOPICS
from gege.portal.queries.places import Place
from gege.portal.rules.public_words import title_of

MOST_PHOTOS: Final = 3
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
TRAP: Final = "website"
"""A field that people do not see. A program that fills in everything fills it in too."""
UNSURE: Final = ("G06", "G05")
"""Kinds for what the resident cannot name; whoever takes it up gives it the right one."""


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LongSelect(forms.Select):
    """A list of very many choices, written in one go: a template for each line of it cost the form
    half of its time."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the same as Django's own select; a test holds both together."""
        chosen = {str(one) for one in self.format_value(value)}
        parts = []
        for label, choices in self.choices:
            grouped = isinstance(choices, list | tuple)
            lines = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                (
                    (key, mark_safe(" selected") if str(key) in chosen else "", words)
                    for key, words in (choices if grouped else ((label, choices),))
                ),
            )
            parts.append(
                format_html('<optgroup label="{}">{}</optgroup>', label, lines)
                if grouped
                else lines
            )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html(
            "<select{}>{}</select>",
            flatatt(given),
            format_html_join("", "{}", ((p,) for p in parts)),
        )


class ManyPhotos(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three photographs; what each one is, its bytes say."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=ManyPhotos(attrs=accept), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(
                gettext("Please choose at most %(most)s photographs.") % {"most": MOST_PHOTOS}
            )
        return [self._picture(super(PhotosField, self).clean(one, initial)) for one in given]

    @staticmethod
    def _picture(one: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
        head = one.read(512)
        one.seek(0)
        if filetype.guess_mime(head) not in PICTURES:
            raise forms.ValidationError(str(MATTER_PROBLEMS["file_type"]))
        return one


class ReportForm(forms.Form):
    """The report. `grids` are those of the chosen community, if one was chosen."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    intent = forms.ChoiceField(
        label=_("What do you want?"), widget=forms.RadioSelect, choices=list(INTENTS.items())
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        widget=LongSelect,
        help_text=_("If you are not sure, leave it as it is."),
    )
    words = forms.CharField(
        label=_("Please tell us"),
        min_length=2,
        max_length=2000,
        widget=area(5),
        help_text=_("What happened? Since when? One or two sentences are enough."),
    )
    photos = PhotosField(label=_("Photographs"), help_text=_("Up to three."))
    grid = forms.ChoiceField(label=_("Which part?"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Where exactly?"),
        max_length=160,
        required=False,
        help_text=_("Street and number, building, or something that can be seen from there."),
    )
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Your telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    callback = forms.BooleanField(label=_("Please call me back"), required=False)
    by_text = forms.BooleanField(label=_("Ask me by text, do not call"), required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, *args: Any, book: Rulebook, grids: list[Place], needs_place: bool, **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "f_%s"
        super().__init__(*args, **kwargs)
        self.book, self.needs_place = book, needs_place
        language = get_language() or "zh-hans"
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in book.live_kinds:
            groups.setdefault(kind.group(language), []).append((kind.code, kind.name(language)))
        self._choose("kind", [("", gettext("I am not sure")), *groups.items()])
        if grids:
            places = [(one.code, one.name) for one in grids]
            self._choose("grid", [*places, ("", gettext("I do not know"))])
        else:
            del self.fields["grid"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        placed = data.get("grid") or data.get("lng") is not None or data.get("address")
        if self.needs_place and not placed and "address" not in self.errors:
            self.add_error("address", gettext("Please tell us where it is."))
        if data.get("callback") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", str(MATTER_PROBLEMS["callback_needs_phone"]))
        number = telephone(data.get("phone", ""))
        if (
            data.get("by_text")
            and not (number and is_mobile(number))
            and "phone" not in self.errors
        ):
            self.add_error("phone", str(MATTER_PROBLEMS["text_needs_mobile"]))
        return data

    @property
    def trapped(self) -> bool:
        """Whether a program filled in what nobody sees."""
        return bool(self.data.get(TRAP))

    def entry(self, channel: str, place: str, grid: str) -> Report:
        """Return the report as the deed takes it. `place` is the community in words."""
        data = self.cleaned_data
        lng, lat = data.get("lng"), data.get("lat")
        chosen = data.get("grid") or grid
        point = Point(lng, lat) if lng is not None and lat is not None else None
        name, phone = data["name"], data["phone"]
        return Report(
            title=title_of(data["words"]),
            kind=data["kind"] or self._unsure(),
            description=data["words"],
            grid_code=chosen,
            point=point,
            # What the resident knew of the place is kept, should the position lie in no grid.
            address=f"{place} {data['address']}".strip() if not chosen else data["address"],
            channel=channel,
            intent=data["intent"],
            who=Who(
                anonymous=not (name.strip() or phone.strip()),
                name=name,
                phone=phone,
                wants_callback=data["callback"] or data["by_text"],
                by_text=data["by_text"],
            ),
        )

    def _unsure(self) -> str:
        live = {kind.code for kind in self.book.live_kinds}
        return next((code for code in UNSURE if code in live), min(live))


class FollowForm(forms.Form):
    """Number and code."""

    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("For example 20261124-0001234."),
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Ten digits that you were given with the number."),
    )


class RateForm(forms.Form):
    satisfaction = forms.ChoiceField(
        label=_("How satisfied are you?"), widget=forms.RadioSelect, choices=list(RATINGS.items())
    )
    words = forms.CharField(
        label=_("What would you like to say?"), max_length=300, required=False, widget=area(3)
    )


class ReasonForm(forms.Form):
    words = forms.CharField(
        label=_("What is not solved?"), min_length=2, max_length=300, widget=area(4)
    )


class AddForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to add?"), min_length=2, max_length=1000, widget=area(4)
    )


class TakeBackForm(forms.Form):
    words = forms.CharField(
        label=_("Why do you take it back?"), max_length=300, required=False, widget=area(3)
    )


class IssueForm(forms.Form):
    """What staff say in public: of a matter, or of what no single matter stands for."""

    number = forms.CharField(
        label=_("Number of the matter"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty for an issue of the whole county."),
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=list(TOPICS.items()))
    title = forms.CharField(
        label=_("Title for everybody"),
        min_length=4,
        max_length=60,
        help_text=_("In your own words. No names, telephones or house numbers."),
    )
    owner = forms.ChoiceField(label=_("The department that has it in hand"), required=False)
    standing = forms.ChoiceField(
        label=_("How far it is"), choices=list(ISSUE_STANDINGS.items()), required=False
    )
    plan = forms.CharField(
        label=_("What will be done, and until when"),
        max_length=300,
        required=False,
        widget=area(3),
    )
    answer = forms.CharField(
        label=_("Answer to everybody"), max_length=1000, required=False, widget=area(4)
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self,
        *args: Any,
        known: bool,
        of_county: bool,
        units: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [("", _("Choose a department")), *units]
        for name in ("number", "source") if known else ("revision",):
            del self.fields[name]
        for name in () if of_county else ("owner", "standing"):
            del self.fields[name]
        if not of_county and not known:
            self.fields["number"].required = True
            self.fields["number"].help_text = ""


class IssueReasonForm(forms.Form):
    """Why an issue comes back, or goes off the list."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=300, widget=area(3))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
