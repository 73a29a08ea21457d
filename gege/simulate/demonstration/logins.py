"""The log-ins of the demonstration: one for each role, and a stranger of another town."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from gege.staff.api import Role

PASSWORD: Final = "Gege-demo-2026"  # noqa: S105 - of the demonstration only


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One log-in of the demonstration. `role` and `post` are told in Chinese and English."""

    login_name: str
    role: str
    post: str
    code: str
    kind: Role
    password: str = PASSWORD


LOGINS: Final = (
    DemoLogin(
        "wangge01",
        "网格员 grid worker",
        "解放路社区第1网格 Grid 1, Jiefang Road",
        "511622100001001",
        Role.GRID_WORKER,
    ),
    DemoLogin(
        "shequ01",
        "社区站 station clerk",
        "解放路社区服务管理站 Jiefang Road station",
        "511622100001",
        Role.STATION_CLERK,
    ),
    DemoLogin(
        "xiangzhen01",
        "乡镇中心 township operator",
        "沿口镇服务管理中心 Yankou Town centre",
        "511622100",
        Role.TOWNSHIP_OPERATOR,
    ),
    DemoLogin(
        "paiqian01",
        "县中心派遣 county dispatcher",
        "武胜县监管中心 county centre",
        "511622",
        Role.COUNTY_DISPATCHER,
    ),
    DemoLogin(
        "jianguan01",
        "县中心监督 county supervisor",
        "武胜县监管中心 county centre",
        "511622",
        Role.COUNTY_SUPERVISOR,
    ),
    DemoLogin(
        "bumen01",
        "职能部门 department officer",
        "住房和城乡建设局 Housing and Construction",
        "zhujian",
        Role.DEPARTMENT_OFFICER,
    ),
    DemoLogin(
        "rexian01",
        "热线 hotline operator",
        "武胜县监管中心 county centre",
        "511622",
        Role.HOTLINE_OPERATOR,
    ),
    DemoLogin(
        "jiancha01",
        "电子监察 electronic supervisor",
        "武胜县监管中心 county centre",
        "511622",
        Role.ELECTRONIC_SUPERVISOR,
    ),
    DemoLogin(
        "guanli01",
        "管理员 administrator",
        "武胜县监管中心 county centre",
        "511622",
        Role.ADMINISTRATOR,
    ),
    DemoLogin(
        "waizhen01",
        "外镇社区站 station clerk elsewhere",
        "烈面镇中山社区服务管理站 Zhongshan station, Liemian Town",
        "511622102001",
        Role.STATION_CLERK,
    ),
)


def demo_logins() -> tuple[DemoLogin, ...]:
    """Return the log-ins of the demonstration, one per role and the stranger."""
    return LOGINS


def password_of(login_name: str) -> str | None:
    """Return the password of a well-known log-in; None for others and outside the demonstration.

    Who has none cannot log in until an administrator resets the password.
    """
    known = any(one.login_name == login_name for one in LOGINS)
    return PASSWORD if known and settings.GEGE_DEMO else None
