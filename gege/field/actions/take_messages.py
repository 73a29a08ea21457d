"""Taking a batch: each message by itself, with its receipt, in one transaction (decision 0017)."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from gege.field.answers import canonical, digest
from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed, Overtaken, Waiting
from gege.field.messages.reading import Letter, key_of, read_letter
from gege.field.messages.table import KINDS
from gege.field.models import Receipt
from gege.field.rules.clock import corrected
from gege.field.scene import Scene
from gege.field.sentences import sentence
from gege.fieldwork import api as fieldwork
from gege.matters import api as matters
from gege.registers import api as registers
from gege.staff.api import Refusal

log = logging.getLogger(__name__)

DONE: Final = "done"
REFUSED: Final = "refused"
CONFLICT: Final = "conflict"
WAITING: Final = "waiting"

Answer = dict[str, Any]
KEYED: Final = "register_"
"""Kinds of which a receipt keeps a sum under the platform's secret."""
_REFUSALS: Final = (
    matters.MatterError, fieldwork.FieldError, registers.RegisterError, Refusal,
)  # fmt: skip


class Taking:
    """One batch of one terminal. Answers come in the order of the messages."""

    def __init__(self, scene: Scene, sent_at: datetime, raws: Sequence[Any]) -> None:
        self.scene = scene
        self.sent_at = sent_at
        self.raws = raws
        self.receipts = _receipts(raws)
        self.unheard: dict[UUID, str] = {}

    def answers(self) -> list[Answer]:
        """Take every message; one bad one stops nothing but what follows from it."""
        return [self._answer(raw) for raw in self.raws]

    def _answer(self, raw: Any) -> Answer:
        key = key_of(raw)
        if key is None:
            return {"key": None, **_refusal("malformed", sentence("malformed"), "key")}
        answer = self._known(key, raw) or self._new(key, raw)
        if answer["status"] in (WAITING, REFUSED, CONFLICT):
            self.unheard[key] = answer["status"]
        return {"key": str(key), **answer}

    def _known(self, key: UUID, raw: Any) -> Answer | None:
        """Answer a key that was answered before; None for a new one."""
        receipt = self.receipts.get(key)
        if receipt is None:
            return None
        own = receipt.account_id == self.scene.account.pk
        if not own or not is_same(raw, receipt.digest):
            return _refusal("key_used", sentence("key_used"), "key")
        return {"status": receipt.status, "again": True, **receipt.answer}

    def _new(self, key: UUID, raw: Any) -> Answer:
        try:
            letter = read_letter(raw)
            held_up = self._held_up(letter)
        except Malformed as error:
            return self._refused(key, raw, error.word, error.field, error.values)
        if held_up is not None:
            return held_up
        after = self.receipts.get(letter.after) if letter.after else None
        try:
            return self._do(letter, raw, after)
        except IntegrityError:
            # The same key on another connection was faster: its answer is the answer.
            self.receipts |= _receipts([raw])
            return self._known(key, raw) or self._fault(key)
        except (OperationalError, InterfaceError):
            # A statement that ran too long or met a deadlock stops one message; a database that
            # is gone stops the batch.
            if not connection.is_usable():
                raise
            return self._fault(key)
        except Exception:
            return self._fault(key)

    def _held_up(self, letter: Letter) -> Answer | None:
        """Answer a message whose forerunner was not done; nothing of it is kept."""
        if letter.after is None:
            return None
        before = self.receipts.get(letter.after)
        if before is not None and before.account_id != self.scene.account.pk:
            before = None
        if before is not None and before.status == DONE:
            return None
        if before is not None or self.unheard.get(letter.after) in (REFUSED, CONFLICT):
            return _refusal("after_refused", sentence("after_refused"), "after")
        return _waiting("after_missing")

    def _do(self, letter: Letter, raw: Any, after: Receipt | None) -> Answer:
        at = corrected(
            letter.made_at,
            letter.skew_ms,
            sent_at=self.sent_at,
            now=self.scene.now,
            not_before=(after.done_at if after else None,),
        )
        try:
            with transaction.atomic():
                done = self._act(Doing(self.scene, letter, at, after, self.sent_at))
                answer = _done(done)
                self._keep(letter.key, raw, letter.kind, DONE, answer, at, done)
        except Waiting as error:
            return _waiting(error.word)
        except Malformed as error:
            return self._refused(letter.key, raw, error.word, error.field, error.values, at)
        except Overtaken as error:
            answer = {"code": "stale", "text": error.text, "present": error.present}
            if error.number:
                answer["number"] = error.number
            return self._answered(letter.key, raw, CONFLICT, answer, at)
        except _REFUSALS as error:
            return self._answered(letter.key, raw, REFUSED, said(error), at)
        return {"status": DONE, **answer}

    def _act(self, doing: Doing) -> Done:
        kind = KINDS.get(doing.letter.kind)
        if kind is None:
            raise Malformed("kind", "unknown_kind_of_message")
        return kind.act(doing, doing.letter.body.only(kind.fields))

    def _refused(
        self,
        key: UUID,
        raw: Any,
        word: str,
        field: str,
        values: Mapping[str, Any],
        at: datetime | None = None,
    ) -> Answer:
        answer = {"code": word, "text": sentence(word, values), "field": field}
        return self._answered(key, raw, REFUSED, answer, at)

    def _answered(
        self, key: UUID, raw: Any, status: str, answer: Answer, at: datetime | None = None
    ) -> Answer:
        """Keep an answer that is not "done", so that it is the same next time."""
        kind = str(raw.get("kind") or "")[:24] if isinstance(raw, dict) else ""
        try:
            with transaction.atomic():
                self._keep(key, raw, _ascii(kind), status, answer, at or self.scene.now)
        except IntegrityError:
            self.receipts |= _receipts([raw])
            return self._known(key, raw) or self._fault(key)
        return {"status": status, **answer}

    def _keep(
        self,
        key: UUID,
        raw: Any,
        kind: str,
        status: str,
        answer: Answer,
        at: datetime,
        done: Done | None = None,
    ) -> None:
        self.receipts[key] = Receipt.objects.create(
            key=key,
            account_id=self.scene.account.pk,
            terminal_id=self.scene.terminal.pk,
            kind=kind,
            digest=digest_of(raw),
            status=status,
            answer=answer,
            subject=done.subject if done else "",
            version=done.version if done else None,
            done_at=at,
            received_at=self.scene.now,
        )

    def _fault(self, key: UUID) -> Answer:
        """Our own fault, written down: the phone keeps the message and comes again."""
        log.exception("message %s was not taken", key)
        return _waiting("fault")


