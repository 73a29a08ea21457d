"""The app itself: its shell, what the service worker keeps, its manifest and its words.

Nothing here is anybody's: the shell is the same for everyone and is kept on the phone.
"""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gege import __version__
from gege.field.words import words_document
from gege.staff.access import open_to_everyone

_OWN: Final = Path(__file__).resolve().parents[1] / "static"
_SHARED: Final = ("vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css")
"""Files of the desk that the app uses as well."""
_LATER: Final = ("vendor/xforms-engine/index.js",)
"""Heavy files that a phone fetches only when it needs them, and keeps then."""
_FIRST: Final = "field/js/app.js"
_IMPORTED: Final = re.compile(r'\bfrom "\./(\w+\.js)"')
_LEFT_OUT: Final = frozenset({".map", ".md", ".txt"})


@open_to_everyone
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Draw the one page of the app; everything else is its own routing behind the #."""
    context = {"version": version(), "modules": modules()}
    response = render(request, "field/shell.html", context)
    return _fresh(response)


@open_to_everyone
@gzip_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Write the service worker with what it keeps: it changes when any file does."""
    later = [static(name) for name in _LATER if finders.find(name)]
    context = {
        "version": version(),
        "addresses": json.dumps(addresses()),
        "later": json.dumps(later),
    }
    return _fresh(
        render(request, "field/sw.js", context, content_type="text/javascript; charset=utf-8")
    )


@open_to_everyone
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the app is installed."""
    kind = "application/manifest+json; charset=utf-8"
    return _fresh(render(request, "field/manifest.webmanifest", content_type=kind))


@open_to_everyone
@gzip_page
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Return every text of the app in both languages."""
    response = HttpResponse(_words(), content_type="application/json; charset=utf-8")
    return _fresh(response)


@lru_cache(maxsize=1)
def addresses() -> list[str]:
    """Return the static files of the app, by the names under which they are served."""
    own = [
        path.relative_to(_OWN).as_posix()
        for path in sorted(_OWN.rglob("*"))
        if path.is_file() and path.suffix not in _LEFT_OUT
    ]
    return [static(name) for name in (*own, *(one for one in _SHARED if finders.find(one)))]


@lru_cache(maxsize=1)
def modules() -> list[str]:
    """Return what the first screen imports, however far behind: fetched at once, not in turn."""
    folder = (_OWN / _FIRST).parent
    found: dict[str, None] = {}
    waiting = [Path(_FIRST).name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return [static(f"field/js/{name}") for name in sorted(found)]


@lru_cache(maxsize=1)
def version() -> str:
    """Return the app's version: of the platform, and of the sum over all its files and texts."""
    total = hashlib.sha256(_words().encode())
    for path in sorted(_OWN.rglob("*")):
        if path.is_file():
            total.update(path.name.encode())
            total.update(path.read_bytes())
    templates = _OWN.parent / "templates" / "field"
    for path in sorted(templates.glob("*")):
        total.update(path.read_bytes())
    return f"{__version__}.{total.hexdigest()[:10]}"


@lru_cache(maxsize=1)
def _words() -> str:
    return json.dumps(words_document(), ensure_ascii=False, separators=(",", ":"))


def _fresh(response: HttpResponse) -> HttpResponse:
    """A phone asks each time whether there is a newer one."""
    response.headers["Cache-Control"] = "no-cache"
    return response
