"""The report: the fewest fields, and the deeds that take them in one go."""

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import FilesField, attach_all
from gege.desk.matter.forms.kept import Kept, grids, kinds, single_grid
from gege.desk.matter.forms.kinds import kind_choices
from gege.desk.matter.forms.talking import files_hint
from gege.kernel.coordinates import Crs, Point
from gege.kernel.telephones import is_mobile, telephone
from gege.matters import api as matters
from gege.matters.api import Matter, Report, Setting, Tier, Who, names, words
from gege.staff.api import Actor, Role

CHANNEL_OF: Final = {
    Role.GRID_WORKER: words.Channel.PATROL,
    Role.HOTLINE_OPERATOR: words.Channel.HOTLINE,
    Role.COUNTY_DISPATCHER: words.Channel.PHONE,
    Role.COUNTY_SUPERVISOR: words.Channel.PHONE,
}
"""What a role's reports usually come in by; all others: at the counter."""

TOLD_BY_A_RESIDENT: Final = frozenset(
    {
        words.Channel.PHONE,
        words.Channel.HOTLINE,
        words.Channel.COUNTER,
        words.Channel.VISIT,
        words.Channel.MEETING,
    }
)
"""Somebody stands there or is on the line, and is told number and code (R-054)."""

ON_THE_SPOT: Final = frozenset({Role.GRID_WORKER, Role.STATION_CLERK})
OUTCOME_OF: Final = {
    words.Intent.IDEA: words.Outcome.CONSIDERED,
    words.Intent.CALL: words.Outcome.RESPONDED,
    words.Intent.REQUEST: words.Outcome.DONE,
}
CRS_NAMES: Final = (
    (str(Crs.WGS84), _("GPS (WGS-84)")),
    (str(Crs.GCJ02), _("Amap, Tencent (GCJ-02)")),
    (str(Crs.BD09), _("Baidu (BD-09)")),
    (str(Crs.CGCS2000), _("National survey (CGCS2000)")),
)


