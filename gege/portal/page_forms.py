"""What is filled in for public pages and for thanks."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gege.portal.actions.page_words import PageFiles, PageWords
from gege.portal.forms import ManyPhotos, area
from gege.portal.models import PageFile
from gege.portal.names import CATEGORY_ORDER, PAGE_KINDS, VERDICTS, category_name
from gege.portal.rules import pages as rules
from gege.portal.rules import thanks as thanks_rules


class Day(forms.DateInput):
    """A native calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PapersField(forms.FileField):
    """Some papers at once."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ManyPhotos(attrs={"accept": "application/pdf"})
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if one]


class PageForm(forms.Form):
    """The words, days and files of a page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(PAGE_KINDS.items()))
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("Only for open government: what it is about."),
    )
    title = forms.CharField(label=_("Title"), max_length=rules.TITLE_MOST)
    body = forms.CharField(
        label=_("Text"),
        max_length=rules.BODY_MOST,
        widget=area(16),
        help_text=_(
            "Plain words and short sentences. An empty line begins a paragraph, a line that "
            "begins with “- ” is a step."
        ),
    )
    shown_from = forms.DateField(label=_("First day"), widget=Day())
    shown_until = forms.DateField(
        label=_("Last day"),
        widget=Day(),
        required=False,
        help_text=_("After it the page goes by itself. Empty: until somebody withdraws it."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Position and device are removed. A new one takes the place of the old one."),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=rules.ALT_MOST,
        required=False,
        help_text=_("One sentence for those who cannot see it. Needed with a picture."),
    )
    papers = PapersField(label=_("Papers"), help_text=_("PDF only, at most five."))
    dropped = forms.MultipleChoiceField(
        label=_("Leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, files: list[PageFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        choices = [("", "—"), *((code, category_name(code, language)) for code in CATEGORY_ORDER)]
        self._choose("category", choices)
        if files:
            self._choose("dropped", [(str(one.uid), one.name) for one in files])
        else:
            del self.fields["dropped"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def words(self) -> PageWords:
        """Return the words as the deed takes them."""
        names = ("kind", "title", "body", "shown_from", "shown_until", "category")
        return PageWords(**{name: self.cleaned_data[name] for name in names})

    def files_given(self) -> PageFiles:
        """Return what comes and goes with them."""
        data = self.cleaned_data
        dropped = [UUID(one) for one in data.get("dropped") or ()]
        return PageFiles(data["picture"], data["alt"], data["papers"], dropped)


class ApproveForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the history"), max_length=rules.NOTE_MOST, required=False, widget=area(2)
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=rules.NOTE_MOST, widget=area(3))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ThankForm(forms.Form):
    """A resident's thanks."""

    words = forms.CharField(
        label=pgettext_lazy("thanks", "Your words"),
        min_length=thanks_rules.WORDS_LEAST,
        max_length=thanks_rules.WORDS_MOST,
        widget=area(4),
        help_text=_(
            "Please leave out your own name and telephone. Before everybody can read it, the "
            "station looks at it and takes names out."
        ),
    )


class ThankPlaceForm(ThankForm):
    """The same without number and code: a field that nobody sees keeps programs away."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def trapped(self) -> bool:
        return bool(self.data.get("website"))


class DecideForm(forms.Form):
    """Whether everybody reads thanks."""

    verdict = forms.ChoiceField(
        label=_("Who may read it"), widget=forms.RadioSelect, choices=list(VERDICTS.items())
    )
    public_words = forms.CharField(
        label=_("Words for everybody"),
        max_length=thanks_rules.WORDS_MOST,
        required=False,
        widget=area(4),
        help_text=_("Without names, telephones and house numbers. Names that we know are out."),
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=thanks_rules.WORDS_MOST,
        required=False,
        help_text=_("Needed unless everybody may read it."),
    )
