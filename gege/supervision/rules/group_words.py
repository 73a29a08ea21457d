"""The closed vocabularies of leading groups. Screens translate them in `group_names.py`."""

from enum import StrEnum


class Seat(StrEnum):
    """As what somebody sits in a leading group (领导小组)."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    OFFICE_HEAD = "office_head"


class MeetingState(StrEnum):
    """Where a meeting stands. The deeds between them are `rules/group.py`."""

    CALLED = "called"
    HELD = "held"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """Who was there: members, those excused, and who was invited without a seat (列席)."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    INVITED = "invited"


class GroupDeed(StrEnum):
    """What is done to a group as a body."""

    FOUND = "found"
    AMEND = "amend"
    APPOINT = "appoint"
    END_TERM = "end_term"
    DISSOLVE = "dissolve"
    CALL = "call"
    """A meeting is called: the group is there before its meeting is."""


class MeetingDeed(StrEnum):
    """What is done to a meeting."""

    CHANGE = "change"
    CANCEL = "cancel"
    HOLD = "hold"
    MINUTE = "minute"
    DECIDE = "decide"
    ATTACH = "attach"
    CONCLUDE = "conclude"
