"""The sentences of notices, in both languages; a template's name is kept with each message."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEMPLATES: Final[Mapping[str, Promise | str]] = {
    "reported": _("New matter %(number)s: %(title)s"),
    "skip_level": _("MAJOR matter reported past the levels: %(number)s %(title)s"),
    "skip_level_informed": _("For information: %(number)s %(title)s went to the county at once"),
    "escalated": _("%(number)s was escalated to you: %(title)s. Reason: %(reason)s"),
    "downgraded": _("%(number)s came back to the locality: %(title)s. %(reason)s"),
    "instructed": _("Instruction to handle %(number)s %(title)s, due %(due)s"),
    "assisting": _("You assist %(lead)s in %(number)s %(title)s, due %(due)s"),
    "returned": _("%(unit)s returned %(number)s %(title)s: %(reason)s"),
    "disputed": _("%(number)s was returned a second time and waits for your ruling: %(title)s"),
    "ruled": _("The county ruled that %(number)s %(title)s is yours, due %(due)s"),
    "extension_asked": _("%(unit)s asks for more time for %(number)s: %(reason)s"),
    "extended": _("More time was granted for %(number)s: now due %(due)s"),
    "extension_refused": _("No more time for %(number)s: %(reason)s"),
    "to_verify": _("%(number)s %(title)s was completed and waits for your verification"),
    "sent_back": _("%(number)s %(title)s did not pass: %(reason)s"),
    "to_call_back": _("%(number)s %(title)s was verified; please call the resident back"),
    "reopened": _("%(number)s %(title)s was reopened: %(reason)s"),
    "resident_added": _("%(number)s %(title)s, words of the resident: %(reason)s"),
    "urged": _("%(unit)s urges you on %(number)s %(title)s: %(reason)s"),
    "closed": _("%(number)s %(title)s is closed"),
    "declined": _("%(number)s %(title)s was declined: %(reason)s"),
    "merged": _("%(number)s was merged into %(parent)s"),
    "reassigned": _("%(number)s %(title)s is now held by you"),
    "placed": _("The place of %(number)s %(title)s was found: %(place)s"),
    "near_due": _("Near due: %(number)s %(title)s, due %(due)s"),
    "overdue": _("Overdue: %(number)s %(title)s was due %(due)s"),
    "late_accept": _("Not yet accepted: %(number)s %(title)s was to be accepted by %(due)s"),
    "late_dispatch": _("Not yet instructed: %(number)s %(title)s was to be given out by %(due)s"),
    "late_acknowledge": _(
        "Not yet acknowledged: %(number)s %(title)s was to be acknowledged by %(due)s"
    ),
    "late_verify": _("Not yet verified: %(number)s %(title)s was to be verified by %(due)s"),
    "late_call_back": _(
        "Not yet called back: the resident of %(number)s %(title)s waits since %(due)s"
    ),
    "late_again": _("%(holder)s lets %(number)s %(title)s wait: its step was due %(due)s"),
    "order_issued": _("Follow-up order %(number)s “%(title)s”: please sign for it, due %(due)s"),
    "order_asked": _("%(unit)s asks for coordination, %(number)s “%(title)s”: answer by %(due)s"),
    "order_progress": _("%(unit)s tells how far %(number)s “%(title)s” is: %(reason)s"),
    "order_replied": _("%(unit)s answered %(number)s “%(title)s”: %(reason)s"),
    "order_sent_back": _("Your answer to %(number)s “%(title)s” came back: %(reason)s"),
    "order_urged": _("You are urged on %(number)s “%(title)s”: %(reason)s"),
    "order_closed": _("%(number)s “%(title)s” is closed: %(reason)s"),
    "order_withdrawn": _("%(number)s “%(title)s” was taken back: %(reason)s"),
    "order_late_receipt": _("Nobody has signed for %(number)s “%(title)s”, due %(due)s"),
    "order_late_near": _("Near due: %(number)s “%(title)s”, to be answered by %(due)s"),
    "order_late": _("Overdue: %(number)s “%(title)s” was to be answered by %(due)s"),
    "meeting_called": _("Meeting of “%(group)s” on %(day)s, %(place)s"),
    "meeting_changed": _("The meeting of “%(group)s” is now on %(day)s, %(place)s"),
    "meeting_cancelled": _("The meeting of “%(group)s” on %(day)s is cancelled: %(reason)s"),
    "view_asked": _("%(unit)s asks to view recordings, request %(number)s: %(reason)s"),
    "view_granted": _("Request %(number)s to view recordings is granted: %(reason)s"),
    "view_refused": _("Request %(number)s to view recordings is refused: %(reason)s"),
    "view_withdrawn": _("Request %(number)s to view recordings was withdrawn: %(reason)s"),
    "view_revoked": _("The permission to view of request %(number)s was taken back: %(reason)s"),
    "view_unanswered": _("Nobody answered request %(number)s to view recordings: its time is over"),
    "view_noted": _("%(unit)s viewed recordings under request %(number)s: %(reason)s"),
    "review_opened": _("Accountability review %(number)s “%(title)s” was opened"),
    "review_named": _(
        "You are named in accountability review %(number)s “%(title)s”: your statement by %(due)s"
    ),
    "review_dropped": _("You are named no more in review %(number)s “%(title)s”: %(reason)s"),
    "review_heard": _("%(name)s was heard in review %(number)s “%(title)s”"),
    "review_reminded": _(
        "Your statement in review %(number)s “%(title)s” was due %(due)s. Please make it"
    ),
    "review_unanswered": _("%(name)s has not made a statement in review %(number)s “%(title)s”"),
    "review_found": _(
        "Review %(number)s “%(title)s” is concluded. Read what was found; appeal by %(due)s"
    ),
    "review_cleared": _("Review %(number)s “%(title)s” is concluded: you answer for nothing in it"),
    "review_accepted": _("%(name)s accepts the finding of review %(number)s “%(title)s”"),
    "review_appealed": _(
        "%(name)s appeals in review %(number)s “%(title)s”: somebody else decides"
    ),
    "review_decided": _("Your appeal in review %(number)s “%(title)s” is decided: %(reason)s"),
    "review_closed": _("Review %(number)s “%(title)s” is closed: %(reason)s"),
    "review_stopped": _("Review %(number)s “%(title)s” was stopped: %(reason)s"),
    "briefing_drafted": _("A briefing over %(first)s to %(last)s was drafted: please write it"),
    "briefing_proposed": _("%(unit)s asks you to publish its briefing over %(first)s to %(last)s"),
    "briefing_sent_back": _("The briefing over %(first)s to %(last)s came back: %(reason)s"),
    "briefing_published": _("%(unit)s published its briefing over %(first)s to %(last)s"),
    "issue_proposed": _("%(unit)s asks you to approve a hot issue: “%(title)s”"),
    "issue_approved": _("The hot issue “%(title)s” was approved and is shown"),
    "issue_sent_back": _("The hot issue “%(title)s” came back: %(reason)s"),
    "due_changed": _("The due time of %(number)s changed with the calendar: now %(due)s"),
    "handbook_expired": _(
        "The handbook article “%(title)s” expired on %(day)s. Please renew or withdraw it"
    ),
    "handbook_review": _("Please review the handbook article “%(title)s”: due %(day)s"),
    "page_proposed": _("%(unit)s asks you to approve a public page: “%(title)s”"),
    "page_approved": _("The public page “%(title)s” was approved and is shown"),
    "page_sent_back": _("The public page “%(title)s” came back: %(reason)s"),
    "page_over": _("The public page “%(title)s” has had its time and is shown no more"),
    "thanks_wait": _("A resident says thank you. Please decide who may read it"),
    "thanked": _("A resident thanks you. Read it under “Thanks”"),
    "account_factor_set": _(
        "A device for your second factor was set up. If that was not you, "
        "tell the administrator at once"
    ),
    "account_factor_off": _(
        "Your second factor was turned off. If that was not you, tell the administrator at once"
    ),
    "account_factor_reset": _(
        "%(name)s reset your second factor: %(reason)s. Set up a device again"
    ),
    "account_paper_code": _(
        "A code on paper opened a page of yours; %(left)s are left. If that was "
        "not you, tell the administrator at once"
    ),
    "step_due_changed": _(
        "The time for the next step of %(number)s changed with the calendar: now %(due)s"
    ),
    "stranded": _("%(number)s %(title)s has nobody who can act on it: %(reason)s"),
    "terminal_lost": _(
        "The terminal %(device)s of %(holder)s was reported lost and may not be used"
    ),
    "terminal_revoked": _("Your terminal %(device)s was taken out of use: %(note)s"),
    "service_denied": _("A resident says a doorstep service of %(worker)s was not done: %(place)s"),
    "service_code_wrong": _("The code for the doorstep service at %(place)s was not right"),
    "visit_planned_for_you": _("A visit was planned for you, due %(due)s: %(place)s"),
    "patrol_forgotten": _("Your patrol of %(since)s was never ended; it ended by itself."),
    "excuse_asked": _("%(who)s asks for a half-day without a patrol on %(day)s"),
    "excuse_granted": _("No patrol is expected of you on %(day)s: %(who)s agreed"),
    "question_asked": _(
        "Two sides differ about an entry of a register. Please settle it by %(due)s"
    ),
    "import_ready": _(
        "A file of %(many)s lines is ready: look at it before it is applied to the registers"
    ),
    "import_done": _("An import of %(many)s lines is done: see what came of it"),
    "questions_asked": _(
        "A file that was imported differs from your entries in %(many)s places. "
        "Please settle them by %(due)s"
    ),
    "question_settled": _(
        "A difference about an entry of a register was settled by %(who)s: %(reason)s"
    ),
    "resident_code": _(
        "The code for your doorstep service is %(code)s. Tell it only once the service is done"
    ),
    "resident_opened": _(
        "Your call is received under the number %(number)s. In danger call %(danger)s"
    ),
    "resident_opened_with_code": _(
        "Your call is received under the number %(number)s; the code to follow it is %(code)s. In"
        " danger call %(danger)s"
    ),
    "resident_answer": _("Answer to %(number)s: %(words)s"),
    "resident_callback": _(
        "About %(number)s: we tried to call you back and did not reach you. Write “查询 %(number)s”"
        " to ask for its state"
    ),
    "call_to_make": _("Please call %(who)s: it stands on the list of calls"),
    "duty_published": _("You are on the duty roster of %(unit)s from %(first)s to %(last)s"),
    "duty_given": _("You are on duty at %(unit)s: %(span)s"),
    "duty_taken_over": _("Somebody else takes your duty at %(unit)s: %(span)s"),
    "duty_shortened": _("Your duty at %(unit)s is shorter now: %(span)s"),
    "duty_missed": _("You are on duty at %(unit)s and have not signed in: %(span)s"),
    "duty_missed_head": _("%(who)s is on duty at %(unit)s and has not signed in: %(span)s"),
    "duty_missed_unit": _("Nobody has signed in for duty at %(unit)s: %(who)s, %(span)s"),
    "duty_handed_over": _("%(who)s handed over to you at %(unit)s: %(span)s"),
    "duty_handover_late": _("The handover of %(who)s at %(unit)s is not signed by both: %(span)s"),
    "duty_torn": _("%(unit)s: %(who)s cannot be on duty, %(count)s shifts, the first %(span)s"),
    "duty_ends": _("The duty roster of %(unit)s ends on %(day)s. Please publish the next one"),
    "duty_swap_asked": _("%(who)s asks you for a swap of duty at %(unit)s: %(span)s"),
    "duty_swap_to_approve": _("A swap of duty at %(unit)s waits for your word: %(span)s"),
    "duty_swap_done": _("The swap of duty at %(unit)s is done: %(span)s"),
    "duty_swap_declined": _("%(who)s cannot swap duty at %(unit)s: %(span)s. %(note)s"),
    "duty_swap_refused": _("%(who)s did not approve the swap at %(unit)s: %(span)s. %(note)s"),
    "duty_swap_withdrawn": _("%(who)s took back the swap of duty at %(unit)s: %(span)s"),
    "duty_source_silent": _("The source “%(name)s” has not answered since %(since)s"),
    "duty_receiver_silent": _("“%(name)s” does not take what it is told since %(since)s"),
    "sharing_blocked": _(
        "“%(name)s” is given nothing more of a register: the sharing catalogue has no live entry"
    ),
    "duty_confirm": _("Please confirm the duty telephone and the principal of %(unit)s"),
    "text_opened": _(
        "Received. Number %(number)s. Write “查询 %(number)s” to ask for its state. In danger call"
        " %(danger)s"
    ),
    "text_repeated": _("This was received already under the number %(number)s"),
    "text_noted": _("Your words were added to %(number)s"),
    "text_state": _("%(number)s: %(state)s"),
    "text_unknown": _("There is no matter %(number)s that you may ask about"),
    "text_acknowledged": _("Your acknowledgement of %(number)s is noted"),
    "text_nothing_open": _("Nothing waits for your acknowledgement"),
    "text_help": _(
        "Write what happened and where. “查询 number” asks for a state, “补充 number words” adds"
        " to a matter. Or call %(line)s"
    ),
    "text_answered": _("Thank you. Your answer on %(number)s is noted"),
    "text_unclear": _(
        "Is %(number)s solved? Please answer with a digit: 1 satisfied, 2 basically satisfied,"
        " 3 not solved, 4 do not ask. Otherwise we call you"
    ),
    "resident_ask": _(
        "%(line)s about %(number)s: is it solved? Answer 1 satisfied, 2 basically satisfied, 3 not"
        " solved, 4 do not ask. Without an answer by %(by)s we call you"
    ),
    "text_refused": _("This could not be taken: %(reason)s"),
    "mail_title": _("Gege: %(subject)s"),
    "excuse_refused": _("%(who)s did not agree to leave out the patrol of %(day)s: %(reason)s"),
}


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """Return a notice's sentence in the reader's language.

    A template that this version does not know, or a value it lacks, still says something.
    """
    text = str(TEMPLATES.get(template, template))
    try:
        return text % values
    except (KeyError, TypeError, ValueError):
        return f"{template}: {' '.join(str(one) for one in values.values())}"


_PLEASE_ANSWER: Final = _("%(text)s. Please answer 收到")


def spoken(template: str, values: Mapping[str, Any], *, urgent: bool) -> str:
    """Return a sentence for a channel outside of the platform; an urgent one asks for an answer."""
    text = sentence(template, values)
    return str(_PLEASE_ANSWER) % {"text": text.rstrip("。.")} if urgent else text
