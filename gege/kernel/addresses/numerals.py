"""Numbers of addresses that are written in Chinese: 十二号, 五〇一室, 二单元."""

import re
from typing import Final

_DIGITS: Final = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "两": "2",
}
_SIGNS: Final = "〇○零一二两三四五六七八九十百廿卅"
# Only before a word that a number belongs to: 三元街 and 百货大楼 keep their names.
_BEFORE: Final = "号栋幢座楼层室房组社队户门梯巷弄段附-"
_WRITTEN: Final = re.compile(
    rf"[{_SIGNS}]+(?=[{_BEFORE}]|单元|村民小组|居民小组)|(?<=[-单元楼层室栋幢座号])[{_SIGNS}]+$"
)


def arabic(text: str) -> str:
    """Return an address whose Chinese numbers before such words are written in digits."""
    return _WRITTEN.sub(lambda match: _number(match[0]), text)


def _number(signs: str) -> str:
    """Read a number below a thousand, or digits one by one; what is neither stays as it is."""
    signs = signs.replace("廿", "二十").replace("卅", "三十")
    if not ("十" in signs or "百" in signs):
        return "".join(_DIGITS[sign] for sign in signs)
    total, digit = 0, 0
    for sign in signs:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = int(_DIGITS[sign])
    return str(total + digit)
