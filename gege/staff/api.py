"""The door of staff: who acts, who sits where, and the deeds on accounts and posts."""

from gege.staff.access import (
    POST_KEY,
    Access,
    ActorRequest,
    Door,
    access_of,
    needs_step_up,
    open_to,
    open_to_everyone,
    open_to_own_account,
    open_to_signed_in,
)
from gege.staff.actions.activate import activate
from gege.staff.actions.amend_account import amend_account
from gege.staff.actions.change_password import change_password
from gege.staff.actions.create_account import Opened, create_account
from gege.staff.actions.deactivate import deactivate
from gege.staff.actions.end_post import end_post
from gege.staff.actions.end_wall import end_wall
from gege.staff.actions.give_post import give_post
from gege.staff.actions.import_people import (
    Arrived,
    ListRefused,
    PeoplePlan,
    import_people,
    plan_people,
)
from gege.staff.actions.reset_password import reset_password
from gege.staff.actions.set_preferences import set_preferences
from gege.staff.actions.substitute import substitute
from gege.staff.actor import SYSTEM, Actor, own_signature, resident
from gege.staff.backends import HeldAccount
from gege.staff.contacts import account_of_phone
from gege.staff.directory import (
    AccountLine,
    AccountPage,
    PostLine,
    account_line,
    find_accounts,
    post_line,
    posts_of,
)
from gege.staff.duty import door as duty
from gege.staff.errors import Refusal
from gege.staff.factor.actions.end_factor import (
    renew_paper_codes,
    reset_factor,
    turn_off_factor,
)
from gege.staff.factor.actions.enrol import (
    Shown,
    begin_factor,
    confirm_factor,
    shown_factor,
)
from gege.staff.factor.actions.give_code import give_code
from gege.staff.factor.checking import Given
from gege.staff.factor.door import step_up_door
from gege.staff.factor.queries import FactorFacts, factor_of
from gege.staff.factor.resealing import Resealed, factor_keys, reseal_factors
from gege.staff.factor.session import (
    forget_code_given,
    note_code_given,
    stepped_up,
    wanted_at_log_in,
)
from gege.staff.lockout import open_again_at
from gege.staff.models import Account, Post
from gege.staff.people_list import Newcomer
from gege.staff.queries import (
    Person,
    VacantGrid,
    account_with_posts,
    actor_for,
    holder_of_grid,
    holders_of_grids,
    names_of,
    people_at,
    people_at_units,
    responsible_worker,
    vacant_grids,
)
from gege.staff.rules.logins import is_login_name
from gege.staff.rules.logins import normalised as login_spelling
from gege.staff.rules.posts import MAX_SUBSTITUTE_DAYS
from gege.staff.rules.roles import ACTING, POST_ROLES, Role, fits, may_write
from gege.staff.rules.workbooks import MARK as WORKBOOK_MARK
from gege.staff.rules.workbooks import as_csv as workbook_as_csv
from gege.staff.wall import (
    Wall,
    ends_walls,
    on_walls,
    open_wall,
    open_walls,
    shown_on_walls,
    wall_of,
)
from gege.staff.words import ROLE_NAMES, role_choices, role_name

__all__ = [
    "ACTING",
    "MAX_SUBSTITUTE_DAYS",
    "POST_KEY",
    "POST_ROLES",
    "ROLE_NAMES",
    "SYSTEM",
    "WORKBOOK_MARK",
    "Access",
    "Account",
    "AccountLine",
    "AccountPage",
    "Actor",
    "ActorRequest",
    "Arrived",
    "Door",
    "FactorFacts",
    "Given",
    "HeldAccount",
    "ListRefused",
    "Newcomer",
    "Opened",
    "PeoplePlan",
    "Person",
    "Post",
    "PostLine",
    "Refusal",
    "Resealed",
    "Role",
    "Shown",
    "VacantGrid",
    "Wall",
    "access_of",
    "account_line",
    "account_of_phone",
    "account_with_posts",
    "activate",
    "actor_for",
    "amend_account",
    "begin_factor",
    "change_password",
    "confirm_factor",
    "create_account",
    "deactivate",
    "duty",
    "end_post",
    "end_wall",
    "ends_walls",
    "factor_keys",
    "factor_of",
    "find_accounts",
    "fits",
    "forget_code_given",
    "give_code",
    "give_post",
    "holder_of_grid",
    "holders_of_grids",
    "import_people",
    "is_login_name",
    "login_spelling",
    "may_write",
    "names_of",
    "needs_step_up",
    "note_code_given",
    "on_walls",
    "open_again_at",
    "open_to",
    "open_to_everyone",
    "open_to_own_account",
    "open_to_signed_in",
    "open_wall",
    "open_walls",
    "own_signature",
    "people_at",
    "people_at_units",
    "plan_people",
    "post_line",
    "posts_of",
    "renew_paper_codes",
    "reseal_factors",
    "reset_factor",
    "reset_password",
    "resident",
    "responsible_worker",
    "role_choices",
    "role_name",
    "set_preferences",
    "shown_factor",
    "shown_on_walls",
    "step_up_door",
    "stepped_up",
    "substitute",
    "turn_off_factor",
    "vacant_grids",
    "wall_of",
    "wanted_at_log_in",
    "workbook_as_csv",
]
