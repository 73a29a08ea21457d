"""The door of the outbox."""

from gege.notices.models import Message, Notice
from gege.notices.outbox import (
    acknowledge,
    deliver,
    mark_read,
    post,
    retry,
    set_directory,
)
from gege.notices.reading import Told, ToldPage, dead_letters, notices_of, unread
from gege.notices.rules import Channel, Draft, MessageState
from gege.notices.sentences import TEMPLATES, sentence

__all__ = [
    "TEMPLATES",
    "Channel",
    "Draft",
    "Message",
    "MessageState",
    "Notice",
    "Told",
    "ToldPage",
    "acknowledge",
    "dead_letters",
    "deliver",
    "mark_read",
    "notices_of",
    "post",
    "retry",
    "sentence",
    "set_directory",
    "unread",
]
