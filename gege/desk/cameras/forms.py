"""What is typed of cameras and of requests to view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.desk.group.forms import ACCEPTED, Seen
from gege.desk.setup.place_forms import CRS_NAMES
from gege.kernel.coordinates import Crs
from gege.supervision.api import (
    MOST_RETENTION,
    Camera,
    Purpose,
    ViewReason,
    camera_names,
)

Choices = Sequence[tuple[str, Any]]
_CRS: Final = [(str(crs), CRS_NAMES[crs]) for crs in Crs]
_MOMENT: Final = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """A native calendar with a clock, to the minute."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=_MOMENT)


class CameraForm(Seen):
    """A line of the register. There is no field for an address of a stream, and there is none."""

    code = forms.CharField(
        label=pgettext_lazy("camera", "Number"), max_length=40,
        help_text=_("As the owner has it; it is given once."),
    )  # fmt: skip
    name = forms.CharField(label=pgettext_lazy("camera", "Where it stands"), max_length=80)
    owner = forms.ChoiceField(label=pgettext_lazy("camera", "Owner"))
    purpose = forms.ChoiceField(
        label=_("Purpose in public safety"),
        choices=[(str(one), camera_names.PURPOSES[one]) for one in Purpose],
    )
    view = forms.CharField(
        label=_("What it sees"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In words, without anybody’s home: a crossing, a gate, a stretch of road."),
    )  # fmt: skip
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=_CRS, initial=str(Crs.WGS84))
    area = forms.CharField(
        label=_("Code of the community"), required=False, max_length=15,
        help_text=_("Only where no grid is drawn at this position."),
    )  # fmt: skip
    direction = forms.IntegerField(
        label=_("Direction in degrees"), required=False, min_value=0, max_value=359,
        help_text=_("0 is north, 90 east. Leave it empty where it turns."),
    )  # fmt: skip
    sign = forms.BooleanField(
        label=_("A sign stands beside it"), required=False,
        help_text=_("The regulation asks for a sign that nobody overlooks."),
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("Days that recordings are kept"), min_value=1, max_value=MOST_RETENTION,
        initial=30,
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Whom to ask"), max_length=80,
        help_text=_("An office and its telephone, not a person’s own."),
    )  # fmt: skip
    since = forms.DateField(label=_("In use since"), required=False, widget=DayInput())
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *given: Any, units: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["owner"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Choose a unit")), *units]


class WhyForm(Seen):
    """Why a camera's state changes."""

    words = forms.CharField(label=_("Reason"), max_length=300)


class SignForm(forms.Form):
    """The photograph of the sign."""

    file = forms.FileField(
        label=_("Photograph of the sign"),
        help_text=_("Of the sign only: no picture that the camera took."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class SheetForm(forms.Form):
    """A sheet of cameras."""

    sheet = forms.FileField(
        label=_("Sheet (CSV or xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    crs = forms.ChoiceField(
        label=_("Coordinate system"), choices=_CRS, initial=str(Crs.GCJ02),
        help_text=_("For rows that name none."),
    )  # fmt: skip


class AskForm(forms.Form):
    """A request to view."""

    cameras = forms.MultipleChoiceField(
        label=_("Cameras"), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("", _("Choose a reason")),
            *((str(one), camera_names.REASONS[one]) for one in ViewReason),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What the request is about"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What happened, and what is to be found out. The owner decides by it."),
    )  # fmt: skip
    matter = forms.CharField(
        label=_("Number of the matter"), required=False, max_length=24,
        help_text=_("Needed where a matter is the reason."),
    )  # fmt: skip
    begins = forms.DateTimeField(
        label=_("Recordings from"), widget=MomentInput(), input_formats=[_MOMENT]
    )
    ends = forms.DateTimeField(
        label=_("Recordings until"), widget=MomentInput(), input_formats=[_MOMENT]
    )

    def __init__(self, *given: Any, cameras: Sequence[Camera], hours: int, **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["cameras"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(one.uid), f"{one.code}　{one.name}") for one in cameras]
        self.fields["ends"].help_text = _("At most %(hours)s hours at once.") % {"hours": hours}


class GrantForm(Seen):
    """Why, and for how long."""

    words = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    hours = forms.IntegerField(
        label=_("May be viewed for how many hours from now"), min_value=1, initial=24
    )

    def __init__(self, *given: Any, most: int, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["hours"].help_text = _("Not more than %(most)s.") % {"most": most}


class AnswerForm(Seen):
    """A reason."""

    words = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ViewingForm(forms.Form):
    """What was viewed, when and where."""

    cameras = forms.MultipleChoiceField(label=_("Cameras"), widget=forms.CheckboxSelectMultiple)
    at = forms.DateTimeField(label=_("Viewed at"), widget=MomentInput(), input_formats=[_MOMENT])
    begins = forms.DateTimeField(
        label=_("Recordings from"), widget=MomentInput(), input_formats=[_MOMENT]
    )
    ends = forms.DateTimeField(
        label=_("Recordings until"), widget=MomentInput(), input_formats=[_MOMENT]
    )
    point = forms.CharField(
        label=_("At which police point"), max_length=80,
        help_text=_("Recordings are shown there and nowhere else."),
    )  # fmt: skip
    found = forms.CharField(
        label=_("What it showed, for this purpose"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name no one who has nothing to do with it."),
    )  # fmt: skip

    def __init__(self, *given: Any, cameras: Sequence[Camera], **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["cameras"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(one.uid), f"{one.code}　{one.name}") for one in cameras]
