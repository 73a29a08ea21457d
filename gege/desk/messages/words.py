"""The words of messages on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = Promise | str

CHANNELS: Final[Mapping[str, Text]] = {
    "in_app": pgettext_lazy("way", "In the platform"),
    "sms": pgettext_lazy("way", "SMS"),
    "mms": pgettext_lazy("way", "Picture message"),
    "email": pgettext_lazy("way", "E-mail"),
    "voice": pgettext_lazy("way", "Call"),
}
STATES: Final[Mapping[str, Text]] = {
    "queued": pgettext_lazy("delivery", "waits"),
    "sending": pgettext_lazy("delivery", "under way"),
    "sent": pgettext_lazy("delivery", "sent"),
    "to_call": pgettext_lazy("delivery", "to be called"),
    "delivered": pgettext_lazy("delivery", "delivered"),
    "acknowledged": pgettext_lazy("delivery", "acknowledged"),
    "dead": pgettext_lazy("delivery", "not delivered"),
    "given_up": pgettext_lazy("delivery", "given up"),
}
WHY: Final[Mapping[str, Text]] = {
    "kind": "",
    "chain": pgettext_lazy("delivery", "call chain"),
    "asked": "",
}
ERRORS: Final[Mapping[str, Text]] = {
    "no_phone": _("No telephone number is kept for this person that this channel can reach."),
    "no_mailbox": _("This person has named no e-mail address."),
    "no_gateway": _("No gateway is connected for this way."),
    "unreadable": _("The number is kept no longer, or under another key."),
    "answered_meanwhile": _("Somebody answered meanwhile."),
    "nobody_answered": _("Nobody of the call chain answered."),
    "nobody holds a post at this unit": _("Nobody holds a post at this unit."),
}
TO_RESIDENTS: Final[Mapping[str, Text]] = {
    "resident_code": _("To a resident: the code for a doorstep service"),
    "resident_answer": _("To a resident: a public answer"),
    "resident_callback": _("To a resident: nobody was reached by telephone"),
    "resident_ask": _("To a resident: the question whether it is solved"),
    "text_opened": _("To a resident: the number of their report"),
    "text_repeated": _("To a resident: the number of their report"),
}
"""What a message to a resident is about; its words are theirs."""
KINDS: Final[Mapping[str, Text]] = {
    "instructions": _("Instructions and what asks for a deed"),
    "moves": _("What others did to a matter"),
    "reminders": _("Reminders of deadlines"),
    "field_work": _("Visits, patrols and terminals"),
    "handbook": _("The handbook"),
    "duty": _("Duty: rosters, swaps, the directory"),
}
RULES: Final[Mapping[str, Text]] = {
    "quiet": _("Quiet hours: from – to"),
    "quiet_kinds": _("What waits for the end of the quiet hours"),
    "by_sms": _("What goes by SMS too"),
    "by_email": _("What goes by e-mail too"),
    "answer_minutes": _("Minutes to answer an urgent instruction"),
    "chain": _("Channels by which each person is tried, in this order"),
    "chain_people": _("How many people of the unit are tried"),
    "chain_principal": _("At last the unit’s principal is called"),
}
HINTS: Final[Mapping[str, Text]] = {
    "quiet_kinds": _("Urgent notices never wait, nor do answers to residents."),
    "answer_minutes": _("Then it goes to the next channel, and to the next person after that."),
}
NOT_DONE: Final[Mapping[str, Text]] = {
    "gone": _("Somebody else has seen to it meanwhile."),
    "reason": _("Say why, in two to 200 signs."),
    "mailbox": _("This is no e-mail address."),
    "outcome": _("Say whether the person was reached."),
    "channel": _("This channel cannot take it. Choose another."),
    "forgotten": _("The number is kept no longer; it cannot be sent again."),
    "note": _("Say why, in two to 200 signs."),
    "rules": _("This cannot be a rule."),
    "moved_on": _("Somebody published rules meanwhile. Look at them and begin anew."),
    "changes_nothing": _("This changes nothing."),
}


def said(word: str, words: Mapping[str, Text]) -> str:
    """Return a word as it is said on screen; one that is not known as it is."""
    return str(words.get(word, word))
