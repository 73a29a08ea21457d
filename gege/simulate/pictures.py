"""Drawn placeholders for photographs, marked as such; nothing in them was ever seen."""

import io
import random
from collections.abc import Collection
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (640, 480)
PICTURES: Final = 12
_FONTS: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "msyh.ttc",
)
_GROUNDS: Final = ("#dfe7ea", "#e8e2d6", "#dbe5da", "#e4dfe8")
_SHAPES: Final = ("#5c7c8a", "#a0784c", "#5f8a63", "#7c6690")


class Album:
    """A few pictures, drawn once and used again."""

    def __init__(self) -> None:
        self._drawn: dict[int, bytes] = {}

    def pick(
        self, chance: random.Random, *, after: bool, had: Collection[str] = ()
    ) -> "UploadedFile[bytes] | None":
        """Return a picture as somebody would upload it: before the work or after it.

        `had` names the pictures that the matter has; None when it has them all.
        """
        when = "after" if after else "before"
        names = {f"{when}-{number + 1}.jpg": number for number in range(PICTURES)}
        left = [name for name in names if name not in had]
        if not left:
            return None
        name = chance.choice(left)
        number = names[name] + (PICTURES if after else 0)
        if number not in self._drawn:
            self._drawn[number] = draw(number, after=after)
        return SimpleUploadedFile(name, self._drawn[number], "image/jpeg")


def draw(number: int, *, after: bool) -> bytes:
    """Draw a scene of plain shapes with its label; the same number draws the same picture."""
    luck = random.Random(number)  # noqa: S311 - shapes on a placeholder
    picture = Image.new("RGB", SIZE, luck.choice(_GROUNDS))
    pen = ImageDraw.Draw(picture)
    wide, high = SIZE
    pen.rectangle((0, high * 2 // 3, wide, high), fill="#b8b8b0")
    for _ in range(4):
        left, top = luck.randrange(wide - 120), luck.randrange(80, high // 2)
        colour = luck.choice(_SHAPES)
        pen.rectangle((left, top, left + luck.randrange(60, 150), high * 2 // 3), fill=colour)
    if not after:
        x, y = luck.randrange(120, wide - 160), high * 3 // 4
        pen.ellipse((x, y, x + 130, y + 46), fill="#4a4a46", outline="#2f2f2c", width=3)
    words, large, small = _words(number, after=after)
    pen.rectangle((0, 0, wide, 58), fill="#ffffff")
    pen.text((16, 10), words, fill="#333333", font=large)
    pen.text((wide - 120, 18), f"No. {number % PICTURES + 1}", fill="#666666", font=small)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _words(number: int, *, after: bool) -> tuple[str, Font, Font]:
    """Return the label and fonts; in English where no Chinese font is installed."""
    for name in _FONTS:
        try:
            large, small = ImageFont.truetype(name, 32), ImageFont.truetype(name, 20)
        except OSError:
            continue
        return f"演示照片 · {'处理后' if after else '处理前'}", large, small
    plain = ImageFont.load_default(28)
    return f"Demonstration picture, {'after' if after else 'before'}", plain, plain
