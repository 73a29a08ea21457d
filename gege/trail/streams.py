"""One stream of the ledger with its proof: its lines, their chain, and the seals over them.

`gege trail verify` proves the whole ledger; this proves what somebody hands on about one matter.
"""

from dataclasses import dataclass

from gege.trail.models import Entry, Seal
from gege.trail.rules import GENESIS, Head, Line, digest_of, hash_of, seal_of


@dataclass(frozen=True, slots=True)
class SealProof:
    """A seal over lines of the stream, and whether it holds with this installation's key."""

    last_id: int
    mac: str
    holds: bool


@dataclass(frozen=True, slots=True)
class StreamProof:
    """The lines of a stream, what is wrong with their chain ("" for nothing), and their seals.

    `unsealed` lines are newer than the last seal.
    """

    lines: tuple[Entry, ...]
    problem: str
    seals: tuple[SealProof, ...]
    unsealed: int

    @property
    def whole(self) -> bool:
        return not self.problem and all(one.holds for one in self.seals)


def prove_stream(stream: str, *, key: bytes) -> StreamProof:
    """Read a stream and prove it; three statements and two for each seal over its lines."""
    lines = tuple(Entry.objects.filter(stream=stream).order_by("seq"))
    covering: dict[int, Seal] = {}
    unsealed = 0
    seals = list(
        Seal.objects.filter(last_id__gte=min((one.pk for one in lines), default=0)).order_by(
            "last_id"
        )
    )
    for line in lines:
        over = next((one for one in seals if one.first_id <= line.pk <= one.last_id), None)
        if over is None:
            unsealed += 1
        else:
            covering[over.pk] = over
    proofs = tuple(_proof(one, key) for one in covering.values())
    return StreamProof(lines, _problem(lines), proofs, unsealed)


def _problem(lines: tuple[Entry, ...]) -> str:
    head = Head()
    for one in lines:
        line = Line(
            one.stream,
            one.seq,
            one.at,
            one.deed,
            one.account_id,
            one.name,
            one.post,
            one.role,
            one.unit_id,
            one.unit,
            one.payload,
        )
        if one.seq != head.seq + 1 or hash_of(line, head.hash) != bytes(one.hash):
            return f"line {one.seq} does not fit the line before it"
        head = Head(one.seq, bytes(one.hash))
    return ""


def _proof(one: Seal, key: bytes) -> SealProof:
    before = Seal.objects.filter(last_id__lt=one.last_id).order_by("-last_id").first()
    previous = bytes(before.mac) if before else GENESIS
    rows = Entry.objects.filter(id__gte=one.first_id, id__lte=one.last_id).order_by("id")
    hashes = [bytes(digest) for digest in rows.values_list("hash", flat=True)]
    digest = digest_of(hashes)
    mac = seal_of(key, previous, one.first_id, one.last_id, len(hashes), digest)
    holds = len(hashes) == one.count and mac == bytes(one.mac)
    return SealProof(one.last_id, bytes(one.mac).hex(), holds)
