"""The rulebook a new county starts with; every line is a default to be edited on screen.

Kinds follow the report's own fields of work and the component and event classes of
GB/T 30428; limits follow the ranges seen in practice (2.4.3, 2.6 of the requirements).
"""

from typing import Final

from gege.kernel.working_time import TimeUnit
from gege.matters.rules.rulebook import Kind, LimitRow, Rulebook
from gege.matters.rules.words import (
    Entry,
    Family,
    FirstTime,
    Intent,
    Nature,
    Severity,
    Stage,
    Tier,
)

_GROUPS: Final = {
    "A": ("公用设施", "Public utilities", Nature.COMPONENT, Family.MANAGEMENT),
    "B": ("道路交通", "Roads and traffic", Nature.COMPONENT, Family.MANAGEMENT),
    "C": ("市容环境", "Streets and environment", Nature.EVENT, Family.MANAGEMENT),
    "D": ("安全隐患", "Safety hazards", Nature.EVENT, Family.MANAGEMENT),
    "E": ("矛盾纠纷", "Disputes", Nature.EVENT, Family.SERVICE),
    "F": ("民生服务", "Livelihood services", Nature.SERVICE, Family.SERVICE),
    "G": ("民情民意", "Residents' opinions", Nature.SERVICE, Family.SERVICE),
    "H": ("突发事件", "Emergencies", Nature.EVENT, Family.MANAGEMENT),
}
_FIRST: Final = {
    "A": FirstTime.RESPOND,
    "B": FirstTime.RESPOND,
    "C": FirstTime.RESPOND,
    "D": FirstTime.REMOVE,
    "E": FirstTime.MEDIATE,
    "F": FirstTime.START,
    "G": FirstTime.COLLECT,
    "H": FirstTime.REMOVE,
}

# code, Chinese, English, leads, marks (r routine, m major, o owner first, u urgent, g grave)
_KINDS: Final = (
    ("A01", "路灯不亮", "Street light out", "zhujian", "r"),
    ("A02", "窨井盖破损丢失", "Manhole cover broken or missing", "zhujian", "ou"),
    ("A03", "供水管道漏水", "Water main leaking", "shuiwu", "ou"),
    ("A04", "下水道堵塞", "Sewer blocked", "zhujian", ""),
    ("A05", "燃气设施异常", "Gas facility out of order", "zhujian yingji", "ou"),
    ("A06", "健身器材损坏", "Exercise equipment broken", "wenlv", "r"),
    ("A07", "电线通信线缆垂落", "Cables hanging down", "zhujian", "u"),
    ("B01", "道路坑洼破损", "Pothole or broken road", "jiaotong zhujian", ""),
    ("B02", "交通信号灯故障", "Traffic light broken", "gongan", "ou"),
    ("B03", "占道停车", "Parking on the roadway", "gongan", "r"),
    ("B04", "人行道破损", "Broken pavement", "zhujian", ""),
    ("B05", "公交站牌损坏", "Bus stop sign broken", "jiaotong", ""),
    ("C01", "暴露垃圾", "Exposed rubbish", "chengguan", "r"),
    ("C02", "占道经营", "Trading on the street", "chengguan", "r"),
    ("C03", "乱涂小广告", "Illegal stickers and paint", "chengguan", "r"),
    ("C04", "噪音扰民", "Noise", "huanjing gongan", ""),
    ("C05", "油烟扰民", "Cooking fumes", "huanjing chengguan", ""),
    ("C06", "违章搭建", "Illegal construction", "chengguan zhujian", ""),
    ("C07", "污水排放", "Waste water discharged", "huanjing", ""),
    ("C08", "流浪动物", "Stray animals", "chengguan", "r"),
    ("D01", "消防通道堵塞", "Fire lane blocked", "xiaofang", "u"),
    ("D02", "电动车飞线充电", "E-bike charged by a hanging wire", "xiaofang", "ru"),
    ("D03", "建筑外墙脱落", "Facade falling off", "zhujian", "u"),
    ("D04", "自建房安全隐患", "Unsafe self-built house", "zhujian", "u"),
    ("D05", "燃气泄漏", "Gas leak", "yingji zhujian", "mg"),
    ("D06", "山体滑坡征兆", "Signs of a landslide", "ziran yingji", "mg"),
    ("D07", "电梯故障", "Lift out of order", "shichang", "u"),
    ("D08", "食品安全问题", "Food safety", "shichang", "u"),
    ("D09", "校园周边隐患", "Hazard near a school", "jiaoyu gongan", "u"),
    ("E01", "邻里纠纷", "Dispute between neighbours", "sifa", "r"),
    ("E02", "家庭纠纷", "Family dispute", "sifa fulian", "r"),
    ("E03", "物业纠纷", "Property management dispute", "zhujian sifa", ""),
    ("E04", "劳资纠纷（欠薪）", "Wage arrears", "renshe", "u"),
    ("E05", "消费纠纷", "Consumer dispute", "shichang", ""),
    ("E06", "征地拆迁纠纷", "Expropriation dispute", "ziran sifa", ""),
    ("F01", "低保救助申请", "Minimum living allowance", "minzheng", ""),
    ("F02", "临时救助", "Temporary relief", "minzheng", "u"),
    ("F03", "养老服务", "Care for the elderly", "minzheng", ""),
    ("F04", "残疾人服务", "Services for the disabled", "canlian", ""),
    ("F05", "医保社保办理", "Medical and social insurance", "renshe", "r"),
    ("F06", "就业帮扶", "Help to find work", "renshe", ""),
    ("F07", "生育登记与妇幼服务", "Birth registration, mothers and children", "weijian", "r"),
    ("F08", "入学咨询", "School enrolment", "jiaoyu", "r"),
    ("F09", "证明代办", "Papers fetched for a resident", "", "r"),
    ("F10", "停水停电求助", "No water or power", "shuiwu zhujian", "u"),
    ("G01", "城市建设意见", "Opinion on urban construction", "zhujian", ""),
    ("G02", "环境整治意见", "Opinion on the environment", "huanjing", ""),
    ("G03", "医疗服务意见", "Opinion on medical services", "weijian", ""),
    ("G04", "文化建设意见", "Opinion on culture", "wenlv", ""),
    ("G05", "政策咨询", "Question on policy", "", "r"),
    ("G06", "其他意见建议", "Other opinion or suggestion", "", ""),
    ("H01", "火灾", "Fire", "xiaofang yingji", "mg"),
    ("H02", "洪涝积水", "Flooding", "yingji shuiwu", "mg"),
    ("H03", "群体性事件", "Public gathering in conflict", "gongan xinfang", "mg"),
    ("H04", "疫情报告", "Epidemic report", "weijian", "mg"),
    ("H05", "重大交通事故", "Serious road accident", "gongan", "mg"),
)
_CALLS: Final = frozenset({"G05", "F10", "H01", "H02", "H03", "H04", "H05"})