class ReportForm(forms.Form):
    """What, where, who. `receipt_key` is made with the page: sent twice, it is one report."""

    receipt_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("What is the matter"),
        max_length=120,
        min_length=2,
        help_text=_("One sentence, as you would tell it on the telephone."),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select(attrs={"data-choose": "kind"}))
    description = forms.CharField(
        label=_("More about it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    severity = forms.ChoiceField(
        label=_("Urgency"), required=False, widget=forms.RadioSelect, choices=()
    )
    grid_code = forms.ChoiceField(
        label=_("Grid"), required=False, widget=forms.Select(attrs={"data-choose": "grid"})
    )
    address = forms.CharField(
        label=_("Address or landmark"),
        max_length=200,
        required=False,
    )
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinates of"), choices=Kept(CRS_NAMES), required=False)
    name = forms.CharField(label=_("Name of the reporter"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    wants_callback = forms.BooleanField(label=_("Wants to be called back"), required=False)
    by_text = forms.BooleanField(label=_("Wants to be asked by text"), required=False)
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=Kept(names.choices(names.CHANNELS))
    )
    photos = FilesField(label=_("Photographs"), required=False)
    settled = forms.BooleanField(label=_("Settled on the spot already"), required=False)
    result = forms.CharField(
        label=pgettext_lazy("report", "What was done"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    after_photos = FilesField(label=_("Photographs of the result"), required=False)

    def __init__(
        self,
        *args: Any,
        by: Actor,
        setting: Setting,
        language: str,
        recent: tuple[str, ...] = (),
        grid: str = "",
        channel: str = "",
        **kwargs: Any,
    ) -> None:
        self.by, self.setting, self.language = by, setting, language
        own = single_grid(setting.atlas, "" if by.is_department else by.area_code)
        kwargs["initial"] = {
            "receipt_key": uuid4(),
            "channel": channel or str(CHANNEL_OF.get(by.role, words.Channel.COUNTER)),
            "crs": str(Crs.WGS84),
            "severity": "",
            "grid_code": grid or own,
        }
        kwargs["auto_id"] = "report_%s"
        super().__init__(*args, **kwargs)
        if channel:
            # Somebody is on the telephone: the words come first.
            self.fields["title"].widget.attrs["autofocus"] = True
        self._fill(recent, one_grid=bool(own))

    def _fill(self, recent: tuple[str, ...], *, one_grid: bool) -> None:
        by, language = self.by, self.language
        book, atlas = self.setting.book, self.setting.atlas
        lately = Kept([("", "—"), *kind_choices(book, language, recent)]) if recent else None
        self._choices("kind", lately or kinds(book.number, language))
        county = atlas.county() if by.is_department else None
        area_code = county.code if county else by.area_code
        self._choices("grid_code", grids(atlas, area_code, language, only=one_grid))
        self.fields["grid_code"].required = one_grid
        if not one_grid:
            self.fields["grid_code"].help_text = gettext("Or a point on the map, or an address.")
        usual = [("", _("as usual for the kind"))]
        self._choices("severity", Kept([*usual, *names.choices(names.SEVERITIES)[1:]]))
        self.fields["photos"].help_text = files_hint()
        self.fields["name"].help_text = gettext(
            "Leave it empty when nobody reported it, or when they wish to stay unnamed."
        )
        if by.role not in ON_THE_SPOT:
            for name in ("settled", "result", "after_photos"):
                del self.fields[name]

    def _choices(self, name: str, choices: Kept) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lng, lat = cleaned.get("lng"), cleaned.get("lat")
        if (lng is None) != (lat is None) and not {"lng", "lat"} & set(self.errors):
            missing = "lng" if lng is None else "lat"
            self.add_error(missing, gettext("A position has a longitude and a latitude."))
        placed = cleaned.get("grid_code") or lng is not None or cleaned.get("address")
        if not placed and "grid_code" not in self.errors:
            self.add_error(
                "grid_code", gettext("Choose a grid, a point on the map, or an address.")
            )
        if cleaned.get("wants_callback") and not cleaned.get("phone"):
            self.add_error("phone", str(names.PROBLEMS["callback_needs_phone"]))
        number = telephone(cleaned.get("phone", ""))
        if cleaned.get("by_text") and not (number and is_mobile(number)):
            self.add_error("phone", str(names.PROBLEMS["text_needs_mobile"]))
        if cleaned.get("settled") and not cleaned.get("result"):
            self.add_error("result", gettext("Say what was done."))
        return cleaned

    def only_typed(self) -> None:
        """Show what was typed and judge nothing yet: somebody asks for suggestions."""
        self._errors = ErrorDict()

    def entry(self) -> Report:
        """Return the report as the deed takes it."""
        data = self.cleaned_data
        lng, lat = data.get("lng"), data.get("lat")
        name, phone = data["name"].strip(), data["phone"].strip()
        return Report(
            title=data["title"],
            kind=data["kind"],
            description=data["description"],
            grid_code=data["grid_code"],
            point=Point(lng, lat) if lng is not None and lat is not None else None,
            crs=Crs(data["crs"] or Crs.WGS84),
            address=data["address"],
            channel=data["channel"],
            severity=data["severity"],
            who=Who(
                anonymous=not (name or phone),
                name=name,
                phone=phone,
                wants_callback=data["wants_callback"] or data["by_text"],
                by_text=data["by_text"],
            ),
            receipt_key=data["receipt_key"],
            offered=matters.offered(
                str(self.data.get("offered", "")), str(self.data.get("receipt_key", ""))[:40]
            ),
        )

    def send(self, by: Actor, now: datetime) -> Matter:
        """Report, attach and, where it was settled on the spot, settle: all or nothing.

        The same receipt sent again returns the first matter and does nothing. Raises MatterError.
        """
        data = self.cleaned_data
        plain = not (data["photos"] or data.get("settled"))
        if plain:
            return matters.report(self.entry(), by=by, now=now, where=self.setting)
        with transaction.atomic():
            matter = matters.report(self.entry(), by=by, now=now, where=self.setting)
            if matter.recorded_at != now:
                return matter
            attach_all(matter.number, data["photos"], stage="before", by=by, now=now)
            if data.get("settled"):
                self._settle(matter, by, now)
        return matter

    def _settle(self, matter: Matter, by: Actor, now: datetime) -> None:
        data = self.cleaned_data
        try:
            attach_all(matter.number, data["after_photos"], stage="after", by=by, now=now)
        except matters.Invalid as error:
            error.field = "after_photos"
            raise
        held_below = self.setting.tier(matter.holder_id) is Tier.GRID
        if by.role is Role.STATION_CLERK and held_below:
            # The grid's worker was not there: the station took it over before it settled it.
            matters.reassign(
                matter.number,
                to=by.unit_code,
                reason=gettext("Settled at the station"),
                by=by,
                now=now,
            )
        matters.handle_in_place(
            matter.number,
            outcome=OUTCOME_OF[words.Intent(matter.intent)],
            words=data["result"],
            by=by,
            now=now,
        )