def digest_of(raw: Any) -> str:
    """Return the sum of what a message says.

    `after` is left out: when what it follows is mended under a new key, the same message follows
    that one.
    """
    return _sums(raw)[0]


def is_same(raw: Any, kept: str) -> bool:
    """Tell whether a message says what the one of a receipt said."""
    return kept in _sums(raw)


def _sums(raw: Any) -> list[str]:
    """Return the sum of a message, and for registers those under the secrets that went before.

    What is said of a person could be guessed from a bare sum, which a copy of the database holds.
    """
    parts = ("kind", "made_at", "post", "body")
    said = [raw.get(name) for name in parts] if isinstance(raw, dict) else raw
    if not isinstance(said, list) or not str(said[0]).startswith(KEYED):
        return [digest(said)]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [
        salted_hmac("field.receipt", canonical(said), secret, algorithm="sha256").hexdigest()
        for secret in secrets
    ]


def said(error: Exception) -> Answer:
    """Return what a deed's own error tells the worker."""
    if isinstance(error, matters.MatterError):
        text, word = matters.sentence_of(error), error.word
    elif isinstance(error, fieldwork.FieldError):
        text, word = _of_fieldwork(error), error.word
    elif isinstance(error, registers.RegisterError):
        return _of_registers(error)
    elif isinstance(error, Refusal):
        text, word = error.text, error.code
    else:
        raise TypeError(error)
    answer: Answer = {"code": str(word), "text": str(text)}
    field = getattr(error, "field", "")
    return {**answer, "field": str(field)} if field else answer


def _of_registers(error: registers.RegisterError) -> Answer:
    """Name every field that cannot be taken, and the record that is there already."""
    answer: Answer = {"code": error.word, "text": registers.sentence_of(error)}
    if isinstance(error, registers.Faults):
        language = get_language() or ""
        fields = {
            name: registers.sentence_of_wrong(wrong, language)
            for name, wrong in error.fields.items()
        }
        return answer | {"field": next(iter(fields), ""), "fields": fields}
    if error.word == "already_there":
        return answer | {"there": str(error.values.get("uid", ""))}
    field = str(getattr(error, "field", ""))
    return answer | {"field": field, "fields": {field: answer["text"]}} if field else answer


def _of_fieldwork(error: fieldwork.FieldError) -> str:
    own = sentence(error.word, error.values)
    return fieldwork.sentence_of(error) if own == error.word else own


def _receipts(raws: Sequence[Any]) -> dict[UUID, Receipt]:
    """Return what was answered before under the keys of some messages and of those they follow."""
    keys: set[UUID] = set()
    for raw in raws:
        key = key_of(raw)
        after = key_of({"key": raw.get("after")}) if isinstance(raw, dict) else None
        keys |= {one for one in (key, after) if one is not None}
    return {row.key: row for row in Receipt.objects.filter(key__in=keys)}


def _done(done: Done) -> Answer:
    answer: Answer = dict(done.more)
    if done.number:
        answer["number"] = done.number
    if done.version is not None:
        answer["version"] = done.version
    if done.subject:
        answer["subject"] = done.subject
    return answer


def _refusal(code: str, text: str, field: str) -> Answer:
    return {"status": REFUSED, "code": code, "text": text, "field": field}


def _waiting(code: str) -> Answer:
    return {"status": WAITING, "code": code, "text": sentence(code)}


def _ascii(text: str) -> str:
    return "".join(sign for sign in text if " " < sign <= "~")
