"""What a platform fills in about a check-in point, and the file it imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gege.desk.setup.place_forms import CRS_NAMES
from gege.fieldwork.api import CheckPoint, grids_of, names
from gege.kernel.coordinates import Crs
from gege.staff.api import Actor
from gege.territory.api import Atlas

ACCEPT = ".csv,.txt,.json,.geojson,text/csv,application/geo+json,application/json"


class PointForm(forms.Form):
    """A point: where it is, never who lives there."""

    area_code = forms.ChoiceField(label=gettext_lazy("Grid"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=names.choices(names.POINT_KINDS))
    name = forms.CharField(
        label=pgettext_lazy("point", "Name"),
        max_length=60,
        help_text=gettext_lazy("As people on the spot call it; once in a grid."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=120, required=False)
    code = forms.CharField(
        label=pgettext_lazy("point", "Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("The code at the door or of the standard address, if it has one."),
    )
    households = forms.IntegerField(
        label=gettext_lazy("Front doors"),
        min_value=0,
        max_value=2000,
        required=False,
        help_text=gettext_lazy("How many households the building has, as you counted them."),
    )
    lng = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        help_text=gettext_lazy("For example 106.285123; leave both empty if it is not known."),
    )
    lat = forms.FloatField(label=gettext_lazy("Latitude"), required=False)
    crs = forms.ChoiceField(
        label=gettext_lazy("Coordinate system"),
        choices=[(str(crs), name) for crs, name in CRS_NAMES.items()],
        help_text=gettext_lazy("As whoever measured it says; a wrong one moves every point."),
    )
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, by: Actor, atlas: Atlas, on: Any, point: CheckPoint | None
    ) -> None:
        super().__init__(data, initial=_initial(point))
        field = self.fields["area_code"]
        assert isinstance(field, forms.ChoiceField)
        language = get_language() or ""
        grids = [(one.code, atlas.label(one.code, language)) for one in grids_of(by, atlas, on)]
        if point is not None and point.area_code not in dict(grids):
            gone = _("%(place)s (this grid has ended)")
            label = gone % {"place": atlas.label(point.area_code, language)}
            grids.insert(0, (point.area_code, label))
        field.choices = grids if len(grids) == 1 else [("", "—"), *grids]

    def facts(self) -> dict[str, Any]:
        """Return the entries as the deed takes them."""
        given = dict(self.cleaned_data)
        given.pop("seen")
        given["households"] = given["households"] or 0
        given["crs"] = Crs(given["crs"])
        return given


class PointsFileForm(forms.Form):
    """A list of points as a station or an address office has it."""

    points = forms.FileField(
        label=gettext_lazy("List (CSV or GeoJSON)"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy(
            "Columns: grid_code, kind, name, address, code, lng, lat, crs, households, or their "
            "Chinese names; only the name is needed, and a grid or a position. At most 5,000 rows."
        ),
    )
    crs = forms.ChoiceField(
        label=gettext_lazy("Coordinate system"),
        choices=[("", "—"), *((str(crs), name) for crs, name in CRS_NAMES.items())],
        help_text=gettext_lazy("Of rows that name none. A wrong one moves every point."),
    )

    def clean_points(self) -> Any:
        file = self.cleaned_data["points"]
        if file and file.size > settings.GEGE_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return file


def _initial(point: CheckPoint | None) -> dict[str, Any]:
    if point is None:
        return {"crs": str(Crs.WGS84)}
    return {
        "area_code": point.area_code,
        "kind": point.kind,
        "name": point.name,
        "address": point.address,
        "code": point.code,
        "households": point.households,
        "lng": point.lng,
        "lat": point.lat,
        "crs": str(Crs.WGS84),
        "seen": point.changed_at.isoformat(),
    }
