"""What an administrator fills in about areas, units and departments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gege.desk.account.forms import DayInput
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs
from gege.territory.api import AreaFacts, Atlas, UnitFacts

EARLIEST: Final = date(1949, 10, 1)
MOST_FILES: Final = 5
CRS_NAMES: Final = {
    Crs.WGS84: gettext_lazy("WGS-84 (satellite receivers)"),
    Crs.CGCS2000: gettext_lazy("CGCS2000 (national survey)"),
    Crs.GCJ02: gettext_lazy("GCJ-02 (Amap, Tencent)"),
    Crs.BD09: gettext_lazy("BD-09 (Baidu)"),
}


class ContactForm(forms.Form):
    """Who answers for a unit and how it is reached."""

    responsible_leader = forms.CharField(
        label=gettext_lazy("Leader"), max_length=40, required=False
    )
    contact_officer = forms.CharField(label=gettext_lazy("Contact"), max_length=40, required=False)
    duty_phone = forms.RegexField(
        r"^[0-9+() -]{3,20}\Z", label=gettext_lazy("Duty telephone"), required=False
    )


class DayField(forms.DateField):
    """The day something takes effect: not in the future, for what ends is gone at once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Takes effect on"))
        kwargs.setdefault(
            "help_text", gettext_lazy("Today or earlier: enter it on the day it takes effect.")
        )
        super().__init__(widget=DayInput(), initial=timezone.localdate, **kwargs)

    def validate(self, value: Any) -> None:
        """Raises ValidationError for a day in the future, or before the county was."""
        super().validate(value)
        if value is not None and value > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        if value is not None and value < EARLIEST:
            raise forms.ValidationError(_("This day lies too far back."))


