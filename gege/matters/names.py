"""The words of matters on screen, in both languages; one place for every vocabulary."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.kernel.working_time import TimeUnit
from gege.matters.errors import MatterError
from gege.matters.rules import words as w

STATES: Final[Mapping[str, Promise | str]] = {
    w.State.REPORTED: pgettext_lazy("state", "Reported"),
    w.State.ACCEPTED: pgettext_lazy("state", "Accepted"),
    w.State.DISPATCHED: pgettext_lazy("state", "Instructed"),
    w.State.HANDLING: pgettext_lazy("state", "In hand"),
    w.State.PAUSED: pgettext_lazy("state", "Paused"),
    w.State.RETURNED: pgettext_lazy("state", "Returned"),
    w.State.DISPUTED: pgettext_lazy("state", "Awaiting ruling"),
    w.State.COMPLETED: pgettext_lazy("state", "Awaiting verification"),
    w.State.VERIFIED: pgettext_lazy("state", "Awaiting callback"),
    w.State.CLOSED: pgettext_lazy("state", "Closed"),
    w.State.DECLINED: pgettext_lazy("state", "Declined"),
    w.State.MERGED: pgettext_lazy("state", "Merged"),
}

MOVES: Final[Mapping[str, Promise | str]] = {
    w.Move.REPORT: _("Report"),
    w.Move.IMPORT: _("Import"),
    w.Move.PLACE: _("Say where it is"),
    w.Move.ACCEPT: _("Accept"),
    w.Move.DECLINE: _("Decline"),
    w.Move.HANDLE_IN_PLACE: _("Handled on the spot"),
    w.Move.ESCALATE: _("Escalate"),
    w.Move.SKIP_LEVEL: _("Alarm the county"),
    w.Move.DOWNGRADE: _("Send down to the locality"),
    w.Move.TRIAGE: _("Triage"),
    w.Move.DISPATCH: _("Instruct a unit"),
    w.Move.ACKNOWLEDGE: _("Acknowledge"),
    w.Move.RETURN: _("Return"),
    w.Move.RULE: _("Rule who handles it"),
    w.Move.ASK_EXTENSION: _("Ask for more time"),
    w.Move.EXTEND: _("Grant more time"),
    w.Move.REFUSE_EXTENSION: _("Refuse more time"),
    w.Move.PAUSE: _("Pause the clock"),
    w.Move.RESUME: _("Resume the clock"),
    w.Move.COMPLETE: _("Complete"),
    w.Move.VERIFY: _("Verify: done"),
    w.Move.SEND_BACK: _("Verify: not done"),
    w.Move.CALL_BACK: _("Call back"),
    w.Move.CLOSE: _("Close"),
    w.Move.REOPEN: _("Reopen"),
    w.Move.MERGE: _("Merge as duplicate"),
    w.Move.URGE: _("Urge"),
    w.Move.REASSIGN: _("Hand to another unit"),
    w.Move.NOTE: _("Internal note"),
    w.Move.REPLY: _("Public reply"),
    w.Move.ATTACH: _("Attach a file"),
}

DEEDS: Final[Mapping[str, Promise | str]] = {
    **MOVES,
    "near_due": _("Turned yellow"),
    "overdue": _("Turned red"),
    "step_late": _("The step's time is over"),
    "step_late_again": _("The step has taken twice its time"),
    "pause_over": _("The pause ended by itself"),
    "calendar": _("The working calendar changed"),
    "chain_sms": _("No answer yet: sent by SMS to"),
    "chain_email": _("No answer yet: sent by e-mail to"),
    "chain_voice": _("No answer yet: to be called"),
    "chain_answered": _("The notice was acknowledged by"),
    "chain_not_reached": _("Called and not reached"),
    "chain_nobody": _("Nobody of the call chain answered"),
    "order_issue": _("A follow-up order was issued"),
    "order_receive": _("The follow-up order was signed for"),
    "order_progress": _("How far the follow-up order is"),
    "order_reply": _("The follow-up order was answered"),
    "order_send_back": _("The answer to the follow-up order was sent back"),
    "order_urge": _("The follow-up order was urged"),
    "order_close": _("The follow-up order was closed"),
    "order_withdraw": _("The follow-up order was taken back"),
    "order_late_receipt": _("The follow-up order was not signed for in time"),
    "order_near_due": _("The follow-up order is near due"),
    "order_overdue": _("The follow-up order is overdue"),
    "order_overdue_again": _("The follow-up order is still overdue"),
}

TIERS: Final[Mapping[str, Promise | str]] = {
    w.Tier.GRID: _("Grid"),
    w.Tier.STATION: _("Community station"),
    w.Tier.TOWNSHIP: _("Township centre"),
    w.Tier.COUNTY: _("County centre"),
    w.Tier.DEPARTMENT: _("Department"),
}

INTENTS: Final[Mapping[str, Promise | str]] = {
    w.Intent.IDEA: pgettext_lazy("intent", "Idea"),
    w.Intent.CALL: pgettext_lazy("intent", "Call"),
    w.Intent.REQUEST: pgettext_lazy("intent", "Request"),
}

FAMILIES: Final[Mapping[str, Promise | str]] = {
    w.Family.SERVICE: pgettext_lazy("family", "Service"),
    w.Family.MANAGEMENT: pgettext_lazy("family", "Management"),
}

NATURES: Final[Mapping[str, Promise | str]] = {
    w.Nature.COMPONENT: pgettext_lazy("nature", "Component"),
    w.Nature.EVENT: pgettext_lazy("nature", "Event"),
    w.Nature.SERVICE: pgettext_lazy("nature", "Service"),
}

ENTRIES: Final[Mapping[str, Promise | str]] = {
    w.Entry.LOCALITY: _("Locality first"),
    w.Entry.OWNER: _("Owner first"),
}

SEVERITIES: Final[Mapping[str, Promise | str]] = {
    w.Severity.NORMAL: pgettext_lazy("severity", "Normal"),
    w.Severity.URGENT: pgettext_lazy("severity", "Urgent"),
    w.Severity.GRAVE: pgettext_lazy("severity", "Major"),
}

CHANNELS: Final[Mapping[str, Promise | str]] = {
    w.Channel.PATROL: pgettext_lazy("channel", "Patrol"),
    w.Channel.HANDHELD: pgettext_lazy("channel", "Handheld"),
    w.Channel.VISIT: pgettext_lazy("channel", "Home visit"),
    w.Channel.SMS: pgettext_lazy("channel", "SMS"),
    w.Channel.MMS: pgettext_lazy("channel", "MMS"),
    w.Channel.PHONE: pgettext_lazy("channel", "Telephone"),
    w.Channel.HOTLINE: pgettext_lazy("channel", "Hotline"),
    w.Channel.COUNTER: pgettext_lazy("channel", "Counter"),
    w.Channel.WEB: pgettext_lazy("channel", "Web page"),
    w.Channel.QR_CODE: pgettext_lazy("channel", "QR code"),
    w.Channel.MEETING: pgettext_lazy("channel", "Meeting"),
    w.Channel.PLATFORM: pgettext_lazy("channel", "Another platform"),
}

FIRST_TIMES: Final[Mapping[str, Promise | str]] = {
    w.FirstTime.COLLECT: _("Opinion collected"),
    w.FirstTime.START: _("Livelihood item started"),
    w.FirstTime.RESPOND: _("Request responded to"),
    w.FirstTime.MEDIATE: _("Mediation opened"),
    w.FirstTime.REMOVE: _("Hazard removed"),
}

STAGES: Final[Mapping[str, Promise | str]] = {
    w.Stage.ACCEPT: pgettext_lazy("stage", "Accept"),
    w.Stage.DISPATCH: pgettext_lazy("stage", "Instruct"),
    w.Stage.ACKNOWLEDGE: pgettext_lazy("stage", "Acknowledge"),
    w.Stage.HANDLE: pgettext_lazy("stage", "Handle"),
    w.Stage.VERIFY: pgettext_lazy("stage", "Verify"),
    w.Stage.CALL_BACK: pgettext_lazy("stage", "Call back"),
    w.Stage.FIRST_TIME: pgettext_lazy("stage", "First time"),
}

LATE_STEPS: Final[Mapping[str, Promise | str]] = {
    w.Stage.ACCEPT: pgettext_lazy("late step", "Accepting is late"),
    w.Stage.DISPATCH: pgettext_lazy("late step", "Instructing is late"),
    w.Stage.ACKNOWLEDGE: pgettext_lazy("late step", "Acknowledging is late"),
    w.Stage.VERIFY: pgettext_lazy("late step", "Verifying is late"),
    w.Stage.CALL_BACK: pgettext_lazy("late step", "Calling back is late"),
}
"""Beside the light, which is the work's: the step before or after the work has a time too."""

