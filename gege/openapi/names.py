"""The words of interface clients: deeds, and what is said when one is refused."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.openapi.errors import ClientError
from gege.openapi.rules.clients import ClientDeed
from gege.openapi.rules.opinions import What
from gege.openapi.rules.webhooks import DeliveryState, Kind

DEEDS: Final[Mapping[str, Promise | str]] = {
    ClientDeed.OPEN: _("Opened"),
    ClientDeed.AMEND: _("Changed"),
    ClientDeed.ROTATE: _("New token"),
    ClientDeed.REVOKE: _("Ended for good"),
    ClientDeed.PAUSE: _("Paused"),
    ClientDeed.RESUME: _("Goes on"),
    ClientDeed.PING: _("Tried"),
    ClientDeed.RETRY: _("Sent again"),
    ClientDeed.DROP: _("Dropped"),
    ClientDeed.MEND: _("Mended"),
}
EVENTS: Final[Mapping[str, Promise | str]] = {
    Kind.ARRIVED: _("A matter was reported"),
    Kind.DISPATCHED: _("It was dispatched"),
    Kind.RETURNED: _("An instruction was returned"),
    Kind.STATE: _("State or holder changed otherwise"),
    Kind.COMPLETED: _("The work was completed"),
    Kind.CLOSED: _("It was closed, declined or merged"),
    Kind.REOPENED: _("It was reopened"),
    Kind.ANSWERED: _("The resident was answered"),
    Kind.ADDED: _("A note or a file was added"),
    Kind.DUE: _("The due time changed"),
    Kind.LATE: _("It is near due or overdue"),
}
STATES: Final[Mapping[str, Promise | str]] = {
    DeliveryState.QUEUED: _("queued"),
    DeliveryState.SENDING: _("under way"),
    DeliveryState.DONE: _("arrived"),
    DeliveryState.DEAD: _("given up"),
    DeliveryState.DROPPED: _("dropped"),
    DeliveryState.SKIPPED: _("not sent"),
}
DIFFERS: Final[Mapping[str, Promise | str]] = {
    What.MISSING_HERE: _("not here"),
    What.MISSING_THERE: _("not at the platform"),
    What.VERSION: _("another version"),
    What.STATE: _("another state"),
    What.ANSWER: _("another answer"),
}
SENTENCES: Final[Mapping[str, Promise | str]] = {
    "not_found": _("There is no such client."),
    "no_case": _("There is no such case of this platform."),
    "not_your_role": _("Only administrators keep the clients of the interfaces."),
    "revoked": _("This client was ended; open a new one."),
    "name_length": _("Please write 2 to %(most)s characters."),
    "name_taken": _("A client of this name exists; one that was ended keeps its name."),
    "unknown_role": _("This is not one of the choices."),
    "unknown_unit": _("There is no such unit today."),
    "role_does_not_fit": _("This unit has no such post."),
    "no_right": _("Grant at least one right."),
    "role_only_reads": _("This post reads and changes nothing; grant it reading only."),
    "moving_needs_reading": _("Who moves matters must read them."),
    "registers_need_department": _("Only a department exchanges registers."),
    "public_needs_reports": _("Only a client that reports sends anything to publish."),
    "between": _("Please enter a number from %(least)s to %(most)s."),
    "reason_length": _("Please give the reason in 2 to 200 characters."),
    "telling_needs_reading": _("This client may not read; grant it that first."),
    "too_many_subscriptions": _("There are %(most)s subscriptions of this client already."),
    "subscription_ended": _("This subscription was ended; begin a new one."),
    "no_event": _("Choose at least one kind of event."),
    "address_form": _("This is no address like https://system.example.org/hooks."),
    "address_plain": _("The address must begin with https://; only the operator can allow http."),
    "address_inside": _(
        "This address lies in a network that the platform must not call. The operator can allow "
        "it with GEGE_CALL_NETWORKS."
    ),
    "address_unknown": _("There is no such address: its name cannot be found."),
    "version_used": _("This version of the case said something else before; count it up."),
    "in_the_future": _("This time lies in the future."),
    "point_half": _("lng and lat belong together."),
    "unknown_kind": _("There is no such kind in use."),
    "opinions_need_county": _(
        "Choose a client that speaks for a post of the county and may report and read."
    ),
    "one_platform": _("An opinion platform is connected already; disconnect it first."),
    "platform_ended": _("This connection was ended."),
    "address_needed": _("To fetch or to tell, an address is needed."),
    "key_form": _("A key has letters, digits and signs without blanks, 400 at most."),
    "not_your_mend": _("This is done by the county centre."),
    "nobody_to_ask": _("The platform has no address to ask."),
    "not_mended": _("It could not be mended. The platform says: %(said)s"),
    "not_seen": _("When its turn came, the client might not see the matter any more."),
    "too_large": _("The answer is too large."),
    "no_json": _("The answer is no JSON in UTF-8."),
    "no_list": _("It answers, but with no list of cases as it was asked for."),
    "bad_entry": _("An entry of the answer cannot be read."),
    "another_case": _("The answer is about another case."),
    "client_silent": _("Its client has ended or expired: nothing is taken."),
    "not_acknowledged": _("It does not say that it has it."),
    "count_differs": _("It counts otherwise than it lists."),
    "no answer in time": _("There was no answer in time."),
    "unreadable": _("The secret cannot be read any more; make a new one."),
    "too_many_clients": _("There are %(most)s clients already; that is as many as there may be."),
}


def said_of(word: str) -> str:
    """Return a word of our own as a sentence; what others said stays as it is."""
    return str(SENTENCES.get(word, word))


def sentence_of(error: ClientError) -> str:
    """Return what to tell the person whose deed was not done."""
    sentence = SENTENCES.get(error.word)
    return str(sentence) % error.values if sentence else error.word