class DepartmentForm(ContactForm):
    """A new department, or the branch of one in a township."""

    field_order = ("code", "area", "parent", "name_zh", "name_en", "short_zh", "on")

    code = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,39}\Z",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Short and without a year, for example minzheng; letters, digits, hyphens. It never "
            "changes; the rulebook names the department by it."
        ),
    )
    area = forms.ChoiceField(label=gettext_lazy("Serves"))
    parent = forms.ChoiceField(
        label=gettext_lazy("Branch of"),
        required=False,
        help_text=gettext_lazy("For the branch of a department in a township."),
    )
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    short_zh = forms.CharField(
        label=gettext_lazy("Short Chinese name"), max_length=20, required=False
    )
    on = DayField(label=gettext_lazy("Open from"))

    def __init__(self, data: Any = None, *, atlas: Atlas) -> None:
        super().__init__(data)
        language = get_language() or ""
        areas = (*atlas.areas(Level.COUNTY), *atlas.areas(Level.TOWNSHIP))
        self.fields["area"] = forms.ChoiceField(
            label=_("Serves"), choices=[(one.code, one.name(language)) for one in areas]
        )
        self.fields["parent"] = forms.ChoiceField(
            label=_("Branch of"),
            choices=[("", "—"), *department_choices(atlas, language)],
            required=False,
            help_text=_("For the branch of a department in a township."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_township = len(cleaned.get("area") or "") == Level.TOWNSHIP
        if cleaned.get("area") and bool(cleaned.get("parent")) != in_township:
            said = _("A branch in a township has its department; a county department has none.")
            self.add_error("parent", said)
        return cleaned


class DissolveForm(forms.Form):
    """When a department ends and who takes its work."""

    on = DayField(
        label=gettext_lazy("First day without it"),
        help_text=gettext_lazy("Today or earlier: what is open moves to the successor at once."),
    )
    successor = forms.ChoiceField(
        label=gettext_lazy("Its work goes to"),
        help_text=gettext_lazy(
            "Open matters follow to the successor; without one they stand on the list of stranded "
            "matters until a person decides."
        ),
    )

    def __init__(self, data: Any = None, *, atlas: Atlas, unit: UnitFacts) -> None:
        super().__init__(data)
        heirs = [
            (code, name)
            for code, name in department_choices(atlas, get_language() or "")
            if code != unit.code
        ]
        field = self.fields["successor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *heirs, ("-", _("nobody: to be decided matter by matter"))]


class PilotForm(forms.Form):
    """The communities that take part."""

    communities = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, atlas: Atlas) -> None:
        super().__init__(data)
        self.atlas = atlas
        all_of_them = atlas.areas(Level.COMMUNITY)
        self.fields["communities"] = forms.MultipleChoiceField(
            label=_("Communities"),
            choices=[(one.code, one.name_zh) for one in all_of_them],
            required=False,
            initial=[one.code for one in all_of_them if one.pilot],
        )

    @property
    def towns(self) -> Iterator[tuple[str, list[tuple[AreaFacts, str, bool]]]]:
        """Give each township with its communities and whether they are chosen."""
        language = get_language() or ""
        chosen = set(self["communities"].value() or ())
        for town in self.atlas.areas(Level.TOWNSHIP):
            below = self.atlas.children(town.code)
            if below:
                lines = [(one, one.name(language), one.code in chosen) for one in below]
                yield town.name(language), lines


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more, none of them too large."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        attrs = {"accept": accept, "data-most": str(settings.GEGE_UPLOAD_BYTES)}
        super().__init__(widget=FilesInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list; raises ValidationError for too many or too large ones."""
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        checked = [super(FilesField, self).clean(one, initial) for one in files]
        if not checked:
            if self.required:
                raise forms.ValidationError(str(self.error_messages["required"]), code="required")
            return []
        if len(checked) > MOST_FILES:
            said = _("At most %(most)s files at once.")
            raise forms.ValidationError(said % {"most": MOST_FILES})
        for one in checked:
            if one.size > settings.GEGE_UPLOAD_BYTES:
                said = _("%(name)s is larger than %(most)s MB; import it on the command line.")
                most = settings.GEGE_UPLOAD_BYTES // (1024 * 1024)
                raise forms.ValidationError(said % {"name": one.name[:60], "most": most})
        return checked


class DivisionsForm(forms.Form):
    """Lists of townships and committees."""

    lists = FilesField(
        accept=".csv,text/csv",
        label=gettext_lazy("Lists (CSV)"),
        help_text=gettext_lazy(
            "Columns code and name, in UTF-8 or GBK. A list states its level whole: what it lacks "
            "ends with all that lies under it."
        ),
    )
    successors = forms.FileField(
        label=gettext_lazy("Successors (CSV)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "Columns old_code and new_code: who takes the work of what ends. The preview offers "
            "likely ones to begin with."
        ),
    )
    on = DayField()

    def clean_successors(self) -> Any:
        file = self.cleaned_data["successors"]
        if file and file.size > settings.GEGE_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return file


class GridsForm(forms.Form):
    """Drawings of grids, and the outlines of their communities."""

    drawings = FilesField(
        accept=".json,.geojson,application/geo+json,application/json",
        label=gettext_lazy("Drawings (GeoJSON)"),
        help_text=gettext_lazy(
            "Polygons with the properties code and name, for grids also kind (general or "
            "dedicated). A file states every community it touches whole."
        ),
    )
    crs = forms.ChoiceField(
        label=gettext_lazy("Coordinate system"),
        choices=[("", "—"), *((str(crs), name) for crs, name in CRS_NAMES.items())],
        help_text=gettext_lazy("As whoever drew it says; a wrong one moves every border."),
    )
    on = DayField()


class MergeForm(forms.Form):
    """Grids of a community that become one."""

    grids = forms.MultipleChoiceField(
        label=gettext_lazy("Grids that become one"), widget=forms.CheckboxSelectMultiple
    )
    code = forms.RegexField(
        r"^\d{15}\Z",
        label=gettext_lazy("Code of the new grid"),
        help_text=gettext_lazy("15 digits, the community's code first; never used before."),
    )
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=80, required=False)
    on = DayField()

    def __init__(self, data: Any = None, *, grids: Sequence[AreaFacts]) -> None:
        super().__init__(data)
        language = get_language() or ""
        field = self.fields["grids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.code, f"{one.name(language)} ({one.code[12:]})") for one in grids]

    def clean_grids(self) -> list[str]:
        codes = list(self.cleaned_data["grids"])
        if len(codes) < 2:
            raise forms.ValidationError(_("Choose two grids or more."))
        return codes


def department_choices(atlas: Atlas, language: str) -> list[tuple[str, str]]:
    """Return the departments there are, as choices."""
    return [(unit.code, unit.name(language)) for unit in atlas.departments()]
