"""How values go wrong on their way through departments: each slip takes a value and returns it."""

from datetime import date
from functools import cache
from random import Random
from typing import Final

from gege.kernel.personal.pinyin import surname_length, syllables
from gege.simulate.population.name_stock import SURNAMES
from gege.simulate.population.records import Dwelling

_PAIRS: Final = """
国國 华華 陈陳 刘劉 张張 杨楊 赵趙 兰蘭 凤鳳 丽麗 龙龍 峰峯 喆哲 明眀 强彊
闫阎 阎闫 萧肖 傅付 付傅 戴代 代戴 云雲 红紅 荣榮 伟偉 军軍 贵貴 发發 东東
卫衛 爱愛 莲蓮 兴興 静靜 艳艷 珍珎 晓曉 吕呂 吴吳 韩韓 邓鄧
"""
_VARIANTS: Final = {pair[0]: pair[1] for pair in _PAIRS.split()}
_GIVEN: Final = (
    "明铭鸣名伟炜玮苇国果建健剑华花桦军君均俊英瑛颖莹平萍苹屏红宏洪鸿虹志智致芝文雯闻强墙蔷"
    "芳方坊丽莉利力立玲林琳霖临秀绣锈珍真贞针兰岚澜燕艳雁彦海亥波博勃涛韬桃峰锋枫丰龙隆荣蓉"
    "金锦进晋春纯淳成诚城程永勇咏泳云芸允飞菲妃雪学辉晖慧惠会佳嘉家加梅美媚敏民闵静晶京晴清青"
    "庆琴勤钦芹桂贵归义毅艺忆怡宜仪祥翔详才材财财超朝晨辰晓小笑生升声胜圣东冬栋梓子紫涵函晗"
    "轩宣萱浩昊皓宇羽雨语玉钰诗思斯欣心鑫馨新瑶遥尧婷庭亭洁杰捷娟涓鹃娜纳倩茜欠"
)
_DIGITS: Final = "零一二三四五六七八九"


@cache
def _by_sound() -> dict[str, str]:
    sounds: dict[str, str] = {}
    for sign in dict.fromkeys(_GIVEN):
        (sound,) = syllables("李" + sign)[1:]
        sounds[sound] = sounds.get(sound, "") + sign
    return sounds


@cache
def _surnames_by_sound() -> dict[str, tuple[str, ...]]:
    sounds: dict[str, tuple[str, ...]] = {}
    for one in SURNAMES:
        sound = " ".join(syllables(one))
        sounds[sound] = (*sounds.get(sound, ()), one)
    return sounds


def homophone(chance: Random, name: str) -> str:
    """Write a character by another of the same sound; the name itself when there is none."""
    cut = surname_length(name)
    if chance.random() < 0.15:
        sound = " ".join(syllables(name[:cut]))
        others = [one for one in _surnames_by_sound().get(sound, ()) if one != name[:cut]]
        return chance.choice(others) + name[cut:] if others else name
    place = cut + int(chance.random() * (len(name) - cut))
    if place >= len(name):
        return name
    (sound,) = syllables("李" + name[place])[1:]
    others = [sign for sign in _by_sound().get(sound, "") if sign != name[place]]
    return name[:place] + chance.choice(others) + name[place + 1 :] if others else name


def variant(chance: Random, name: str) -> str:
    """Write one character in its traditional or variant form."""
    places = [place for place, sign in enumerate(name) if sign in _VARIANTS]
    if not places:
        return name
    place = chance.choice(places)
    return name[:place] + _VARIANTS[name[place]] + name[place + 1 :]


def digit_slip(chance: Random, digits: str) -> str:
    """Type one digit wrong."""
    place = int(chance.random() * min(17, len(digits)))
    wrong = str((int(digits[place]) + 1 + int(chance.random() * 9)) % 10)
    return digits[:place] + wrong + digits[place + 1 :]


def transposed(chance: Random, digits: str) -> str:
    """Change two neighbouring digits that are not the same."""
    places = [place for place in range(6, 16) if digits[place] != digits[place + 1]]
    if not places:
        return digits
    place = chance.choice(places)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def date_spelling(chance: Random, day: date) -> str:
    luck = chance.random()
    if luck < 0.4:
        return f"{day.year:04d}{day.month:02d}{day.day:02d}"
    if luck < 0.7:
        return day.isoformat()
    if luck < 0.85:
        return f"{day.year}.{day.month}.{day.day}"
    return f"{day.year}年{day.month}月{day.day}日" if luck < 0.95 else f"{day:%Y/%m/%d}"


def address_spelling(chance: Random, home: Dwelling) -> str:
    """Write an address in one of the ways that are in use."""
    if home.group:
        end = chance.choice(("组", "社"))
        return f"{home.community}村{home.group}{end}{home.number}号"
    road, number, building, unit, room = home.road, home.number, home.building, home.unit, home.room
    door = int(room[-2:])
    way = int(chance.random() * 8)
    if way == 0:
        return f"{road}{number}-{building}-{unit}-{room}"
    if way == 1:
        return f"{road}{number}号{building}幢{unit}单元{home.floor}楼{door}号"
    if way == 2:
        return f"{road}{number}号{building}号楼{unit}-{home.floor}-{door}"
    if way == 3 and home.estate:
        return f"{home.estate}{building}栋{unit}单元{room}"
    if way == 4:
        return f"武胜县沿口镇{home.community}社区{road}{number}号{building}栋{unit}单元{room}室"
    if way == 5:
        return full_width(f"{road}{number}号{building}栋{unit}单元{room}")
    if way == 6 and len(building) == 1 and len(unit) == 1:
        return f"{road}{number}号{_DIGITS[int(building)]}栋{_DIGITS[int(unit)]}单元{room}"
    return f"{road}{number}号{building}-{unit}-{room}"


def phone_spelling(chance: Random, phone: str) -> str:
    luck = chance.random()
    if luck < 0.05:
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    if luck < 0.08:
        return f"+86{phone}"
    return full_width(phone) if luck < 0.1 else phone