OUTCOMES: Final[Mapping[str, Promise | str]] = {
    w.Outcome.CONSIDERED: _("Considered and answered"),
    w.Outcome.RESPONDED: _("Responded to"),
    w.Outcome.DONE: _("Done"),
    w.Outcome.REFUSED: _("Refused with reasons"),
}

PAUSE_REASONS: Final[Mapping[str, Promise | str]] = {
    w.PauseReason.WAITING_FOR_RESIDENT: _("Waiting for the resident"),
    w.PauseReason.LEGAL_PERIOD: _("A period set by law"),
    w.PauseReason.WEATHER: _("Weather"),
    w.PauseReason.ANOTHER_AUTHORITY: _("Waiting for another authority"),
}

DECLINE_REASONS: Final[Mapping[str, Promise | str]] = {
    w.DeclineReason.OUT_OF_SCOPE: _("Not a matter of the community service"),
    w.DeclineReason.NOT_IN_COUNTY: _("Not in this county"),
    w.DeclineReason.EMERGENCY_SERVICES: _("For 110, 119 or 120"),
    w.DeclineReason.IN_COURT: _("Before a court or an arbitrator"),
    w.DeclineReason.NOT_A_MATTER: _("Nothing to be done or answered"),
    w.DeclineReason.UNREASONABLE: _("Already answered with final reasons"),
    w.DeclineReason.WITHDRAWN: _("Taken back by whoever reported it"),
}

