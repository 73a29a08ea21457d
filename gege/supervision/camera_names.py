"""What the words of the camera register and of viewing read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.supervision.rules import camera_words as w
from gege.supervision.rules.cameras import CameraRefusal
from gege.supervision.rules.viewing import ViewRefusal

PURPOSES: Final[Mapping[str, Promise | str]] = {
    w.Purpose.ROAD: pgettext_lazy("camera", "Roads and crossings"),
    w.Purpose.TRANSPORT: pgettext_lazy("camera", "Stations and landings"),
    w.Purpose.SQUARE: pgettext_lazy("camera", "Squares and parks"),
    w.Purpose.MARKET: pgettext_lazy("camera", "Markets and shops"),
    w.Purpose.SCHOOL: pgettext_lazy("camera", "Around schools"),
    w.Purpose.HOSPITAL: pgettext_lazy("camera", "Around hospitals"),
    w.Purpose.SERVICE_HALL: pgettext_lazy("camera", "Halls of government services"),
    w.Purpose.CULTURE: pgettext_lazy("camera", "Culture, sport and tourism"),
    w.Purpose.PARKING: pgettext_lazy("camera", "Public car parks"),
    w.Purpose.ESTATE: pgettext_lazy("camera", "Shared outdoor space of estates"),
    w.Purpose.HAZARD: pgettext_lazy("camera", "Rivers, forests and slopes in danger"),
}

CAMERA_STATES: Final[Mapping[str, Promise | str]] = {
    w.CameraState.IN_USE: pgettext_lazy("camera", "In use"),
    w.CameraState.OUT_OF_ORDER: pgettext_lazy("camera", "Out of order"),
    w.CameraState.REMOVED: pgettext_lazy("camera", "Removed"),
}

CAMERA_DEEDS: Final[Mapping[str, Promise | str]] = {
    w.CameraDeed.REGISTER: pgettext_lazy("camera", "Register"),
    w.CameraDeed.AMEND: pgettext_lazy("camera", "Correct"),
    w.CameraDeed.ATTACH: pgettext_lazy("camera", "Keep a photograph of the sign"),
    w.CameraDeed.SUSPEND: pgettext_lazy("camera", "It is out of order"),
    w.CameraDeed.RESUME: pgettext_lazy("camera", "It works again"),
    w.CameraDeed.REMOVE: pgettext_lazy("camera", "It was removed"),
}

REASONS: Final[Mapping[str, Promise | str]] = {
    w.ViewReason.DANGER: pgettext_lazy("view", "Life or property is in danger"),
    w.ViewReason.INCIDENT: pgettext_lazy("view", "Checking an incident or accident"),
    w.ViewReason.MATTER: pgettext_lazy("view", "Handling a matter"),
    w.ViewReason.OWN_IMAGE: pgettext_lazy("view", "A resident asks to see their own image"),
    w.ViewReason.INSPECTION: pgettext_lazy("view", "Inspection that the law provides for"),
}

VIEW_STATES: Final[Mapping[str, Promise | str]] = {
    w.ViewState.ASKED: pgettext_lazy("view", "Waits for the owner"),
    w.ViewState.GRANTED: pgettext_lazy("view", "Granted"),
    w.ViewState.REFUSED: pgettext_lazy("view", "Refused"),
    w.ViewState.WITHDRAWN: pgettext_lazy("view", "Withdrawn"),
    w.ViewState.REVOKED: pgettext_lazy("view", "Permission taken back"),
    w.ViewState.EXPIRED: pgettext_lazy("view", "Its time is over"),
}

VIEW_DEEDS: Final[Mapping[str, Promise | str]] = {
    w.ViewDeed.ASK: pgettext_lazy("view", "Ask to view"),
    w.ViewDeed.GRANT: pgettext_lazy("view", "Grant"),
    w.ViewDeed.REFUSE: pgettext_lazy("view", "Refuse"),
    w.ViewDeed.VIEW: pgettext_lazy("view", "Note a viewing"),
    w.ViewDeed.WITHDRAW: pgettext_lazy("view", "Withdraw the request"),
    w.ViewDeed.REVOKE: pgettext_lazy("view", "Take the permission back"),
    w.ViewDeed.EXPIRE: pgettext_lazy("view", "Its time is over"),
}

SENTENCES: Final[Mapping[str, Promise | str]] = {
    CameraRefusal.WRONG_STATE: _("As the camera stands now this is not possible."),
    ViewRefusal.WRONG_STATE: _("As the request stands now this is not possible."),
    ViewRefusal.OWN_REQUEST: _("Somebody else than who asked decides."),
    ViewRefusal.NOT_GRANTED: _("Nobody has granted this request: nothing may be viewed."),
    ViewRefusal.OUTSIDE_WINDOW: _("The permission does not hold at this time."),
    ViewRefusal.OTHER_CAMERA: _("The permission is not for this camera."),
    ViewRefusal.OUTSIDE_STRETCH: _("The permission is not for this stretch of recordings."),
    "unknown_choice": _("Choose one of the list."),
    "unknown_camera": _("There is no such camera in your area, or it was removed."),
    "no_camera": _("Choose at least one camera."),
    "too_many_cameras": _("At most %(most)s cameras at once."),
    "several_owners": _("One request goes to one owner: ask for the others separately."),
    "matter_needed": _("Name the matter that this is for."),
    "stretch_backwards": _("It ends before it begins."),
    "stretch_in_the_future": _("Only what is recorded already can be asked for."),
    "stretch_too_long": _("At most %(hours)s hours at once."),
    "stretch_gone": _("It is kept for %(days)s days only: what is older is gone."),
    "grant_hours": _("Between 1 and %(most)s hours."),
    "code_taken": _("Another camera has this number."),
    "code_twice": _("This number stands in the file twice, first in %(first)s."),
    "not_your_unit": _("You keep the cameras of your own unit only."),
    "retention_days": _("Between %(least)s and %(most)s days."),
    "direction": _("Between 0 and 359 degrees."),
    "no_position": _("Where does it stand? Longitude and latitude are needed."),
    "not_a_position": _("This is no position."),
    "swapped_position": _("Longitude and latitude seem to be exchanged."),
    "outside_area": _("The position lies outside this area."),
    "no_area": _("The position lies in no grid: name the community."),
    "unknown_area": _("There is no such area in your reach."),
    "unknown_crs": _("Unknown coordinate system “%(given)s”; known are %(known)s."),
    "not_a_number": _("“%(given)s” is no number."),
    "not_a_day": _("“%(given)s” is no day such as 2026-11-26."),
    "yes_or_no": _("“%(given)s”: please write yes or no."),
    "rows_are_wrong": _("%(total)s rows are wrong. The first: %(first)s"),
    "changed_meanwhile": _("The register changed meanwhile. Look at the preview again."),
    "not_a_workbook": _("This workbook cannot be read."),
    "missing": _("This is needed."),
    "file_too_large_here": _("The file is too large: at most %(most)s MB."),
    "too_many_rows_here": _("At most %(most)s rows at once."),
}
