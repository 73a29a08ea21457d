"""Uploads between their preview and their confirmation.

The bytes lie under MEDIA_ROOT/staged/<token>; which tokens a person may confirm, for what, and
what they chose beside the files is kept in their session, so that nothing a browser sends later
is taken for what was checked.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest

KEPT: Final = timedelta(hours=12)
KEY: Final = "staged_uploads"
_TOKEN: Final = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file: the name a person knows it by, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Staged:
    """What waits for confirmation. `options` are what was chosen beside the files."""

    token: str
    files: tuple[Upload, ...]
    options: Mapping[str, str]


def stage(
    request: HttpRequest,
    purpose: str,
    files: Sequence[Upload],
    options: Mapping[str, str],
    now: datetime,
) -> str:
    """Keep files until they are confirmed; an earlier upload for the purpose is dropped.

    Returns the token that names them in an address.
    """
    _forget_old(now)
    kept: dict[str, Any] = dict(request.session.get(KEY, {}))
    for token in [token for token, one in kept.items() if one["purpose"] == purpose]:
        del kept[token]
        _remove(token)
    token = secrets.token_hex(20)
    folder = _folder(token)
    folder.mkdir(parents=True, mode=0o750)
    for place, file in enumerate(files):
        (folder / f"{place}.part").write_bytes(file.data)
    kept[token] = {
        "purpose": purpose,
        "names": [file.name for file in files],
        "options": dict(options),
    }
    request.session[KEY] = kept
    return token


def staged(request: HttpRequest, purpose: str, token: str) -> Staged:
    """Return what this session staged; raises Http404 for anybody else's, or what is gone."""
    entry = request.session.get(KEY, {}).get(token)
    if entry is None or entry["purpose"] != purpose or not _TOKEN.fullmatch(token):
        raise Http404
    try:
        files = tuple(
            Upload(name, (_folder(token) / f"{place}.part").read_bytes())
            for place, name in enumerate(entry["names"])
        )
    except OSError as error:
        raise Http404 from error
    return Staged(token, files, entry["options"])


def drop(request: HttpRequest, token: str) -> None:
    """Forget an upload: it was carried out or given up."""
    kept = dict(request.session.get(KEY, {}))
    if kept.pop(token, None) is not None:
        request.session[KEY] = kept
        _remove(token)


def _folder(token: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "staged" / token


def _remove(token: str) -> None:
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_folder(token), ignore_errors=True)


def _forget_old(now: datetime) -> None:
    root = Path(settings.MEDIA_ROOT) / "staged"
    if not root.is_dir():
        return
    for folder in root.iterdir():
        try:
            age = now.timestamp() - folder.stat().st_mtime
        except OSError:
            continue
        if age > KEPT.total_seconds():
            _remove(folder.name)
