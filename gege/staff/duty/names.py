"""What duty says to a person: refusals, faults of a roster, how an entry stands."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from gege.staff.duty.errors import DutyError
from gege.staff.duty.rules.coverage import GAP, NO_REST, NOT_ABLE, OUTSIDE, TOO_MANY, TWICE, Fault
from gege.staff.duty.rules.entries import How, Standing
from gege.staff.duty.rules.swaps import SwapState
from gege.staff.duty.writing import span_words

Text = Promise | str

PROBLEMS: Final[Mapping[str, Text]] = {
    "not_found": _("There is nothing like this here."),
    "not_yours": _("Somebody else keeps this desk."),
    "stale": _("Somebody changed this meanwhile. Please look at it again."),
    "uncovered": _("It cannot be so: somebody would be missing, or could not be there."),
    "desk_is_open": _("This unit has its duty desk already."),
    "no_desk_there": _("Only a centre or a department keeps a duty desk."),
    "rosters_in_the_way": _("A published roster would not be covered any more. Mend it first."),
    "no_days": _("Choose at least one day."),
    "range": _("Between %(least)s and %(most)s."),
    "pattern_form": _("Write shifts as 08:00-16:00, 16:00-24:00, 24:00-08:00."),
    "pattern_empty": _("Enter at least one shift."),
    "pattern_long": _("At most twelve shifts make a day."),
    "pattern_gap": _("These shifts leave a part of the hours uncovered."),
    "pattern_overlap": _("These shifts overlap, or reach beyond the hours."),
    "not_of_this_unit": _("This person holds no acting post at this unit."),
    "too_short": _("Please write at least %(least)s characters."),
    "too_long": _("Please write at most %(most)s characters."),
    "in_the_past": _("This day is over."),
    "ends_before_it_begins": _("The end must lie after the beginning."),
    "too_many_days": _("At most %(most)s days."),
    "unknown_choice": _("This is not one of the choices."),
    "published_already": _("A roster is published for some of these days already."),
    "drafted_already": _("There is a draft for some of these days already."),
    "nobody_chosen": _("Choose who takes turns."),
    "nothing_to_repeat": _("The week before has no published roster."),
    "published": _("This roster is published already."),
    "begun": _("This shift has begun; it stays as it is."),
    "same_person": _("This person has the shift already."),
    "not_within": _("This time does not lie within it."),
    "too_early": _("It is too early to sign in."),
    "over": _("This shift is over."),
    "not_signed_in": _("Sign in first."),
    "not_yet": _("A handover is written in the last hour of a shift, or after it."),
    "notes_needed": _("Write what the next person must know, or “nothing to report”."),
    "taken_over": _("This was taken over already."),
    "own_handover": _("Somebody else takes over what you handed over."),
    "swap_is_open": _("A swap of this shift has been asked already."),
    "own_swap": _("Choose a colleague."),
    "answered": _("This was answered already."),
    "moved_on": _("These shifts are other ones now. Ask again."),
    "away_already": _("A leave of this person is written down for some of these days."),
    "changes_nothing": _("This changes nothing."),
    "entry_lacks": _("Something is missing here; write it in first."),
    "phone_form": _("This is no telephone number."),
    "mobile_form": _("This must be a mobile number."),
    "reason": _("Say why, in two to 200 signs."),
    "rules_moved_on": _("Somebody published rules meanwhile. Look at them and begin anew."),
    "not_a_workbook": _("This is no Excel workbook (.xlsx) that can be read."),
    "too_many_lines": _("At most %(most)s lines."),
    "unknown_unit": _("There is no unit %(code)s in the directory."),
    "unit_twice": _("The unit %(code)s stands here twice."),
    "import_has_problems": _("Nothing was imported: something is wrong with the list."),
}
WHY_NOT: Final[Mapping[str, Text]] = {
    "no_post": _("no post at this unit then"),
    "on_leave": _("on leave"),
    "closed": _("account deactivated"),
    "nobody": _("nobody"),
}
STANDINGS: Final[Mapping[str, Text]] = {
    Standing.LACKING: _("incomplete"),
    Standing.NEVER: _("never verified"),
    Standing.CHANGED: _("changed since it was verified"),
    Standing.FAILED: _("not reached"),
    Standing.STALE: _("verification too old"),
    Standing.ENDING: _("to be verified soon"),
    Standing.VERIFIED: _("verified"),
}
HOWS: Final[Mapping[str, Text]] = {
    How.TEST_CALL: _("test call"),
    How.CONFIRMED: _("confirmed by the unit"),
    How.NOT_REACHED: _("test call, not reached"),
}
LACKING: Final[Mapping[str, Text]] = {
    "duty_phone": _("duty telephone"),
    "leader": _("principal"),
    "leader_phone": _("principal’s mobile number"),
    "contact": _("contact officer"),
}
SWAP_STATES: Final[Mapping[str, Text]] = {
    SwapState.ASKED: pgettext_lazy("swap", "asked"),
    SwapState.ACCEPTED: pgettext_lazy("swap", "accepted, waits for the head of the desk"),
    SwapState.DONE: pgettext_lazy("swap", "done"),
    SwapState.DECLINED: pgettext_lazy("swap", "declined by the colleague"),
    SwapState.REFUSED: pgettext_lazy("swap", "not approved"),
    SwapState.WITHDRAWN: pgettext_lazy("swap", "withdrawn"),
    SwapState.LAPSED: pgettext_lazy("swap", "lapsed"),
}
RULES: Final[Mapping[str, Text]] = {
    "sign_in_early_minutes": _("Minutes before a shift from which one can sign in"),
    "missed_minutes": _("Minutes of silence after which the person is told"),
    "leader_minutes": _("Minutes after which each next one is told"),
    "handover_minutes": _("Minutes after a shift until its handover is late"),
    "least_rest_hours": _("Hours of rest between two shifts, below which a roster warns"),
    "ahead_days": _("Days before the end of a roster on which its desk is told"),
    "verify_days": _("Days that a verified entry of the directory holds"),
    "ask_before_days": _("Days before that on which the unit is asked to confirm"),
}


_OF_PERSON: Final[Mapping[str, Text]] = {
    OUTSIDE: _("%(span)s: %(name)s is on duty outside of the hours or days."),
    TWICE: _("%(span)s: %(name)s would be on duty twice at once."),
    NOT_ABLE: _("%(span)s: %(name)s cannot be there: %(why)s."),
    NO_REST: _("%(span)s: %(name)s would have too little rest."),
}


def sentence_of(error: DutyError) -> str:
    """Return what an error says to the person, in their language."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text


def fault_sentence(fault: Fault, name: str = "") -> str:
    """Return what a fault of a roster says; `name` is its person."""
    values = {
        "span": span_words(fault.starts, fault.ends),
        "name": name,
        "many": fault.many,
        "why": str(WHY_NOT.get(fault.why, fault.why)),
    }
    if fault.word == GAP:
        text = ngettext(
            "%(span)s: one person is missing.", "%(span)s: %(many)s people are missing.", fault.many
        )
    elif fault.word == TOO_MANY:
        text = ngettext(
            "%(span)s: one person more than asked for.",
            "%(span)s: %(many)s people more than asked for.",
            fault.many,
        )
    else:
        text = str(_OF_PERSON[fault.word])
    return text % values
