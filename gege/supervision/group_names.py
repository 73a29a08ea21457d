"""What the words of leading groups and their meetings read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.supervision.rules import group_words as w
from gege.supervision.rules.group import GroupRefusal

SEATS: Final[Mapping[str, Promise | str]] = {
    w.Seat.CHAIR: pgettext_lazy("group", "Chair"),
    w.Seat.DEPUTY: pgettext_lazy("group", "Deputy chair"),
    w.Seat.MEMBER: pgettext_lazy("group", "Member"),
    w.Seat.OFFICE_HEAD: pgettext_lazy("group", "Head of the office"),
}

MEETING_STATES: Final[Mapping[str, Promise | str]] = {
    w.MeetingState.CALLED: pgettext_lazy("meeting", "Called"),
    w.MeetingState.HELD: pgettext_lazy("meeting", "Held, minutes open"),
    w.MeetingState.CONCLUDED: pgettext_lazy("meeting", "Concluded"),
    w.MeetingState.CANCELLED: pgettext_lazy("meeting", "Cancelled"),
}

PRESENCES: Final[Mapping[str, Promise | str]] = {
    w.Presence.PRESENT: pgettext_lazy("meeting", "present"),
    w.Presence.EXCUSED: pgettext_lazy("meeting", "excused"),
    w.Presence.ABSENT: pgettext_lazy("meeting", "absent"),
    w.Presence.INVITED: pgettext_lazy("meeting", "invited"),
}

GROUP_DEEDS: Final[Mapping[str, Promise | str]] = {
    w.GroupDeed.FOUND: pgettext_lazy("group", "Found a leading group"),
    w.GroupDeed.AMEND: pgettext_lazy("group", "Change the group"),
    w.GroupDeed.APPOINT: pgettext_lazy("group", "Appoint somebody"),
    w.GroupDeed.END_TERM: pgettext_lazy("group", "End the term"),
    w.GroupDeed.DISSOLVE: pgettext_lazy("group", "Dissolve the group"),
    w.GroupDeed.CALL: pgettext_lazy("group", "Call a meeting"),
}

MEETING_DEEDS: Final[Mapping[str, Promise | str]] = {
    w.MeetingDeed.CHANGE: pgettext_lazy("meeting", "Change day or place"),
    w.MeetingDeed.CANCEL: pgettext_lazy("meeting", "Cancel the meeting"),
    w.MeetingDeed.HOLD: pgettext_lazy("meeting", "Write down who was there"),
    w.MeetingDeed.MINUTE: pgettext_lazy("meeting", "Write the minutes"),
    w.MeetingDeed.DECIDE: pgettext_lazy("meeting", "Write down a decision"),
    w.MeetingDeed.ATTACH: pgettext_lazy("meeting", "Keep a file"),
    w.MeetingDeed.CONCLUDE: pgettext_lazy("meeting", "Conclude the minutes"),
}

SENTENCES: Final[Mapping[str, Promise | str]] = {
    GroupRefusal.WRONG_STATE: _("As the meeting stands now this is not possible."),
    GroupRefusal.DISSOLVED: _("The group is dissolved."),
    GroupRefusal.NOT_YET: _("The meeting is still to come."),
    GroupRefusal.NOBODY_THERE: _("Nobody was there: who decided?"),
    GroupRefusal.NO_MINUTES: _("The minutes are still empty."),
    "group_name_taken": _("Another group has this name."),
    "unknown_office": _("There is no such unit, or it has no desk."),
    "before_the_group": _("The group was founded later."),
    "seated_already": _("They have a seat in the group on these days already."),
    "second_chair": _("The group has another chair on these days."),
    "unknown_account": _("There is no such account, or it is closed."),
    "unknown_member": _("There is no such member."),
    "name_or_account": _("Choose an account, or write a name."),
    "term_backwards": _("It ends before it begins."),
    "term_over": _("This term is over."),
    "too_many_members": _("At most %(most)s members."),
    "too_many_decisions": _("At most %(most)s decisions of one meeting."),
    "day_and_owner": _("A unit and a day go together: both, or neither."),
    "day_is_past": _("This day is over: the unit needs time to act."),
    "day_too_far": _("This day is too far away: at most two years."),
    "unknown_presence": _("Say of each member whether they were there."),
    "too_many_guests": _("At most %(most)s guests."),
    "order_rows": _("Write each guest on a line of their own."),
}
