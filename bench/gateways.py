"""Texts through a real Kannel and to a real SMPP centre: our outbox against the gateway alone.

Both sides hand over the same messages over the same connection; ours reads them from the outbox,
writes down what came of each, and takes the receipts of the centre.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from bench.world import ROOT

MESSAGES: Final = 10_000
ROUNDS: Final = 4
WINDOW: Final = 50
"""Messages that may wait for the centre's answer, on both sides."""
NUMBER: Final = "10000000109"
WORDS: Final = "您反映的事项已办结，请确认。"
SINK: Final = """
import http.server
class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "3"); self.end_headers()
        self.wfile.write(b"ok\\n")
    def log_message(self, *given): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
print(server.server_port, flush=True)
server.serve_forever()
"""
CENTRE: Final = """
from tests.hotline.centre import Centre
centre = Centre()
print(centre.inner_port, flush=True)
input()
"""


def measure(messages: int) -> None:
    """Print what a second takes of each, in turns."""
    share = messages // ROUNDS
    with _kannel() as alone:
        _turns("Kannel", share, _outbox, lambda: alone(share))
    with _centre() as turns:
        _turns("SMPP", share, turns[0], lambda: turns[1](share))


def _turns(name: str, share: int, ours: Callable[[], float], alone: Callable[[], float]) -> None:
    ratios = []
    for turn in range(1, ROUNDS + 1):
        floor = share / alone()
        _queue(share)
        rate = share / ours()
        ratios.append(rate / floor)
        print(
            f"{name}, run {turn}: outbox {rate:.0f}/s, gateway alone {floor:.0f}/s, "
            f"ratio {rate / floor:.3f}",
            flush=True,
        )
    print(f"{name}: median ratio {statistics.median(ratios):.3f}")


def _queue(many: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from gege.notices.api import Delivery, Draft, post

    Delivery.objects.all().delete()
    with transaction.atomic():
        values = {"number": "20261124-0000018", "words": WORDS}
        drafts = [Draft("resident_answer", "bench", to_phone=NUMBER, values=values)] * many
        post(drafts, now=timezone.now())


def _outbox() -> float:
    from django.utils import timezone

    from gege.notices.api import Delivery, send_due

    start = time.perf_counter()
    while send_due(now=timezone.now()):
        pass
    took = time.perf_counter() - start
    assert not Delivery.objects.exclude(state="sent").exists()
    return took


@contextmanager
def _kannel() -> Iterator[Callable[[int], float]]:
    from django.conf import settings

    from gege.notices.gateways.kannel import Kannel, KannelAccess
    from gege.notices.gateways.outcome import Answer
    from gege.notices.sending import BATCH
    from tests.hotline.gateway import FROM, PASSWORD, USER, Gateway

    with _started(SINK) as port, tempfile.TemporaryDirectory() as folder:
        web = f"http://127.0.0.1:{port}"
        box = Gateway(Path(folder), web)
        settings.GEGE_SMS_URL, settings.GEGE_SMS_USER = box.url, USER
        settings.GEGE_SMS_PASSWORD, settings.GEGE_SMS_FROM = PASSWORD, FROM
        settings.GEGE_SMS_CALLBACK = web
        access = KannelAccess(box.url, USER, PASSWORD, FROM, f"{web}/report?secret=x")
        text = f"Answer to 20261124-0000018: {WORDS}"

        def alone(many: int) -> float:
            start = time.perf_counter()
            # As the outbox does: a connection for a batch.
            for begin in range(0, many, BATCH):
                with Kannel(access) as link:
                    for _ in range(begin, min(begin + BATCH, many)):
                        assert link.send(NUMBER, text, uuid4()).answer is Answer.TAKEN
            return time.perf_counter() - start

        box.start()
        try:
            with box.phone(f"{NUMBER} text hello"):
                yield alone
        finally:
            box.stop()
            settings.GEGE_SMS_URL = ""


@contextmanager
def _centre() -> Iterator[tuple[Callable[[], float], Callable[[int], float]]]:
    from django.conf import settings

    from gege.hotline.texts.parts import take_part
    from gege.notices.api import Delivery, SmppSession, smpp_access
    from gege.notices.rules.short_messages import pieces_of
    from gege.notices.smpp.link import Answered, Arrived, Link

    with _started(CENTRE) as port:
        settings.GEGE_SMPP_HOST, settings.GEGE_SMPP_PORT = "127.0.0.1", port
        settings.GEGE_SMPP_WINDOW = WINDOW
        piece = pieces_of(f"Answer to 20261124-0000018: {WORDS}", 1)[0]

        def alone(many: int) -> float:
            link = Link(smpp_access())
            link.open()
            start, sent, answered, told = time.perf_counter(), 0, 0, 0
            while told < many:
                while sent < many and sent - answered < settings.GEGE_SMPP_WINDOW:
                    link.submit(NUMBER, piece)
                    sent += 1
                for one in link.wait(0.2):
                    answered += isinstance(one, Answered)
                    if isinstance(one, Arrived):
                        link.answer(one, 0)
                        told += 1
            link.close()
            return time.perf_counter() - start

        def ours() -> float:
            session = SmppSession(smpp_access(), take_part)
            while not session.bound:
                session.step(0.01)
            start, looked = time.perf_counter(), 0.0
            while True:
                session.step(0.05)
                if time.perf_counter() - looked > 0.5:
                    looked = time.perf_counter()
                    if not Delivery.objects.exclude(state="delivered").exists():
                        break
            took = time.perf_counter() - start
            session.close()
            return took

        yield ours, alone
        settings.GEGE_SMPP_HOST = ""


@contextmanager
def _started(program: str) -> Iterator[int]:
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        yield int(child.stdout.readline())
    finally:
        child.terminate()
        child.wait(30)