_D, _H, _C = TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS, TimeUnit.CLOCK_HOURS
_LIMITS: Final = (
    LimitRow(Stage.ACCEPT, 4, _H),
    LimitRow(Stage.ACCEPT, 2, _C, severity=Severity.URGENT),
    LimitRow(Stage.ACCEPT, 1, _C, severity=Severity.GRAVE),
    LimitRow(Stage.DISPATCH, 4, _H),
    LimitRow(Stage.DISPATCH, 1, _C, severity=Severity.GRAVE),
    LimitRow(Stage.ACKNOWLEDGE, 4, _H),
    LimitRow(Stage.ACKNOWLEDGE, 1, _C, severity=Severity.GRAVE),
    LimitRow(Stage.HANDLE, 5, _D),
    LimitRow(Stage.HANDLE, 1, _D, tier=Tier.GRID),
    LimitRow(Stage.HANDLE, 3, _D, tier=Tier.STATION),
    LimitRow(Stage.HANDLE, 7, _D, tier=Tier.DEPARTMENT),
    LimitRow(Stage.HANDLE, 16, _H, severity=Severity.URGENT),
    LimitRow(Stage.HANDLE, 8, _H, severity=Severity.URGENT, tier=Tier.GRID),
    LimitRow(Stage.HANDLE, 24, _C, severity=Severity.GRAVE),
    LimitRow(Stage.HANDLE, 4, _C, severity=Severity.GRAVE, tier=Tier.GRID),
    LimitRow(Stage.HANDLE, 15, _D, kind="E06"),
    LimitRow(Stage.HANDLE, 20, _D, kind="F01"),
    LimitRow(Stage.HANDLE, 15, _D, kind="C06"),
    LimitRow(Stage.HANDLE, 10, _D, kind="D04"),
    LimitRow(Stage.HANDLE, 24, _C, kind="A03"),
    LimitRow(Stage.HANDLE, 24, _C, kind="F10"),
    LimitRow(Stage.VERIFY, 2, _D),
    LimitRow(Stage.CALL_BACK, 3, _D),
    LimitRow(Stage.FIRST_TIME, 1, _D),
    LimitRow(Stage.FIRST_TIME, 8, _H, severity=Severity.URGENT),
    LimitRow(Stage.FIRST_TIME, 2, _C, severity=Severity.GRAVE),
    *(LimitRow(Stage.FIRST_TIME, 3, _D, kind=code) for code in ("E03", "E05", "E06")),
)


def default_rulebook() -> Rulebook:
    """Return the first edition of a new county; its number is given when it is published."""
    return Rulebook(0, tuple(_kind(*row) for row in _KINDS), _LIMITS)


def _kind(code: str, name_zh: str, name_en: str, leads: str, marks: str) -> Kind:
    group_zh, group_en, nature, family = _GROUPS[code[0]]
    severity = Severity.NORMAL
    if "u" in marks:
        severity = Severity.URGENT
    if "g" in marks:
        severity = Severity.GRAVE
    intent = Intent.REQUEST
    if code[0] == "G" and code != "G05":
        intent = Intent.IDEA
    elif code in _CALLS:
        intent = Intent.CALL
    return Kind(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        group_zh=group_zh,
        group_en=group_en,
        nature=nature,
        family=family,
        intent=intent,
        first_time=_FIRST[code[0]],
        entry=Entry.OWNER if "o" in marks else Entry.LOCALITY,
        severity=severity,
        routine="r" in marks,
        major="m" in marks,
        leads=tuple(leads.split()),
    )
