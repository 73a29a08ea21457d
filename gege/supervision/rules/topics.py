"""Topics of opinions, and which department answers for each: one edition (R-101)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class Topic(StrEnum):
    """What residents have opinions about, after the county's report; and everything else."""

    URBAN = "urban"
    ENVIRONMENT = "environment"
    MEDICAL = "medical"
    CULTURE = "culture"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TopicLine:
    """The kinds of matters that belong to a topic, and the code of the department that answers;
    "" for none: then nobody is sent a digest, and the list says so."""

    kinds: tuple[str, ...]
    department: str


_LINES: Final[Mapping[Topic, TopicLine]] = {
    Topic.URBAN: TopicLine(("G01",), "zhujian"),
    Topic.ENVIRONMENT: TopicLine(("G02",), "huanjing"),
    Topic.MEDICAL: TopicLine(("G03",), "weijian"),
    Topic.CULTURE: TopicLine(("G04",), "wenlv"),
    Topic.OTHER: TopicLine(("G06",), "xinfang"),
}


@dataclass(frozen=True, slots=True)
class TopicRules:
    """One edition. A digest is to be answered within working days."""

    days: int = 10
    lines: Mapping[Topic, TopicLine] = field(default_factory=lambda: dict(_LINES))

    def topic_of(self, kind: str, intent: str) -> Topic | None:
        """Return the topic of a matter: that of its kind; an idea of any other kind is `other`."""
        for topic, line in self.lines.items():
            if kind in line.kinds:
                return topic
        return Topic.OTHER if intent == "idea" else None


RANGES: Final[Mapping[str, tuple[int, int]]] = {"days": (1, 60)}
MOST_KINDS: Final = 40


def topic_problems(rules: TopicRules) -> list[str]:
    """Return the fields that are out of range or say one kind twice; empty when sound."""
    least, most = RANGES["days"]
    wrong = [] if least <= rules.days <= most else ["days"]
    said: set[str] = set()
    for topic in Topic:
        line = rules.lines.get(topic)
        if line is None or len(line.department) > 20 or len(line.kinds) > MOST_KINDS:
            wrong.append(str(topic))
            continue
        if said & set(line.kinds) or len(set(line.kinds)) != len(line.kinds):
            wrong.append(str(topic))
        said |= set(line.kinds)
    return wrong


def topics_to_json(rules: TopicRules) -> dict[str, Any]:
    return {
        "days": rules.days,
        "lines": {
            str(topic): {"kinds": list(line.kinds), "department": line.department}
            for topic, line in rules.lines.items()
        },
    }


def topics_from_json(document: Mapping[str, Any]) -> TopicRules:
    """Read an edition; what an older one does not say is as by default."""
    lines = dict(_LINES)
    for topic in Topic:
        said = document.get("lines", {}).get(str(topic))
        if said is not None:
            lines[topic] = TopicLine(tuple(said["kinds"]), said["department"])
    return TopicRules(int(document.get("days", 10)), lines)
