"""Where a file waits: sealed beside the attachments, under a key of its own.

The key of a file seals its rows too and is itself sealed under the keys of the installation, so a
change of those reseals one short text for each import; when the key is forgotten, so is the file.
"""

import base64
import json
import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.conf import settings

from gege.kernel.keyring import Use, ciphers
from gege.registers.files import FileError
from gege.registers.models import Import
from gege.registers.protection import seal, the_ring, unseal

BLOCK: Final = 1 << 20
_LENGTH: Final = struct.Struct(">I")
_PLACE: Final = "registers_import"
_APART: Final = "received-"


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of one import; `bound` is the import it belongs to."""

    algorithm: str
    secret: bytes
    bound: str

    def seal(self, said: Any, number: int) -> str:
        """Return what a row says, sealed for its place."""
        text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        held = ciphers.locked(self.algorithm, self.secret, text, self._row(number))
        return base64.b64encode(held).decode()

    def open(self, text: str, number: int) -> Any:
        """Return what `seal` was given. Raises ciphers.NotOpenedError."""
        held = base64.b64decode(text)
        return json.loads(
            ciphers.opened(self.algorithm, self.secret, held, self._row(number)).decode()
        )

    def _row(self, number: int) -> bytes:
        return f"{self.bound}:{number}".encode()


def new_key(uid: UUID) -> tuple[FileKey, str]:
    """Return a new key for an import, and the text to keep of it."""
    algorithm = the_ring().active(Use.SEAL).algorithm
    key = FileKey(algorithm, secrets.token_bytes(ciphers.KEY_BYTES[algorithm]), str(uid))
    plain = f"{algorithm}:{base64.b64encode(key.secret).decode()}"
    return key, seal(plain, register=_PLACE, uid=str(uid), field="secret")


def key_of(one: Import) -> FileKey:
    """Return the key of an import. Raises LookupError when it was forgotten."""
    if not one.secret:
        raise LookupError("the file was forgotten")
    plain = unseal(one.secret, register=_PLACE, uid=str(one.uid), field="secret")
    algorithm, _, secret = plain.partition(":")
    return FileKey(algorithm, base64.b64decode(secret), str(one.uid))


@contextmanager
def apart() -> Iterator[Path]:
    """Give a folder for a file that is looked at before it is kept; `leftovers` sweeps it after a
    process that was killed."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=_APART, dir=_folder()) as folder:
        yield Path(folder)


def keep(uid: UUID, source: Path, key: FileKey) -> None:
    """Seal a file block by block; an interrupted one leaves nothing that looks whole."""
    target = _path(uid)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partly = target.with_suffix(".part")
    with source.open("rb") as plain, _private(partly) as held:
        number, block = 0, plain.read(BLOCK)
        while block:
            after = plain.read(BLOCK)
            sealed = ciphers.locked(key.algorithm, key.secret, block, _block(key, number, after))
            held.write(_LENGTH.pack(len(sealed)) + sealed)
            number, block = number + 1, after
    partly.replace(target)


@contextmanager
def opened(one: Import) -> Iterator[Path]:
    """Give the file in clear for as long as it is read. Raises FileError when it is not there."""
    key, folder = key_of(one), _path(one.uid).parent
    try:
        held = _path(one.uid).open("rb")
    except OSError:
        raise FileError("damaged") from None
    with (
        held,
        NamedTemporaryFile(
            dir=folder, prefix="open-", suffix=".xlsx" if one.kind == "xlsx" else ""
        ) as plain,
    ):
        _decipher(held, plain, key)
        plain.flush()
        yield Path(plain.name)


def forget(uid: UUID) -> None:
    """Remove a file; one that is gone already is gone."""
    _path(uid).unlink(missing_ok=True)
    _path(uid).with_suffix(".part").unlink(missing_ok=True)


def kept(older_than: float) -> Iterator[UUID]:
    """Yield whose files lie here since before a moment."""
    for path in _folder().glob("*-*-*-*-*"):
        if path.stat().st_mtime < older_than and len(path.stem) == 36:
            yield UUID(path.stem)


def leftovers(older_than: float) -> int:
    """Remove what an interrupted reading or receiving left in clear or half; return how many."""
    found = 0
    for pattern in ("open-*", "*.part", f"{_APART}*"):
        for path in _folder().glob(pattern):
            if path.stat().st_mtime >= older_than:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            found += 1
    return found


def _decipher(held: BinaryIO, plain: Any, key: FileKey) -> None:
    number, length = 0, held.read(_LENGTH.size)
    while length:
        if len(length) != _LENGTH.size:
            raise FileError("damaged")
        (size,) = _LENGTH.unpack(length)
        if size > BLOCK + 64:
            raise FileError("damaged")
        block = held.read(size)
        length = held.read(_LENGTH.size)
        try:
            text = ciphers.opened(key.algorithm, key.secret, block, _block(key, number, length))
        except ciphers.NotOpenedError:
            raise FileError("damaged") from None
        plain.write(text)
        number += 1


def _block(key: FileKey, number: int, more: bytes) -> bytes:
    """Bind a block to its file, its place, and whether more follow: nothing can be cut off."""
    return f"{key.bound}:block:{number}:{'more' if more else 'last'}".encode()


def _path(uid: UUID) -> Path:
    return _folder() / str(uid)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