LIGHTS: Final[Mapping[str, Promise | str]] = {
    w.Light.NONE: pgettext_lazy("light", "In progress"),
    w.Light.GREEN: pgettext_lazy("light", "On time"),
    w.Light.YELLOW: pgettext_lazy("light", "Near due"),
    w.Light.RED: pgettext_lazy("light", "Overdue"),
}

CONTACTS: Final[Mapping[str, Promise | str]] = {
    w.Contact.CONFIRMED: _("Confirmed as solved"),
    w.Contact.UNSOLVED: _("Not solved"),
    w.Contact.UNREACHABLE: _("Not reached"),
    w.Contact.DECLINED: _("Wishes not to be asked"),
    w.Contact.WRONG_NUMBER: _("The number is somebody else's"),
}

SATISFACTIONS: Final[Mapping[str, Promise | str]] = {
    w.Satisfaction.SATISFIED: _("Satisfied"),
    w.Satisfaction.BASICALLY: _("Basically satisfied"),
    w.Satisfaction.DISSATISFIED: _("Dissatisfied"),
    w.Satisfaction.NOT_ASKED: _("Not asked"),
}

TIME_UNITS: Final[Mapping[str, Promise | str]] = {
    TimeUnit.CLOCK_HOURS: _("clock hours"),
    TimeUnit.WORKING_HOURS: _("working hours"),
    TimeUnit.WORKING_DAYS: _("working days"),
}

STRANDED: Final[Mapping[str, Promise | str]] = {
    "not_placed": _("It lies in no grid"),
    "unit_dissolved": _("The unit that holds it was dissolved"),
    "nobody_at_unit": _("Nobody holds a post at the unit"),
}

