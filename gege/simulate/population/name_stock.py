"""Names that sound like the people of a county, by the decade of birth.

The hundred surnames stand in the order of the national report on names of 2020 (公安部,
二〇二〇年全国姓名报告). The shares of the first ten are of that report, in hundred thousands of
people; the others fall off so that the hundred together make 86 per cent. Given names are put
together from characters that were popular in their time; these reports name many of them.
"""

from itertools import accumulate
from random import Random
from typing import Final

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_RARE: Final = (
    *"汤赖洪施牛单解查仇区翟葛乐宁燕柯温庞樊兰殷颜倪文易聂鲁关阎萧傅代",
    *("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "令狐"),
)
_FIRST: Final = (1015, 1009, 954, 721, 633, 462, 337, 286, 278, 268)
_SHARES: Final[tuple[float, ...]] = (
    *_FIRST,
    *(230.0 * 0.9642 ** float(place) for place in range(len(_SURNAMES) - len(_FIRST))),
    *(9.0 for _surname in _RARE),
)
SURNAMES: Final[tuple[str, ...]] = (*_SURNAMES, *_RARE)
_SURNAMES_UP_TO: Final = tuple(accumulate(_SHARES))

# Characters of given names: of men and of women, by the decade from which they were given.
_GIVEN: Final = {
    ("1", 1900): "国建华文德明光志成福贵兴祥荣富才安云清忠义仁礼寿长永世昌海山水金银生根全有发万",
    ("1", 1950): "建国华军民卫平东红胜利志文明强勇刚伟德成林海峰春生荣新光忠祥学家兵跃进援朝解放",
    ("1", 1970): "伟强军勇涛磊斌波刚辉健鹏杰峰超明亮俊飞志文建国林海洋华平东鑫龙彬毅旭凯江川宏",
    ("1", 1990): "浩宇杰鑫磊涛俊鹏飞龙超凯旭阳博文伟豪帆帅星辰翔宁航天佳睿晨峰林子轩志明成铭威",
    ("1", 2005): "子轩浩宇梓涵俊博文睿泽宸铭皓煜晨奕辰沐霖一诺嘉懿瑞佳逸航思远昊天乐恒瀚钰喆弈熙",
    ("2", 1900): "秀英玉兰珍芳桂华素清淑贞凤莲琼琼香翠菊云碧容群惠芝明德志先正元万永仁光世大成金银",
    ("2", 1950): "秀英兰玉芳桂华素琼珍淑群碧容蓉丽萍霞红梅英建敏玲琴莉静燕春秋小晓惠蓉芬菊翠云清莲",
    ("2", 1970): "丽敏静艳娟霞燕红梅玲芳萍莉琴英华春晓小琼蓉雪丹洁慧娜倩芬婷雯琳颖蕾莹佳凤玉秀利",
    ("2", 1990): "婷雪佳怡欣颖雨琪梦瑶思雅静慧琳莹倩露洁丹文雯菲萌璐玉欢悦馨蓉晓小嘉诗涵艺蕾敏娜",
    ("2", 2005): "梓涵欣怡诗雨萱若汐一诺语桐子妍思彤可馨雨泽佳悦梦瑶依沐芮嘉琪艺钰潼茜芷柠安然乐",
}  # fmt: skip
_SINGLE: Final = {1900: 0.12, 1950: 0.22, 1970: 0.45, 1990: 0.32, 2005: 0.08}
"""The share of given names of one character, by decade."""
_DECADES: Final = (2005, 1990, 1970, 1950, 1900)


def surname(chance: Random) -> str:
    (found,) = chance.choices(SURNAMES, cum_weights=_SURNAMES_UP_TO)
    return found


def given_name(chance: Random, sex: str, year: int, shared: str = "") -> str:
    """Return a given name; with `shared` (a character of the siblings) it has two characters."""
    decade = next(first for first in _DECADES if year >= first or first == 1900)
    signs = _GIVEN[sex, decade]
    last = signs[int(chance.random() * len(signs))]
    if shared:
        return shared + last
    if chance.random() < _SINGLE[decade]:
        return last
    return signs[int(chance.random() * len(signs))] + last
