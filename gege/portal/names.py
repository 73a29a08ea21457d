"""The words of the portal: plain, for everybody; no term of the offices."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.matters import api as matters
from gege.matters.api import words as w
from gege.portal.errors import PortalError
from gege.portal.rules.issues import IssueDeed, IssueStanding, IssueStep, OpenWords
from gege.portal.rules.pages import CATEGORIES, PageKind, Standing, TextState
from gege.portal.rules.thanks import ThanksState

Words = Mapping[str, Promise | str]

INTENTS: Final[Words] = {
    w.Intent.REQUEST: _("I need something done"),
    w.Intent.CALL: _("I have a question, or want to tell you something"),
    w.Intent.IDEA: _("I have an idea or an opinion"),
}
STATES: Final[Words] = {
    w.State.REPORTED: _("We have received it. Somebody will take it up."),
    w.State.ACCEPTED: _("We have taken it up and are finding out who can do it."),
    w.State.DISPATCHED: _("It was given to the unit below, which will begin soon."),
    w.State.HANDLING: _("The unit below is working on it."),
    w.State.PAUSED: _("The work has to wait for something. It will go on."),
    w.State.RETURNED: _("It is being decided who does it."),
    w.State.DISPUTED: _("It is being decided who does it."),
    w.State.COMPLETED: _("The unit says it is done. Somebody else is checking that now."),
    w.State.VERIFIED: _("It is done and was checked. Please tell us whether it is solved."),
    w.State.CLOSED: _("It is finished."),
    w.State.DECLINED: _("We cannot take it up. The answer below says why."),
}
PUBLIC_STATES: Final[Words] = {
    **{state: pgettext_lazy("public state", "In work") for state in w.State},
    w.State.REPORTED: pgettext_lazy("public state", "Received"),
    w.State.ACCEPTED: pgettext_lazy("public state", "Taken up"),
    w.State.VERIFIED: pgettext_lazy("public state", "Done"),
    w.State.CLOSED: pgettext_lazy("public state", "Done"),
    w.State.DECLINED: pgettext_lazy("public state", "Ended"),
    w.State.MERGED: pgettext_lazy("public state", "Ended"),
}
RATINGS: Final[Words] = {
    w.Satisfaction.SATISFIED: _("Satisfied"),
    w.Satisfaction.BASICALLY: _("Fairly satisfied"),
    w.Satisfaction.DISSATISFIED: _("Not satisfied"),
}
TOPICS: Final[Words] = {
    "education": pgettext_lazy("topic", "Schools"),
    "employment": pgettext_lazy("topic", "Work"),
    "social_security": pgettext_lazy("topic", "Social security"),
    "health": pgettext_lazy("topic", "Health"),
    "environment": pgettext_lazy("topic", "Surroundings"),
    "other": pgettext_lazy("topic", "Other"),
}
ISSUE_STANDINGS: Final[Words] = {
    IssueStanding.PLANNED: pgettext_lazy("public state", "Planned"),
    IssueStanding.WORKING: pgettext_lazy("public state", "In work"),
    IssueStanding.DONE: pgettext_lazy("public state", "Done"),
}
ISSUE_STEPS: Final[Words] = {
    IssueStep.PUBLISHED: pgettext_lazy("hot issue", "Made public"),
    IssueStep.PLAN: pgettext_lazy("hot issue", "The plan changed"),
    IssueStep.STANDING: pgettext_lazy("hot issue", "The state changed"),
    IssueStep.ANSWERED: pgettext_lazy("hot issue", "Answered"),
}
ISSUE_DEEDS: Final[Words] = {
    IssueDeed.APPROVE: pgettext_lazy("hot issue", "Approve"),
    IssueDeed.WRITE: pgettext_lazy("hot issue", "Write the next words"),
    IssueDeed.SEND_BACK: pgettext_lazy("hot issue", "Send back"),
    IssueDeed.HIDE: pgettext_lazy("hot issue", "Take it off the list"),
}
ISSUE_LEDGER: Final[Words] = {
    "write_issue": _("Written"),
    "approve_issue": _("Approved"),
    "send_back_issue": _("Sent back"),
    "hide_issue": pgettext_lazy("hot issue", "Taken off the list"),
    "show_issue": pgettext_lazy("hot issue", "Made public"),
    "amend_issue": pgettext_lazy("hot issue", "Changed"),
}
OPEN_WORDS: Final[Words] = {
    OpenWords.PROPOSED: pgettext_lazy("hot issue", "waits for approval"),
    OpenWords.SENT_BACK: pgettext_lazy("hot issue", "sent back"),
}
PAGE_KINDS: Final[Words] = {
    PageKind.NEWS: pgettext_lazy("public page", "News"),
    PageKind.NOTICE: pgettext_lazy("public page", "Notice"),
    PageKind.OPEN: pgettext_lazy("public page", "Open government"),
}
STANDINGS: Final[Words] = {
    Standing.DRAFT: pgettext_lazy("public page", "not shown yet"),
    Standing.TO_COME: pgettext_lazy("public page", "to come"),
    Standing.SHOWN: pgettext_lazy("public page", "shown"),
    Standing.OVER: pgettext_lazy("public page", "over"),
    Standing.WITHDRAWN: pgettext_lazy("public page", "withdrawn"),
}
TEXT_STATES: Final[Words] = {
    TextState.DRAFT: pgettext_lazy("text of a page", "being written"),
    TextState.PROPOSED: pgettext_lazy("text of a page", "waits for approval"),
    TextState.SENT_BACK: pgettext_lazy("text of a page", "sent back"),
    TextState.APPROVED: pgettext_lazy("text of a page", "approved"),
}
PAGE_DEEDS: Final[Words] = {
    "write_page": _("Written"),
    "propose_page": _("Approval asked for"),
    "approve_page": _("Approved"),
    "send_back_page": _("Sent back"),
    "withdraw_page": _("Withdrawn"),
    "end_page": _("Ended by its day"),
}
VERDICTS: Final[Words] = {
    ThanksState.SHOWN: _("Everybody"),
    ThanksState.PRIVATE: _("Only who is thanked"),
    ThanksState.REFUSED: _("Nobody: these are no thanks"),
}
CATEGORY_ORDER: Final = tuple(CATEGORIES)
PROBLEMS: Final[Words] = {
    "not_yours": _("This is not yours to do."),
    "own_words": _("You wrote this yourself. Somebody else has to approve it."),
    "nothing_open": _("Nothing waits for that. Please look again."),
    "not_shown": _("This page is not shown."),
    "ended_already": _("Its last day is over. Send it back, or change the day."),
    "day_out_of_range": _("Please check the day."),
    "ends_before_it_begins": _("It would end before it begins."),
    "too_short": _("Please write at least %(least)s characters."),
    "holds_an_identity": _("This holds an identity number. Everybody would read it."),
    "holds_a_name": _("This holds a name that nobody should read here."),
    "alt_needed": _("Please say what the picture shows, for those who cannot see it."),
    "too_many_papers": _("Please attach at most %(most)s papers."),
    "no_picture": _("Please choose a picture (JPEG, PNG or WebP)."),
    "no_paper": _("Please choose PDF papers only."),
    "file": _("%(said)s"),
    "not_now": _("This is not possible at the moment. Please look again."),
    "not_found": _("We find nothing under this number and code. Please compare both."),
    "too_often": _("Too many tries. Please wait %(minutes)s minutes, or call the hotline."),
    "choose": _("Please choose one."),
    "needed": _("Please fill this in."),
    "too_long": _("Please write at most %(most)s characters."),
    "holds_a_number": _("This holds what looks like somebody's number. Everybody would read it."),
    "listed_already": _("This matter is on the list already."),
    "overtaken": _("Somebody changed this meanwhile. Please look again."),
    "too_fast": _("That was very fast. Please look at it once more and send it again."),
    "too_old": _("The page was open for a long time. Please send it again."),
    "forged": _("The page could not be read. Please send it again."),
}
MATTER_PROBLEMS: Final[Words] = {
    "stale": _("Something changed meanwhile. Please look again."),
    "wrong_state": _("This is not possible at the moment. Please look again."),
    "reopen_too_late": _("It ended too long ago. Please report it anew."),
    "nobody_to_reopen_with": _("The unit that did it no longer exists. Please report it anew."),
    "callback_needs_phone": _("To be called back, please give a telephone number."),
    "text_needs_mobile": _("To be asked by text, please give a mobile number."),
    "file_type": _("Please choose photographs only (JPEG, PNG or WebP)."),
    "file_broken": _("The photograph cannot be opened. Please choose another one."),
    "needed": _("Please fill this in."),
}


def issue_state(state: str, standing: str) -> Promise | str:
    """Return how far an issue is: the state of its matter, else its own standing."""
    return PUBLIC_STATES.get(state) or ISSUE_STANDINGS.get(standing, "")


def category_name(code: str, language: str) -> str:
    """Return what a category of open government is called; data, not a translation."""
    names = CATEGORIES.get(code, ("", ""))
    return names[1] if language.startswith("en") else names[0]


def sentence_of(error: PortalError) -> str:
    """Return what an error of the portal says."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text


def sentence_of_matter(error: matters.MatterError) -> str:
    """Return what an error of matters says to a resident."""
    own = MATTER_PROBLEMS.get(error.word)
    return str(own) if own else matters.sentence_of(error)
