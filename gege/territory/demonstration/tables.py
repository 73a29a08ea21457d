"""The names of the demonstration county.

Townships and communities are public administrative names with their statistical codes (National
Bureau of Statistics, 12-digit codes for urban and rural areas; the ten communities of the county
seat as listed in 2016). Everything drawn, counted or telephoned in the demonstration is made up.
"""

from typing import Final, NamedTuple


class Place(NamedTuple):
    code: str
    name_zh: str
    name_en: str


class Neighbourhood(NamedTuple):
    """A community: `east`, `north` its middle in km from the middle of its town; its grids."""

    code: str
    name_zh: str
    name_en: str
    east: float
    north: float
    grids: int


class Department(NamedTuple):
    code: str
    short_zh: str
    name_zh: str
    name_en: str


COUNTY: Final = Place("511622", "武胜县", "Wusheng County")
SEAT: Final = "511622100"
SECOND_TOWN: Final = "511622102"

TOWNSHIPS: Final = (
    Place("511622100", "沿口镇", "Yankou Town"),
    Place("511622101", "中心镇", "Zhongxin Town"),
    Place("511622102", "烈面镇", "Liemian Town"),
    Place("511622103", "飞龙镇", "Feilong Town"),
    Place("511622104", "乐善镇", "Leshan Town"),
    Place("511622105", "万善镇", "Wanshan Town"),
    Place("511622106", "龙女镇", "Longnü Town"),
    Place("511622107", "三溪镇", "Sanxi Town"),
    Place("511622108", "赛马镇", "Saima Town"),
    Place("511622109", "胜利镇", "Shengli Town"),
    Place("511622110", "金牛镇", "Jinniu Town"),
    Place("511622111", "清平镇", "Qingping Town"),
    Place("511622112", "街子镇", "Jiezi Town"),
    Place("511622113", "万隆镇", "Wanlong Town"),
    Place("511622114", "礼安镇", "Li'an Town"),
    Place("511622115", "华封镇", "Huafeng Town"),
    Place("511622116", "宝箴塞镇", "Baozhensai Town"),
    Place("511622117", "石盘镇", "Shipan Town"),
    Place("511622118", "鸣钟镇", "Mingzhong Town"),
    Place("511622201", "真静乡", "Zhenjing Township"),
    Place("511622202", "猛山乡", "Mengshan Township"),
    Place("511622203", "双星乡", "Shuangxing Township"),
    Place("511622208", "鼓匠乡", "Gujiang Township"),
)

PILOT_COMMUNITIES: Final = (
    Neighbourhood("511622100001", "解放路社区", "Jiefang Road Community", 0.0, 0.1, 12),
    Neighbourhood("511622100002", "城北社区", "Chengbei Community", 0.1, 1.0, 11),
    Neighbourhood("511622100003", "建设北路社区", "Jianshe North Road Community", -0.6, 0.7, 12),
    Neighbourhood("511622100004", "定远街社区", "Dingyuan Street Community", 0.55, -0.25, 12),
    Neighbourhood("511622100005", "印山社区", "Yinshan Community", -0.95, -0.05, 11),
    Neighbourhood("511622100006", "河东社区", "Hedong Community", 1.25, 0.2, 13),
    Neighbourhood("511622100007", "城南社区", "Chengnan Community", -0.05, -0.95, 11),
    Neighbourhood("511622100008", "石桥社区", "Shiqiao Community", -0.8, -0.8, 10),
    Neighbourhood("511622100009", "利民社区", "Limin Community", 0.8, 0.8, 12),
    Neighbourhood("511622100010", "迎宾社区", "Yingbin Community", 0.8, -0.95, 12),
)
PILOT_GRIDS: Final = 116
"""R-034. The counts above add up to it; a test says so."""

OTHER_COMMUNITIES: Final = (
    Neighbourhood("511622102001", "中山社区", "Zhongshan Community", -0.35, 0.1, 4),
    Neighbourhood("511622102002", "烈渝社区", "Lieyu Community", 0.35, -0.1, 3),
)

DEDICATED_GRIDS: Final = {
    "511622100001012": ("中心市场", "Central Market"),
    "511622100006013": ("河东产业园", "Hedong Business Park"),
    "511622100010012": ("迎宾校区", "Yingbin Campus"),
}
"""Dedicated grids (专属网格): invented places inside the town."""

DEPARTMENTS: Final = (
    Department("sifa", "司法局", "武胜县司法局", "Justice Bureau"),
    Department("renshe", "人社局", "武胜县人力资源和社会保障局", "Employment and Social Security"),
    Department("weijian", "卫健局", "武胜县卫生健康局", "Health Bureau"),
    Department("zhujian", "住建局", "武胜县住房和城乡建设局", "Housing and Construction Bureau"),
    Department("minzheng", "民政局", "武胜县民政局", "Civil Affairs Bureau"),
    Department("gongan", "公安局", "武胜县公安局", "Public Security Bureau"),
    Department("jiaoyu", "教体局", "武胜县教育和体育局", "Education and Sports Bureau"),
    Department("chengguan", "城管局", "武胜县城市管理局", "Urban Management Bureau"),
    Department("yingji", "应急局", "武胜县应急管理局", "Emergency Management Bureau"),
    Department("xiaofang", "消防大队", "武胜县消防救援大队", "Fire and Rescue Brigade"),
    Department("shichang", "市场监管局", "武胜县市场监督管理局", "Market Regulation Bureau"),
    Department("huanjing", "生态环境局", "武胜生态环境局", "Ecology and Environment Bureau"),
    Department("ziran", "自然资源局", "武胜县自然资源和规划局", "Natural Resources Bureau"),
    Department("jiaotong", "交通局", "武胜县交通运输局", "Transport Bureau"),
    Department("shuiwu", "水务局", "武胜县水务局", "Water Bureau"),
    Department("wenlv", "文旅局", "武胜县文化广播电视和旅游局", "Culture and Tourism Bureau"),
    Department("nongye", "农业农村局", "武胜县农业农村局", "Agriculture and Rural Affairs Bureau"),
    Department("xinfang", "信访局", "武胜县信访局", "Letters and Calls Bureau"),
    Department("canlian", "残联", "武胜县残疾人联合会", "Disabled Persons' Federation"),
    Department("fulian", "妇联", "武胜县妇女联合会", "Women's Federation"),
    Department("tuanwei", "团县委", "共青团武胜县委员会", "Youth League Committee"),
    Department("yibao", "医保局", "武胜县医疗保障局", "Healthcare Security Bureau"),
)
"""The 22 of R-036 as they stand today: six by name in the report, the others by default 1.8."""

FAMILY_PLANNING: Final = Department(
    "jisheng", "计生局", "武胜县人口和计划生育局", "Population and Family Planning Bureau"
)
"""Named in the report and dissolved since; the health bureau does its work."""

BRANCHES: Final = (
    Department("chengguan-yankou", "城管中队", "沿口镇城市管理执法中队", "Yankou Urban Management"),
    Department("sifa-yankou", "司法所", "沿口镇司法所", "Yankou Justice Office"),
    Department("minzheng-yankou", "民政办", "沿口镇民政办公室", "Yankou Civil Affairs Office"),
)
"""Branches in the county seat; the code before the hyphen is the department above."""

SURNAMES: Final = "陈林黄周吴徐孙马朱胡郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶杜苏魏程吕"
