"""Hot issues of the made-up county, in every state that the public list knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gege.portal.actions.issues import (
    Said,
    approve_issue,
    hide_issue,
    rewrite_issue,
    send_issue_back,
    write_issue,
)
from gege.portal.models import HotIssue
from gege.staff.api import Actor
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Told:
    """An issue: days before now, and the words of each time; `fate` of the last of them."""

    age: int
    topic: str
    title: str
    owner: str
    plan: str
    words: tuple[tuple[str, str], ...]
    fate: str = "shown"


ISSUES: Final = (
    Told(48, "education", "城区小学放学拥堵", "jiaoyu", "九月划出接送区，年底前打通学校后巷。",
         (("planned", ""), ("working", ""),
          ("done", "接送区已启用，后巷已通车，放学时段增派执勤。"))),
    Told(41, "health", "县医院挂号排队久", "weijian", "增设自助机，开设晚间门诊。",
         (("planned", ""), ("working", "已增设八台自助机；晚间门诊下月试行。"))),
    Told(33, "employment", "返乡人员找工作难", "renshe", "每月一场招聘会，进乡镇、进社区。",
         (("planned", ""), ("working", ""))),
    Told(26, "social_security", "异地医保报销慢", "renshe", "开通线上备案，压缩审核时间。",
         (("planned", ""),)),
    Told(19, "environment", "河边夜间烧烤油烟", "chengguan", "划定经营区，限时经营。",
         (("planned", ""), ("working", "")), "hidden"),
    Told(6, "education", "学前班学位紧张", "jiaoyu", "新建两所公办园，秋季招生。",
         (("planned", ""),), "proposed"),
    Told(4, "health", "社区门诊周末不开", "weijian", "协调轮值。",
         (("planned", ""),), "sent_back"),
)  # fmt: skip


def tell_issues(writer: Actor, other: Actor, atlas: Atlas, *, now: datetime) -> Iterator[HotIssue]:
    """Write the issues through their real deeds, those whose department the county has."""
    for told in ISSUES:
        if atlas.unit_by_code(told.owner) is None:
            continue
        yield _one(told, writer, other, now)


def _one(told: Told, writer: Actor, other: Actor, now: datetime) -> HotIssue:
    at = now - timedelta(days=told.age)
    issue = None
    for standing, answer in told.words:
        said = Said(told.topic, told.title, told.plan, answer, told.owner, standing)
        if issue is None:
            issue = write_issue(said, by=writer, now=at)
        else:
            issue = rewrite_issue(issue.uid, said, by=writer, now=at)
        if told.fate in ("shown", "hidden"):
            issue = approve_issue(issue.uid, by=other, now=at + timedelta(hours=2))
        at += timedelta(days=8)
    assert issue is not None  # each is told at least once
    if told.fate == "hidden":
        at = now - timedelta(days=2)
        return hide_issue(issue.uid, reason="方案调整，重新征求意见", by=other, now=at)
    if told.fate == "sent_back":
        at = now - timedelta(days=3)
        return send_issue_back(issue.uid, reason="请写明何时开诊", by=other, now=at)
    return issue
