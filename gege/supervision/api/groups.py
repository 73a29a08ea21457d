"""Leading groups: members, meetings, decisions and their orders; words (R-012)."""

from gege.supervision import group_names
from gege.supervision.actions.group.body import (
    NewGroup,
    NewMember,
    amend_group,
    appoint,
    dissolve_group,
    end_term,
    found_group,
)
from gege.supervision.actions.group.decide import NewDecision, decide
from gege.supervision.actions.group.meet import (
    Guest,
    NewMeeting,
    WhoWasThere,
    call_meeting,
    cancel_meeting,
    change_meeting,
    conclude_meeting,
    hold_meeting,
    write_minutes,
)
from gege.supervision.actions.keep_file import attach_to_meeting
from gege.supervision.models import Attendance, Decision, Group, Meeting, Member
from gege.supervision.queries.groups import (
    GROUP_READERS,
    GroupPage,
    MeetingPage,
    decision_of_order,
    decisions_of,
    group_list,
    group_page,
    meeting_page,
    meetings_of,
    members_on,
    visible_groups,
)
from gege.supervision.rules.group import may_keep
from gege.supervision.rules.group_words import (
    GroupDeed,
    MeetingDeed,
    MeetingState,
    Presence,
    Seat,
)

__all__ = [
    "GROUP_READERS",
    "Attendance",
    "Decision",
    "Group",
    "GroupDeed",
    "GroupPage",
    "Guest",
    "Meeting",
    "MeetingDeed",
    "MeetingPage",
    "MeetingState",
    "Member",
    "NewDecision",
    "NewGroup",
    "NewMeeting",
    "NewMember",
    "Presence",
    "Seat",
    "WhoWasThere",
    "amend_group",
    "appoint",
    "attach_to_meeting",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "conclude_meeting",
    "decide",
    "decision_of_order",
    "decisions_of",
    "dissolve_group",
    "end_term",
    "found_group",
    "group_list",
    "group_names",
    "group_page",
    "hold_meeting",
    "may_keep",
    "meeting_page",
    "meetings_of",
    "members_on",
    "visible_groups",
    "write_minutes",
]
