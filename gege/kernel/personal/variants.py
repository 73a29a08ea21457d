"""Characters that are one in a name although they are written differently.

The variant key is for finding and comparing: the name that is shown stays as it was written.
Traditional forms come from OpenCC's table of characters (t2s). Beside them stand forms of the
Table of General Standard Chinese Characters (通用规范汉字表, 2013, annex 1) that occur in names,
some of which that table made standard again for names (喆, 堃, 犇, 淼, 昇, 甦 …), and surnames that
the withdrawn second scheme of simplification (1977) left in two spellings (萧 and 肖, 阎 and 闫).
"""

from functools import cache
from typing import Final

import opencc

# The standard character first, then what is written for it in names.
_FORMS: Final = """
哲喆 坤堃 奔犇 和龢 苏甦 升昇陞 佩珮 耀燿 浚濬 昆崑崐 岩嵒喦巖 颖頴颕 凭凴慿 群羣 峰峯
翱翺 娴嫺 辉煇 强彊 修脩 秘祕 笋筍 遍徧 邻隣 村邨 柏栢 栖棲 梅楳槑 梁樑 照炤 晰皙晳 暖煖煗
炮砲 珍珎 琅瑯 璇璿 略畧 冰氷 秋秌穐 绵緜 耕畊 妍姸 姗姍 姻婣 宝寳 寇冦 岁嵗 岳嶽 弦絃
彩綵 恒恆 志誌 德徳悳惪 敕勅勑 同仝 回囘廻 国囯 墙牆 奇竒 剑劎 匀勻 野埜 渺淼 钟锺 惠恵
清淸 青靑 真眞 净浄 晋晉 黄黃 吴呉吳 吕呂 锦錦 零〇 映暎 眉睂 凉涼 鹅鵞 雁鴈 雕鵰 鉴鑑鑒
韵韻 鲜鱻 麟麐 草艸 猫貓 泛氾汎 启啓啟唘 昂昻 晁鼂 欢懽讙 烟菸 玩翫 瑶瑤 瓶缾 盖葢 禄祿
稚穉 粽糉 线綫 艳豓艷 莲蓮 裙帬 谣謡 闲閒 颜顔
"""
_SURNAMES: Final = {
    "肖": "萧",
    "闫": "阎",
    "付": "傅",
    "代": "戴",
    "兰": "蓝",
    "占": "詹",
    "邱": "丘",
    "予": "于",
}


@cache
def _table() -> dict[int, str]:
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
    signs = [chr(code) for first, end in blocks for code in range(first, end)]
    plain = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")
    table = {ord(sign): one for sign, one in zip(signs, plain, strict=True) if sign != one}
    for forms in _FORMS.split():
        table |= {ord(sign): forms[0] for sign in forms[1:]}
    return table


def folded(text: str) -> str:
    """Return a text whose variant and traditional characters are written one way."""
    return text.translate(_table())


def folded_surname(surname: str) -> str:
    """Return a surname written one way, also where two spellings of it are in use."""
    plain = folded(surname)
    return _SURNAMES.get(plain, plain)
