"""The door of the outbox."""

from gege.notices.chains import run_chains
from gege.notices.editions import NotPublished, current_rules, publish_notice_rules
from gege.notices.models import Chain, Delivery, Mailbox, Message, Notice, NoticeRulesEdition
from gege.notices.outbox import acknowledge, deliver, mark_read, post
from gege.notices.people import (
    Contact,
    Principal,
    Subject,
    set_chronicle,
    set_contacts,
    set_directory,
    set_duty,
)
from gege.notices.planning import gateways
from gege.notices.reading import (
    Told,
    ToldPage,
    calls_to_make,
    copies_of,
    dead_deliveries,
    dead_letters,
    deliveries,
    notices_of,
    unread,
)
from gege.notices.rules import Channel, DeliveryState, Draft, MessageState
from gege.notices.rules.notice_rules import (
    CHAIN_CHANNELS,
    KINDS,
    RANGES,
    Kind,
    NoticeRules,
    RuleProblem,
    from_json,
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

__all__ = [
    "CHAIN_CHANNELS",
    "KINDS",
    "NOT_REACHED",
    "RANGES",
    "REACHED",
    "TEMPLATES",
    "Arrived",
    "Chain",
    "Channel",
    "Contact",
    "Delivery",
    "DeliveryState",
    "Draft",
    "Kind",
    "Mailbox",
    "Message",
    "MessageState",
    "NotDone",
    "NotPublished",
    "Notice",
    "NoticeRules",
    "NoticeRulesEdition",
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
    "link_state",
    "mailbox_of",
    "mark",
    "mark_read",
    "notices_of",
    "number_to_call",
    "post",
    "problems_of",
    "publish_notice_rules",
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
    "smpp_access",
    "take_report",
    "tick_call",
    "unread",
    "unseal",
    "words_of",
]
