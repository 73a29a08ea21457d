"""The door of the outbox."""

from gege.notices.chains import run_chains
from gege.notices.editions import current_rules, publish_notice_rules
from gege.notices.gateways.mm7 import Picture
from gege.notices.models import (
    Chain,
    Delivery,
    GatewayLink,
    Mailbox,
    Message,
    Notice,
    NoticeRulesEdition,
)
from gege.notices.outbox import acknowledge, deliver, mark_read, post
from gege.notices.people import (
    Contact,
    Principal,
    Subject,
    set_chronicle,
    set_contacts,
    set_directory,
    set_duty,
    set_pictures,
)
from gege.notices.picture_messages import take_picture_report
from gege.notices.planning import gateways, with_pictures
from gege.notices.reading import (
    Told,
    ToldPage,
    calls_to_make,
    copies_of,
    dead_deliveries,
    dead_letters,
    deliveries,
    notices_of,
    unanswered,
    unread,
)
from gege.notices.rules import Channel, DeliveryState, Draft, MessageState
from gege.notices.rules.mm7_envelope import Code as Mm7Code
from gege.notices.rules.mm7_envelope import Envelope as Mm7Envelope
from gege.notices.rules.mm7_envelope import Refused as Mm7Refused
from gege.notices.rules.mm7_envelope import fault as mm7_fault
from gege.notices.rules.mm7_envelope import read_envelope as read_mm7
from gege.notices.rules.mm7_envelope import response as mm7_response
from gege.notices.rules.mm7_package import BrokenPackage, Enclosed, read_package
from gege.notices.rules.notice_rules import (
    CHAIN_CHANNELS,
    KINDS,
    RANGES,
    Kind,
    NoticeRules,
    RuleProblem,
    from_json,
    kind_of,
    problems_of,
)
from gege.notices.rules.short_messages import words_of
from gege.notices.sealing import Unreadable, mark, seal, unseal
from gege.notices.sending import forget_sealed, release_unsure, send_due, take_report
from gege.notices.sentences import TEMPLATES, sentence
from gege.notices.smpp.link import Arrived
from gege.notices.smpp.session import Session as SmppSession
from gege.notices.smpp.session import access_of_settings as smpp_access
from gege.notices.smpp.session import link_state
from gege.notices.tending import (
    NOT_REACHED,
    REACHED,
    NotDone,
    acknowledge_newest,
    give_up,
    give_up_delivery,
    mailbox_of,
    number_to_call,
    retry,
    retry_delivery,
    send_otherwise,
    set_mailbox,
    tick_call,
)
from gege.trail.api import NotPublished

__all__ = [
    "CHAIN_CHANNELS",
    "KINDS",
    "NOT_REACHED",
    "RANGES",
    "REACHED",
    "TEMPLATES",
    "Arrived",
    "BrokenPackage",
    "Chain",
    "Channel",
    "Contact",
    "Delivery",
    "DeliveryState",
    "Draft",
    "Enclosed",
    "GatewayLink",
    "Kind",
    "Mailbox",
    "Message",
    "MessageState",
    "Mm7Code",
    "Mm7Envelope",
    "Mm7Refused",
    "NotDone",
    "NotPublished",
    "Notice",
    "NoticeRules",
    "NoticeRulesEdition",
    "Picture",
    "Principal",
    "RuleProblem",
    "SmppSession",
    "Subject",
    "Told",
    "ToldPage",
    "Unreadable",
    "acknowledge",
    "acknowledge_newest",
    "calls_to_make",
    "copies_of",
    "current_rules",
    "dead_deliveries",
    "dead_letters",
    "deliver",
    "deliveries",
    "forget_sealed",
    "from_json",
    "gateways",
    "give_up",
    "give_up_delivery",
    "kind_of",
    "link_state",
    "mailbox_of",
    "mark",
    "mark_read",
    "mm7_fault",
    "mm7_response",
    "notices_of",
    "number_to_call",
    "post",
    "problems_of",
    "publish_notice_rules",
    "read_mm7",
    "read_package",
    "release_unsure",
    "retry",
    "retry_delivery",
    "run_chains",
    "seal",
    "send_due",
    "send_otherwise",
    "sentence",
    "set_chronicle",
    "set_contacts",
    "set_directory",
    "set_duty",
    "set_mailbox",
    "set_pictures",
    "smpp_access",
    "take_picture_report",
    "take_report",
    "tick_call",
    "unanswered",
    "unread",
    "unseal",
    "with_pictures",
    "words_of",
]