PROBLEMS: Final[Mapping[str, Promise | str]] = {
    "not_found": _("There is no such matter."),
    "stale": _(
        "Somebody moved this matter while you had it open. Nothing of yours was saved; look at "
        "it again and decide anew."
    ),
    "wrong_state": _("This is not possible in the matter's present state."),
    "not_yours": _("Only the unit that holds the matter may do this."),
    "wrong_role": _("Your post may not do this."),
    "wrong_tier": _("This is not done at this level."),
    "top_of_ladder": _("There is no level above to escalate to."),
    "instructed_from_above": _("You were instructed to handle it; return it with a reason."),
    "self_instructed": _("You took it on yourself; escalate it instead."),
    "not_major": _("Only the listed major kinds may skip the levels."),
    "not_skipped": _("Only a matter that skipped the levels can be sent down."),
    "ruling_is_final": _("The county has ruled; it may not be returned again."),
    "return_too_late": _("The time for returning it is over."),
    "verified_by_handler": _("Whoever handled a matter may not verify it."),
    "verified_by_dispatcher": _("Whoever instructed the unit may not verify its work."),
    "not_confirmed": _("Not every reporter has confirmed or was tried often enough."),
    "nobody_to_call": _("No reporter asked for a callback."),
    "reopen_too_late": _("The time for reopening is over; please report it anew."),
    "extension_too_late": _("More time can only be asked for before the due time."),
    "extension_pending": _("A request for more time is waiting for a decision already."),
    "no_extension_asked": _("Nobody asked for more time."),
    "pause_used_up": _("This matter's clock has been stopped as long as it may be."),
    "own_extension": _("You took it on yourself; the level above decides on more time."),
    "another_decides": _("The instruction came from above you; whoever gave it decides."),
    "already_placed": _("The place is known already."),
    "needed": _("Please fill this in."),
    "too_short": _("Please write at least %(least)s characters."),
    "too_long": _("Please write at most %(most)s characters."),
    "between": _("Please enter a number from %(least)s to %(most)s."),
    "receipt_key_used": _("Somebody else has sent a report under this key; please send it anew."),
    "unknown_choice": _("This is not one of the choices."),
    "unknown_kind": _("There is no such kind of matter in use."),
    "unknown_grid": _("There is no grid with this code today."),
    "unknown_unit": _("There is no such unit, or it was dissolved without a successor."),
    "no_territory": _("The territory has not been set up yet."),
    "not_your_area": _("This grid lies outside your area."),
    "not_its_area": _("The matter lies outside this unit's area."),
    "outside_its_unit": _("The grid lies outside the area of %(unit)s, which works on the matter."),
    "place_it_first": _("Say first where it is: this unit sees only what lies in its area."),
    "not_yours_to_instruct": _("You cannot instruct this unit."),
    "has_returned_it": _("This unit has returned the matter; only the county may rule on it."),
    "cannot_act_on_it": _("Nobody at this unit could act on the matter in its present state."),
    "holds_it_already": _("This unit holds it already."),
    "point_swapped": _("Latitude and longitude are exchanged; please exchange them."),
    "point_not_a_position": _("This is not a position on earth."),
    "in_the_future": _("This time lies in the future."),
    "too_long_ago": _("This time lies too far back."),
    "anonymous_with_name": _("An anonymous report carries neither name nor telephone."),
    "nobody_to_keep": _(
        "Somebody who stays unnamed needs no confidence: name or telephone is missing."
    ),
    "callback_needs_phone": _("A callback needs a telephone number."),
    "text_needs_mobile": _("To be asked by text needs a wish to be asked and a mobile number."),
    "outcome_does_not_answer": _("This result does not answer what the person wanted."),
    "answer_too_short": _("Please answer in at least four characters."),
    "refusal_needs_reason": _("A refusal needs its reasons in words."),
    "extension_too_long": _("All extensions together may not exceed the limit itself."),
    "already_overdue": _("The matter is overdue already; its clock cannot be stopped."),
    "unknown_reporter": _("This reporter did not ask for a callback."),
    "nobody_to_reopen_with": _("The unit that handled it no longer exists; report it anew."),
    "no_such_matter": _("There is no matter with this number within your area."),
    "itself": _("A matter cannot be its own duplicate."),
    "parent_ended": _("That matter has ended; choose an open one."),
    "file_too_large": _("The file is larger than %(most)s MB."),
    "file_empty": _("The file is empty."),
    "file_type": _("Only photographs (JPEG, PNG, WebP) and PDF documents are taken."),
    "file_broken": _("The picture cannot be read."),
    "picture_too_large": _("The picture has too many points."),
    "too_many_files": _("A matter carries at most %(most)s files."),
    "already_attached": _("This file is attached already."),
    "administrators_only": _("Only an administrator may do this."),
    "rulebook_problem": _("The rulebook cannot be used: %(problem)s."),
    "rulebook_moved_on": _("Somebody published another edition meanwhile; look at it first."),
}


def sentence_of(error: MatterError) -> str:
    """Return what an error says to the person, in their language."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text


def choices(names: Mapping[str, Promise | str]) -> list[tuple[str, Promise | str]]:
    """Return a vocabulary as the choices of a form."""
    return [(str(word), name) for word, name in names.items()]


def name_of(names: Mapping[str, Promise | str], word: str | StrEnum) -> Any:
    """Return a word's name; the word itself where there is none."""
    return names.get(str(word), str(word))
