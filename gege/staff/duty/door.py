"""What is behind the door of staff as `duty`: the deeds, reads and words of duty."""

from gege.staff.duty import names
from gege.staff.duty.actions.be_away import be_away, end_absence
from gege.staff.duty.actions.change_shift import (
    add_shift,
    assign_shift,
    divide_shift,
    remove_shift,
)
from gege.staff.duty.actions.draw_up import EMPTY, REPEAT, TURNS, draw_up, drop_draft
from gege.staff.duty.actions.hand_over import coming_shift, hand_over, take_over
from gege.staff.duty.actions.import_entries import EntriesPlan, import_entries, plan_entries
from gege.staff.duty.actions.keep_desk import (
    THREE_SHIFTS,
    DeskPlan,
    change_desk,
    close_desk,
    open_desk,
)
from gege.staff.duty.actions.keep_entry import (
    Given,
    ask_to_confirm,
    ask_units_in_time,
    change_entry,
    look_at_entry,
)
from gege.staff.duty.actions.keep_feed import end_feed, make_feed
from gege.staff.duty.actions.publish_roster import publish_roster
from gege.staff.duty.actions.sign_in import sign_in
from gege.staff.duty.actions.swap_shifts import answer_swap, ask_swap, decide_swap, withdraw_swap
from gege.staff.duty.actions.watch_over import ask_for_handovers, look_ahead, raise_alarms
from gege.staff.duty.calendars import (
    CalendarFile,
    calendar_of_feed,
    desk_calendar,
    own_calendar,
)
from gege.staff.duty.editions import current_rules, publish_duty_rules
from gege.staff.duty.errors import DutyError, Invalid, NotFound, Refused, Uncovered
from gege.staff.duty.models import (
    Absence,
    CalendarFeed,
    DirectoryEntry,
    DutyDesk,
    DutyRulesEdition,
    Handover,
    Roster,
    Shift,
    Swap,
)
from gege.staff.duty.queries.checking import faults_of_roster, shifts_of
from gege.staff.duty.queries.directory import (
    EntryLine,
    keeps_entry,
    line_of_unit,
    lines_of_directory,
    sees_directory,
)
from gege.staff.duty.queries.scope import (
    DESK_KINDS,
    desks_of,
    is_duty_staff,
    keeps,
    may_open,
    seen_desk,
)
from gege.staff.duty.queries.watching import (
    DayCover,
    DeskLine,
    OnDuty,
    absences_at,
    anything_for,
    clerks_on_duty,
    colleagues_shifts,
    desk_lines,
    handovers_of,
    left_open,
    month_of,
    on_duty_first,
    on_duty_of,
    own_shifts,
    rosters_of,
    seen_swap,
    swaps_for,
    swaps_of,
    torn_shifts,
    waiting_handovers,
    week_of,
)
from gege.staff.duty.rules.coverage import Fault
from gege.staff.duty.rules.duty_rules import RANGES, DutyRules, from_json
from gege.staff.duty.rules.entries import How, Standing
from gege.staff.duty.rules.hours import EVERY_DAY, LOCAL
from gege.staff.duty.rules.swaps import SwapState
from gege.staff.duty.rules.watch import problem_of_sign_in

__all__ = [
    "DESK_KINDS",
    "EMPTY",
    "EVERY_DAY",
    "LOCAL",
    "RANGES",
    "REPEAT",
    "THREE_SHIFTS",
    "TURNS",
    "Absence",
    "CalendarFeed",
    "CalendarFile",
    "DayCover",
    "DeskLine",
    "DeskPlan",
    "DirectoryEntry",
    "DutyDesk",
    "DutyError",
    "DutyRules",
    "DutyRulesEdition",
    "EntriesPlan",
    "EntryLine",
    "Fault",
    "Given",
    "Handover",
    "How",
    "Invalid",
    "NotFound",
    "OnDuty",
    "Refused",
    "Roster",
    "Shift",
    "Standing",
    "Swap",
    "SwapState",
    "Uncovered",
    "absences_at",
    "add_shift",
    "answer_swap",
    "anything_for",
    "ask_for_handovers",
    "ask_swap",
    "ask_to_confirm",
    "ask_units_in_time",
    "assign_shift",
    "be_away",
    "calendar_of_feed",
    "change_desk",
    "change_entry",
    "clerks_on_duty",
    "close_desk",
    "colleagues_shifts",
    "coming_shift",
    "current_rules",
    "decide_swap",
    "desk_calendar",
    "desk_lines",
    "desks_of",
    "divide_shift",
    "draw_up",
    "drop_draft",
    "end_absence",
    "end_feed",
    "faults_of_roster",
    "from_json",
    "hand_over",
    "handovers_of",
    "import_entries",
    "is_duty_staff",
    "keeps",
    "keeps_entry",
    "left_open",
    "line_of_unit",
    "lines_of_directory",
    "look_ahead",
    "look_at_entry",
    "make_feed",
    "may_open",
    "month_of",
    "names",
    "on_duty_first",
    "on_duty_of",
    "open_desk",
    "own_calendar",
    "own_shifts",
    "plan_entries",
    "problem_of_sign_in",
    "publish_duty_rules",
    "publish_roster",
    "raise_alarms",
    "remove_shift",
    "rosters_of",
    "seen_desk",
    "seen_swap",
    "sees_directory",
    "shifts_of",
    "sign_in",
    "swaps_for",
    "swaps_of",
    "take_over",
    "torn_shifts",
    "waiting_handovers",
    "week_of",
    "withdraw_swap",
]
