"""The browser parts: which files of which packages stand among the static files after set-up.

They come from locked packages of the npm registry and are copied, never committed: the
e-government extranet has no internet, so a page loads nothing from another host.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

VENDOR: Final = Path(__file__).resolve().parents[1] / "desk" / "static" / "vendor"
PARTS: Final[Mapping[str, str]] = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.js.map": "leaflet/leaflet.js.map",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images/layers.png": "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png": "leaflet/images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": "leaflet/images/marker-shadow.png",
    "@getodk/xforms-engine/dist/index.js": "xforms-engine/index.js",
    "@getodk/xforms-engine/dist/index.js.map": "xforms-engine/index.js.map",
}
"""File of an installed package -> file under `static/vendor/`."""


def missing_parts(vendor: Path = VENDOR) -> list[str]:
    """Return the browser parts that do not stand among the static files."""
    return [target for target in PARTS.values() if not (vendor / target).is_file()]
