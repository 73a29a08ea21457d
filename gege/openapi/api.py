"""The door of the interfaces: for rooms above that speak with other systems too."""

from gege.openapi.actions.once import Outcome
from gege.openapi.calling import Answer, NotCalled, call, checked_ip, checked_target, resolved
from gege.openapi.errors import Invalid, NotFound, Refused
from gege.openapi.knock import key_in
from gege.openapi.models import Client
from gege.openapi.names import SENTENCES
from gege.openapi.posts import actor_of
from gege.openapi.queries.clients import clients
from gege.openapi.rest.added import add_operations, addresses
from gege.openapi.rest.answers import Problem, answer, moment
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import MOST_WHOLE, Entry, Json, Operation
from gege.openapi.rest.reading import plain_json
from gege.openapi.rest.shapes import (
    FLAG,
    MOMENT,
    TEXT,
    WHOLE,
    list_of,
    object_with,
    one_of,
    or_null,
    ref,
)
from gege.openapi.rules.clients import hash_of
from gege.openapi.rules.webhooks import (
    SECRET_BYTES,
    Verdict,
    heads_of,
    new_secret,
    pause_after,
    verdict_of,
)

__all__ = [
    "FLAG",
    "MOMENT",
    "MOST_WHOLE",
    "SECRET_BYTES",
    "SENTENCES",
    "TEXT",
    "WHOLE",
    "Answer",
    "Call",
    "Client",
    "Entry",
    "Invalid",
    "Json",
    "NotCalled",
    "NotFound",
    "Operation",
    "Outcome",
    "Problem",
    "Refused",
    "Verdict",
    "actor_of",
    "add_operations",
    "addresses",
    "answer",
    "call",
    "checked_ip",
    "checked_target",
    "clients",
    "hash_of",
    "heads_of",
    "key_in",
    "list_of",
    "moment",
    "new_secret",
    "object_with",
    "one_of",
    "or_null",
    "pause_after",
    "plain_json",
    "ref",
    "resolved",
    "verdict_of",
]
