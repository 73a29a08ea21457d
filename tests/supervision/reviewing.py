"""A review for the tests: a matter that the housing bureau let lie, and people who answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gege.matters.api import Matter, local_date
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import Named, NewReview, Review
from gege.trail.api import Entry
from tests.cast import COUNTY, add_person
from tests.matters.play import Play

FINDING = "路面塌陷,两人坠落受伤,一人骨折住院。接报后九日无人到场。"
STATEMENT = "当日安排了抢险队,因雨未能施工,未及时报告。"


def second_supervisor(play: Play) -> Actor:
    """Somebody else of the county's supervision, who decides appeals."""
    county = play.cast.unit_id(COUNTY)
    return add_person("jianguan-02", "韩复核", Role.COUNTY_SUPERVISOR, county)


@dataclass
class Reviewed:
    """A play with one review about one matter."""

    play: Play
    matter: Matter
    review: Review

    @property
    def officer(self) -> Actor:
        return self.play.cast.department_officer

    @property
    def supervisor(self) -> Actor:
        return self.play.cast.county_supervisor

    def do(self, deed: Any, *given: Any, by: Actor, **more: Any) -> Any:
        """Do a deed of the review now."""
        found = deed(self.review.uid, *given, by=by, now=self.play.now, **more)
        self.review.refresh_from_db()
        return found

    def name(self, who: Actor | int, why: str = "主办,未按时限办结") -> Named:
        """Name a person, or the unit of that id."""
        word = f"unit:{who}" if isinstance(who, int) else f"account:{who.account_id}"
        named: Named = self.do(supervision.name_holder, who=word, why=why, by=self.supervisor)
        return named

    def find(self, named: Named, degree: str = "direct", **more: Any) -> Named:
        values: dict[str, Any] = {"facts": "九日未到场", "standard": "B01 办理时限"} | more
        deed = supervision.write_finding
        found: Named = self.do(deed, named.pk, degree=degree, by=self.supervisor, **values)
        return found

    def heard(self) -> Named:
        """The officer named, and heard."""
        named = self.name(self.officer)
        made: Named = self.do(
            supervision.make_statement, named.pk, words=STATEMENT, by=self.officer
        )
        return made

    def concluded(self, measures: tuple[str, ...] = ("talk",)) -> Named:
        """The officer found to answer for it, and told."""
        named = self.find(self.heard(), measures=measures)
        self.do(supervision.conclude_review, words="办理单位失职", by=self.supervisor)
        named.refresh_from_db()
        return named

    def trail(self) -> list[str]:
        rows = Entry.objects.filter(stream=self.review.stream).order_by("seq")
        return list(rows.values_list("deed", flat=True))


def reviewed(play: Play) -> Reviewed:
    """Open a review about a matter that is ten days overdue at the housing bureau."""
    matter = play.in_hand()
    play.wait(days=20)
    return Reviewed(play, matter, opened(play, matter))


def opened(play: Play, *about: Matter, by: Actor | None = None, **entry: Any) -> Review:
    values: dict[str, Any] = {
        "consequence": "injury",
        "harm_on": local_date(play.now),
        "finding": FINDING,
        "matters": tuple(one.number for one in about),
    } | entry
    who = by or play.cast.county_supervisor
    return supervision.open_review(NewReview(**values), by=who, now=play.now)


__all__ = ["FINDING", "STATEMENT", "Reviewed", "opened", "reviewed", "second_supervisor"]
