"""QR codes drawn into a page."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_picture(text: str) -> SafeString:
    """Return a code as an SVG that stands in the page; a quarter of it may be lost."""
    drawn = segno.make(text, error="q", micro=False)
    svg = drawn.svg_inline(scale=8, border=2, omitsize=True, title=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - drawn by the library out of squares alone
