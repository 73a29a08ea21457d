"""Accountability reviews through their real deeds: opened by a person, heard, found, appealed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from gege.matters import api as matters
from gege.notices.api import Message
from gege.staff.api import SYSTEM, Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    Evidence,
    EvidenceKind,
    Named,
    NewReview,
    Review,
    ReviewMeasure,
    dossier_of,
)
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.trail.api import Entry, verify
from tests.cast import COUNTY, HOUSING, Cast
from tests.matters.play import MAJOR, Play
from tests.supervision.reviewing import (
    FINDING,
    STATEMENT,
    Reviewed,
    opened,
    reviewed,
    second_supervisor,
)

pytestmark = pytest.mark.row("R-092")


def told(to: Actor) -> list[str]:
    """The notices to one person, in order."""
    rows = Message.objects.filter(to_account_id=to.account_id).order_by("id")
    return list(rows.values_list("template", flat=True))


def refused(deed: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        deed(*given, **more)
    return caught.value.word


def test_a_review_goes_its_whole_way(play: Play) -> None:
    it = reviewed(play)
    decider = second_supervisor(play)
    assert (it.review.state, it.review.title, it.review.rules) == ("hearing", "路面有坑", 0)
    named = it.heard()
    unit = it.name(play.cast.unit_id(HOUSING), why="责任单位")
    it.do(supervision.refuse_statement, unit.pk, words="以书面材料为准", by=it.officer)
    it.find(named, measures=("talk", "self_review"), words="十日内完成")
    it.find(unit, "leading", measures=("rectify",))
    it.do(supervision.conclude_review, words="办理单位失职", by=it.supervisor)
    it.do(supervision.make_appeal, named.pk, words="当日大雨,无法施工", by=it.officer)
    it.do(supervision.accept_finding, unit.pk, by=it.officer)
    it.do(
        supervision.decide_appeal,
        named.pk,
        ruling="eased",
        eased_to="secondary",
        words="天气原因属实",
        by=decider,
    )
    it.do(supervision.close_review, words="责任已追究,整改已验收", by=it.supervisor)
    named.refresh_from_db()
    assert (it.review.state, named.final, named.answers) == ("closed", "secondary", True)
    assert it.trail() == [
        "open", "name", "state", "name", "refuse", "find", "find", "conclude",
        "appeal", "accept", "decide", "close",
    ]  # fmt: skip
    assert told(it.officer) == [
        "review_named", "review_found", "review_decided", "review_closed",
    ]  # fmt: skip
    assert told(decider) == ["review_heard", "review_heard", "review_appealed", "review_accepted"]
    assert list(ReviewMeasure.objects.order_by("id").values_list("measure", flat=True)) == [
        "talk",
        "self_review",
        "rectify",
    ]
    assert verify(key=b"a key of the tests, long enough.").broken is None


def test_only_a_person_of_the_supervision_opens_one_by_a_finding_in_words(
    play: Play, cast: Cast
) -> None:
    matter = play.in_hand(kind=MAJOR)
    play.wait(days=60)
    matters.announce_lights(now=play.now)
    supervision.remind(now=play.now)
    supervision.remind_of_statements(now=play.now)
    assert play.light(matter) == "red"
    assert not Review.objects.exists()  # a light and a job open none, however red it is
    for who in (SYSTEM, *(one for one in cast.people.values())):
        if who is not cast.county_supervisor:
            assert refused(opened, play, matter, by=who) == "not_yours"
    for wrong, field in (
        ({"finding": "逾期"}, "finding"),
        ({"finding": "x" * 2001}, "finding"),
        ({"consequence": "red_light"}, "consequence"),
        ({"harm_on": play.now.date() + timedelta(days=2)}, "harm_on"),
        ({"matters": ()}, "matters"),
        ({"matters": ("20200101-0000001",)}, "matters"),
        ({"matters": (matter.number,) * 21}, "matters"),
        ({"title": "x" * 121}, "title"),
    ):
        with pytest.raises(Invalid) as caught:
            opened(play, matter, **wrong)
        assert caught.value.field == field
    assert not Review.objects.exists()
    assert opened(play, matter, matter).evidence_count > 0


def test_who_held_a_step_neither_opens_nor_conducts(play: Play, cast: Cast) -> None:
    # The same person, under another post that day.
    other_post = replace(cast.county_supervisor, role=Role.COUNTY_DISPATCHER)
    matter = play.do(matters.accept, play.at_county(), other_post)
    assert refused(opened, play, matter) == "held_steps"
    assert not Review.objects.exists()
    decider = second_supervisor(play)
    review = opened(play, matter, by=decider)
    it = Reviewed(play, matter, review)
    assert (
        refused(
            supervision.name_holder,
            review.uid,
            who=f"account:{cast.grid_worker.account_id}",
            why="首办",
            by=cast.county_supervisor,
            now=play.now,
        )
        == "held_steps"
    )
    assert it.trail() == ["open"]


def test_a_supervisor_who_is_named_reads_their_own_part_alone(play: Play, cast: Cast) -> None:
    # Named for what they did under another post: the review is kept from them as from anybody.
    own, conductor = cast.county_supervisor, second_supervisor(play)
    other_post = replace(own, role=Role.COUNTY_DISPATCHER)
    matter = play.do(matters.accept, play.at_county(), other_post)
    it = Reviewed(play, matter, opened(play, matter, by=conductor))
    named = [
        it.do(supervision.name_holder, who=f"account:{who.account_id}", why="迟缓", by=conductor)
        for who in (own, cast.grid_worker)
    ]
    it.do(supervision.make_statement, named[1].pk, words=STATEMENT, by=cast.grid_worker)
    page = supervision.review_page(it.review.uid, by=own, now=play.now)
    assert (page.whole, page.deeds) == (False, ())
    assert [one.named.pk for one in page.parts] == [named[0].pk]
    evidence = supervision.evidence_of(it.review, own)
    assert not evidence.filter(account_id=cast.grid_worker.account_id).exists()
    with pytest.raises(NotFound):
        dossier_of(it.review.uid, by=own, now=play.now)
    assert told(own) == ["review_opened", "review_named"]
    assert supervision.review_page(it.review.uid, by=conductor, now=play.now).whole


def test_the_evidence_is_the_trail_the_steps_the_rules_and_the_messages(play: Play) -> None:
    it = reviewed(play)
    kinds = list(Evidence.objects.order_by("place").values_list("kind", flat=True))
    assert set(kinds) == set(EvidenceKind) - {"order", "remark", "file"}
    lines = Entry.objects.filter(stream=it.matter.stream).order_by("seq")
    kept = [json.loads(one.text) for one in Evidence.objects.filter(kind="line").order_by("place")]
    assert [(one["data"]["seq"], one["data"]["hash"]) for one in kept] == [
        (one.seq, bytes(one.hash).hex()) for one in lines
    ]
    assert [one["data"]["payload"] for one in kept] == [one.payload for one in lines]
    proof = json.loads(Evidence.objects.get(kind="proof").text)["data"]
    assert (proof["chain"], proof["lines"]) == ("whole", len(kept))
    held = [json.loads(one.text) for one in Evidence.objects.filter(kind="holding")]
    assert held[-1]["who"]["unit"] == "县住房和城乡建设局"
    assert held[-1]["data"]["late_seconds"] > 10 * 86400
    sums = dossier_of(it.review.uid, by=it.supervisor, now=play.now).proof
    assert (sums.whole, sums.items) == (True, len(kinds))


def test_nobodys_number_stands_in_the_evidence(play: Play, cast: Cast) -> None:
    matter = play.at_station(title="井盖缺失 请联系10000000001")
    play.do(matters.accept, matter, cast.station_clerk)
    matters.note(matter.number, words="电话 10000000001", by=cast.station_clerk, now=play.now)
    opened(play, matter)
    texts = list(Evidence.objects.values_list("text", "title"))
    assert [one for one in texts if "10000000001" in "".join(one)] == []
    masked = [json.loads(text)["data"] for text, _ in texts if "****0001" in text]
    assert masked


def test_a_changed_item_is_found_and_the_database_refuses_its_change(play: Play) -> None:
    reviewed(play)
    row = Evidence.objects.filter(kind="holding").order_by("place")[0]
    with pytest.raises(Error, match="append-only"):
        _write(row.pk, row.text.replace("2026", "2025"), guarded=True)


def _write(pk: int, text: str, *, guarded: bool) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if not guarded:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE supervision_evidence DISABLE TRIGGER no_edit")
        cursor.execute("UPDATE supervision_evidence SET text = %s WHERE id = %s", [text, pk])
        if not guarded:
            cursor.execute("ALTER TABLE supervision_evidence ENABLE TRIGGER no_edit")


def test_one_changed_byte_in_the_database_breaks_the_proof(play: Play) -> None:
    it = reviewed(play)
    row = Evidence.objects.filter(kind="holding").order_by("place")[0]
    _write(row.pk, row.text[:-1] + " ", guarded=False)
    proof = dossier_of(it.review.uid, by=it.supervisor, now=play.now).proof
    assert (proof.whole, proof.broken) == (False, (row.place,))


def test_it_cannot_conclude_without_the_statement_of_each_named(play: Play, cast: Cast) -> None:
    it = reviewed(play)
    conclude = {"words": "办理单位失职", "by": it.supervisor, "now": play.now}
    assert refused(supervision.conclude_review, it.review.uid, **conclude) == "nobody_named"
    first, second = it.name(it.officer), it.name(cast.county_dispatcher)
    finding = {"degree": "direct", "facts": "未到场", "standard": "时限"} | conclude
    finding.pop("words")
    assert refused(supervision.write_finding, it.review.uid, first.pk, **finding) == "not_heard"
    it.do(supervision.make_statement, first.pk, words=STATEMENT, by=it.officer)
    it.find(first)
    assert refused(supervision.conclude_review, it.review.uid, **conclude) == "not_heard"
    play.wait(days=60)
    for _more in range(5):
        supervision.remind_of_statements(now=play.now)
        play.wait(days=10)
    conclude["now"] = play.now
    assert refused(supervision.conclude_review, it.review.uid, **conclude) == "not_heard"
    second.refresh_from_db()
    assert (second.reminded, second.heard) == (2, "")
    assert told(cast.county_dispatcher) == ["review_named", "review_reminded", "review_reminded"]
    it.do(supervision.refuse_statement, second.pk, words="不作陈述", by=cast.county_dispatcher)
    assert refused(supervision.conclude_review, it.review.uid, **conclude) == "no_finding_yet"
    it.find(second, "none")
    assert it.do(supervision.conclude_review, words="办理单位失职", by=it.supervisor)
    assert told(cast.county_dispatcher)[-1] == "review_cleared"


def test_whoever_is_let_go_is_not_waited_for(play: Play, cast: Cast) -> None:
    it = reviewed(play)
    it.find(it.heard())
    gone = it.name(cast.county_dispatcher)
    it.do(supervision.let_go, gone.pk, why="当日休假,未经手", by=it.supervisor)
    it.do(supervision.conclude_review, words="办理单位失职", by=it.supervisor)
    with pytest.raises(NotFound):
        it.do(supervision.make_statement, gone.pk, words=STATEMENT, by=cast.county_dispatcher)


def test_the_centre_speaks_by_its_dispatchers_and_the_supervision_goes_on(
    play: Play, cast: Cast
) -> None:
    it = reviewed(play)
    centre = it.name(cast.unit_id(COUNTY), why="派遣环节")
    said = {"words": "已按时派遣", "by": it.supervisor, "now": play.now}
    assert refused(supervision.make_statement, it.review.uid, centre.pk, **said) == "not_yours"
    it.do(supervision.make_statement, centre.pk, words="已按时派遣", by=cast.county_dispatcher)
    assert it.find(centre, "none").degree == "none"


def test_only_holders_are_named_and_each_once(play: Play, cast: Cast) -> None:
    it = reviewed(play)
    holders = {one.name for one in supervision.holders_of(it.review)}
    assert {"王网格", "张站员", "刘乡镇", "吴派遣", "郑住建", "县住房和城乡建设局"} <= holders
    assert "周监管" not in holders
    it.name(it.officer)
    for who in (f"account:{cast.stranger.account_id}", "unit:0", "resident:1", "", "x" * 500,
                f"account:{it.officer.account_id}"):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            it.do(supervision.name_holder, who=who, why="失职", by=it.supervisor)
        assert caught.value.field == "who"


def test_measures_are_declared_and_follow_responsibility_alone(play: Play) -> None:
    it = reviewed(play)
    named = it.heard()
    for degree, measures in (
        ("none", ("talk",)),
        ("direct", ("rectify",)),
        ("direct", ("flogging",)),
        ("direct", ("talk", "talk")),
    ):
        with pytest.raises(Invalid) as caught:
            it.find(named, degree, measures=measures)
        assert caught.value.field == "measures"
    with pytest.raises(Invalid):
        it.find(named, "enormous")
    it.find(named, measures=("talk",))
    it.find(named, measures=("circular",))  # until the conclusion it may be written anew
    assert [one.measure for one in ReviewMeasure.objects.all()] == ["circular"]


def test_an_appeal_has_its_days_and_is_decided_by_somebody_else(play: Play) -> None:
    it = reviewed(play)
    decider = second_supervisor(play)
    named = it.concluded()
    close = {"words": "结束", "by": it.supervisor, "now": play.now}
    assert refused(supervision.close_review, it.review.uid, **close) == "appeals_run"
    it.do(supervision.make_appeal, named.pk, words="不服", by=it.officer)
    again = {"words": "仍不服", "by": it.officer, "now": play.now}
    assert refused(supervision.make_appeal, it.review.uid, named.pk, **again) == "appealed_already"
    own = {"ruling": "upheld", "words": "维持", "by": it.supervisor, "now": play.now}
    assert refused(supervision.decide_appeal, it.review.uid, named.pk, **own) == "own_finding"
    play.wait(days=90)
    close["now"] = play.now
    assert refused(supervision.close_review, it.review.uid, **close) == "appeals_run"
    for worse in ("direct", "", "x"):
        with pytest.raises(Invalid):
            it.do(supervision.decide_appeal, named.pk, ruling="eased", eased_to=worse,
                  words="改", by=decider)  # fmt: skip
    it.do(supervision.decide_appeal, named.pk, ruling="eased", eased_to="none", words="免责",
          by=decider)  # fmt: skip
    assert ReviewMeasure.objects.get().lifted_at == play.now
    assert it.do(supervision.close_review, words="结束", by=it.supervisor).state == "closed"


def test_an_appeal_after_its_days_is_refused(play: Play) -> None:
    it = reviewed(play)
    named = it.concluded()
    play.wait(days=40)
    late = {"words": "不服", "by": it.officer, "now": play.now}
    assert refused(supervision.make_appeal, it.review.uid, named.pk, **late) == "appeal_over"
    assert it.do(supervision.close_review, words="结束", by=it.supervisor).state == "closed"


def test_nobody_decides_over_what_they_have_not_seen(play: Play) -> None:
    it = reviewed(play)
    seen = it.review.version
    it.name(it.officer)
    with pytest.raises(Stale):
        it.do(supervision.stop_review, words="不成立", by=it.supervisor, seen=seen)
    assert it.do(supervision.stop_review, words="不成立", by=it.supervisor).state == "stopped"
    more = {"who": "unit:1", "why": "再查", "by": it.supervisor, "now": play.now}
    assert refused(supervision.name_holder, it.review.uid, **more) == "wrong_state"


def test_the_named_see_their_own_part_and_strangers_nothing(play: Play, cast: Cast) -> None:
    it = reviewed(play)
    it.name(it.officer)
    it.name(cast.county_dispatcher)
    uid, now = it.review.uid, play.now
    page = supervision.review_page(uid, by=it.officer, now=now)
    assert [one.named.name for one in page.parts] == ["郑住建"]
    evidence = supervision.evidence_of(it.review, it.officer)
    others = evidence.exclude(kind__in=("subject", "rules", "proof"))
    assert set(others.values_list("account_id", flat=True)) == {it.officer.account_id, None}
    assert evidence.count() < Evidence.objects.count()
    watching = supervision.review_page(uid, by=cast.electronic_supervisor, now=now)
    assert (watching.whole, watching.deeds) == (True, ())
    assert [one.deeds for one in watching.parts] == [(), ()]
    for nobody in ("stranger", "station_clerk", "other_department_officer", "administrator"):
        with pytest.raises(NotFound):
            supervision.review_page(uid, by=cast.actor(nobody), now=now)
    with pytest.raises(NotFound):
        dossier_of(uid, by=it.officer, now=now)
    with pytest.raises(NotFound):
        it.do(supervision.make_statement, 999_999, words=STATEMENT, by=it.officer)


@pytest.mark.row("R-084")
def test_a_closed_review_is_seen_in_its_unit(play: Play, cast: Cast) -> None:
    it = reviewed(play)
    it.concluded()
    unit = cast.unit_id(HOUSING)
    assert supervision.closed_reviews(it.supervisor, unit_id=unit) == ([], "")
    play.wait(days=40)
    it.do(supervision.close_review, words="结束", by=it.supervisor)
    found, more = supervision.closed_reviews(it.supervisor, unit_id=unit)
    assert [(one.named.name, one.named.final, [m.measure for m in one.measures], more)
            for one in found] == [("郑住建", "direct", ["talk"], "")]  # fmt: skip
    day = play.now.date()
    for kept, first, last in ((1, day, day), (0, day + timedelta(days=2), None)):
        rows, _ = supervision.closed_reviews(
            cast.electronic_supervisor, unit_id=unit, first=first, last=last
        )
        assert len(rows) == kept
    assert len(supervision.closed_reviews(it.officer)[0]) == 1
    assert supervision.closed_reviews(cast.other_department_officer, unit_id=unit)[0] == []


ABOUT_NOBODY = ("open", "name", "stop")
WHILE_HEARD = ("state", "refuse", "drop")
ONCE_TOLD = ("accept", "appeal", "decide", "close")


@pytest.mark.parametrize("deed", [*ABOUT_NOBODY, *WHILE_HEARD, "find", "conclude", *ONCE_TOLD])
def test_nothing_stays_of_a_deed_whose_line_cannot_be_written(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    it = reviewed(play)
    other = second_supervisor(play)
    pk = 0
    if deed in WHILE_HEARD:
        pk = it.name(it.officer).pk
    elif deed in ("find", "conclude"):
        pk = it.heard().pk
    elif deed in ONCE_TOLD:
        pk = it.concluded().pk
    if deed == "conclude":
        it.find(Named.objects.get())
    if deed == "decide":
        it.do(supervision.make_appeal, pk, words="不服", by=it.officer)
    if deed == "close":
        play.wait(days=60)
    eased = {"ruling": "eased", "eased_to": "none", "words": "免责"}
    deeds: dict[str, Any] = {
        "open": lambda: opened(play, it.matter),
        "name": lambda: it.name(it.officer),
        "stop": lambda: it.do(supervision.stop_review, words="不成立", by=it.supervisor),
        "state": lambda: it.do(supervision.make_statement, pk, words="属实", by=it.officer),
        "refuse": lambda: it.do(supervision.refuse_statement, pk, words="不作", by=it.officer),
        "drop": lambda: it.do(supervision.let_go, pk, why="休假", by=it.supervisor),
        "find": lambda: it.find(Named.objects.get(), measures=("talk",)),
        "conclude": lambda: it.do(supervision.conclude_review, words="失职", by=it.supervisor),
        "accept": lambda: it.do(supervision.accept_finding, pk, by=it.officer),
        "appeal": lambda: it.do(supervision.make_appeal, pk, words="不服", by=it.officer),
        "decide": lambda: it.do(supervision.decide_appeal, pk, by=other, **eased),
        "close": lambda: it.do(supervision.close_review, words="结束", by=it.supervisor),
    }
    before = _everything()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.reviews.step.record", broken)
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert _everything() == before


def _everything() -> list[Any]:
    tables = (Review, Named, ReviewMeasure, Evidence, Message)
    return [list(one._default_manager.order_by("pk").values()) for one in tables]


def test_rules_are_published_as_editions_and_a_review_keeps_its_own(play: Play) -> None:
    it = reviewed(play)
    by = play.cast.administrator.signature()
    rules = supervision.ReviewRules(statement_days=10, measures=("talk",))
    assert supervision.publish_review_rules(rules, note="放宽", by=by, now=play.now) == 1
    assert it.name(it.officer).statement_due_at - play.now < timedelta(days=10)
    later = Reviewed(play, it.matter, opened(play, it.matter))
    assert later.name(it.officer).statement_due_at - play.now > timedelta(days=10)
    for wrong in ({"reminders": 1}, {"appeal_days": 0}, {"measures": ("flogging",)}):
        with pytest.raises(Exception, match="rules"):
            supervision.publish_review_rules(
                supervision.ReviewRules(**wrong), note="错误", by=by, now=play.now
            )


def test_several_matters_and_an_order_are_reviewed_together(play: Play, cast: Cast) -> None:
    first, second = play.in_hand(), play.at_station(title="围墙倾斜")
    entry = supervision.NewOrder(supervision.OrderKind.FOLLOW_UP, HOUSING, "请答复",
                                 matter=first.number)  # fmt: skip
    order = supervision.issue(entry, by=cast.county_supervisor, now=play.now)
    review = supervision.open_review(
        NewReview(
            "property", play.now.date(), FINDING, (first.number, second.number), (order.uid,)
        ),
        by=cast.county_supervisor,
        now=play.now,
    )
    page = supervision.review_page(review.uid, by=cast.county_supervisor, now=play.now)
    assert ([one.number for one in page.matters], [one.uid for one in page.orders]) == (
        [first.number, second.number],
        [order.uid],
    )
    streams = {json.loads(one.text)["data"]["stream"]
               for one in Evidence.objects.filter(kind="proof")}  # fmt: skip
    assert streams == {first.stream, second.stream, order.stream}


def test_a_number_has_the_year_of_the_county() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in the county
    assert Review(pk=7, opened_at=new_year).number == "2027-000007"
    assert supervision.Order(pk=7, issued_at=new_year).number == "2027-000007"
    assert supervision.ViewRequest(pk=7, asked_at=new_year).number == "2027-00007"
