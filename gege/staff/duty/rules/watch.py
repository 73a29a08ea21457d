"""The watch itself: when somebody may sign in, and when silence becomes an alarm (R-073)."""

from datetime import datetime, timedelta

from gege.staff.duty.rules.duty_rules import DutyRules


def problem_of_sign_in(starts: datetime, ends: datetime, now: datetime, rules: DutyRules) -> str:
    """Return why nobody can sign in at this moment: `too_early`, `over`, or ""."""
    if now >= ends:
        return "over"
    early = timedelta(minutes=rules.sign_in_early_minutes)
    return "too_early" if now < starts - early else ""


PERSON, HEAD, UNIT = 1, 2, 3
"""Whom the alarm of a silent shift reaches, one after another: the person, who answers for the
desk, and the whole unit, whose call chain ends with its principal."""


def first_alarm(starts: datetime, now: datetime, rules: DutyRules) -> datetime:
    """Return when silence becomes an alarm; a shift that was given out late is asked later."""
    return max(starts, now) + timedelta(minutes=rules.missed_minutes)


def next_alarm(stage: int, now: datetime, rules: DutyRules) -> datetime | None:
    """Return when the stage after `stage` comes; None after the last."""
    return None if stage >= UNIT else now + timedelta(minutes=rules.leader_minutes)


def handover_late(ends: datetime, now: datetime, rules: DutyRules) -> bool:
    """Tell whether a handover that both should have signed is late."""
    return now >= ends + timedelta(minutes=rules.handover_minutes)
