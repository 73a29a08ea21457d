"""The browser parts: which files of which packages stand among the static files after set-up.

They come from locked packages of the npm registry and are copied, never committed: the
e-government extranet has no internet, so a page loads nothing from another host.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_GEGE: Final = Path(__file__).resolve().parents[1]
VENDOR: Final = _GEGE / "desk" / "static" / "vendor"
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

FONTS: Final = _GEGE / "kernel" / "papers" / "fonts"
"""The letters of papers. They stand in what a PDF carries, so no browser is given them."""
_NOTO: Final = "@expo-google-fonts/noto-sans-sc"
LETTERS: Final[Mapping[str, str]] = {
    f"{_NOTO}/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC_400Regular.ttf",
    f"{_NOTO}/700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC_700Bold.ttf",
    f"{_NOTO}/LICENSE_FONT": "LICENSE_FONT",
}
"""File of an installed package -> file in the folder of fonts."""


def missing_parts(vendor: Path = VENDOR) -> list[str]:
    """Return the browser parts that do not stand among the static files."""
    return [target for target in PARTS.values() if not (vendor / target).is_file()]
