"""What a delivery says, and to which address: looked up when it goes out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation

from gege.kernel.telephones import telephone
from gege.notices.gateways.outcome import Answer, Outcome
from gege.notices.models import Delivery, Mailbox
from gege.notices.people import Contact, contacts_of
from gege.notices.planning import NO_MAILBOX, NO_PHONE, PURPOSE
from gege.notices.rules import Channel
from gege.notices.sealing import Unreadable, unseal
from gege.notices.sentences import TEMPLATES, spoken

LONGEST: Final = 600
"""Characters of a text: nine parts of Chinese."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A delivery ready to go out."""

    address: str
    title: str
    text: str


class Addresses:
    """The addresses of a batch, read in two statements."""

    def __init__(self, claimed: Collection[Delivery]) -> None:
        accounts = [one.account_id for one in claimed if one.account_id is not None]
        mail = any(one.channel == Channel.EMAIL for one in claimed)
        self._contacts = contacts_of(accounts)
        self._boxes = dict(
            Mailbox.objects.filter(account_id__in=accounts).values_list("account_id", "address")
            if mail
            else ()
        )

    def worded(self, one: Delivery) -> Worded | Outcome:
        """Return address and words of a delivery, or why it can never go out."""
        try:
            address, values = self._of(one)
        except Unreadable:
            return Outcome(Answer.NEVER, "unreadable")
        if not address:
            lacking = NO_MAILBOX if one.channel == Channel.EMAIL else NO_PHONE
            return Outcome(Answer.NEVER, lacking)
        message = one.message
        with translation.override(one.language):
            text = spoken(message.template, values, urgent=message.urgent and bool(one.account_id))
            title = str(TEMPLATES["mail_title"]) % {"subject": message.subject}
        return Worded(address, title, text)

    def _of(self, one: Delivery) -> tuple[str, dict[str, Any]]:
        """Return address and values; the address is "" where there is none. Raises Unreadable."""
        values = dict(one.message.values)
        if one.account_id is None:
            content = unseal(one.sealed, PURPOSE)
            return str(content["phone"]), content["values"] or values
        if one.channel == Channel.EMAIL:
            return self._boxes.get(one.account_id, ""), values
        contact: Contact | None = self._contacts.get(one.account_id)
        return (telephone(contact.phone) or "") if contact else "", values
