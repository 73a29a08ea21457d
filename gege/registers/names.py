"""The words of the registers on screen, in both languages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.registers.errors import RegisterError
from gege.registers.intake_names import SENTENCES as INTAKE_SENTENCES
from gege.registers.pair_names import DEEDS as PAIR_DEEDS
from gege.registers.pair_names import SENTENCES as PAIR_SENTENCES
from gege.registers.roll_call_names import SENTENCES as ROLL_CALL_SENTENCES
from gege.registers.rules.consenting import Giver
from gege.registers.rules.declaration import Basis, Level, Need, Side, Starts
from gege.registers.rules.declaring import Flaw
from gege.registers.rules.rights import Asker, Right
from gege.registers.rules.saying import Effect, Verified
from gege.registers.rules.settling import How
from gege.registers.rules.sight import Opens
from gege.registers.rules.values import Wrong

Text = Promise | str

LEVELS: Final[Mapping[int, Text]] = {
    Level.PUBLIC: pgettext_lazy("level", "Public"),
    Level.INTERNAL: pgettext_lazy("level", "Internal"),
    Level.PERSONAL: pgettext_lazy("level", "Personal"),
    Level.SENSITIVE: pgettext_lazy("level", "Sensitive"),
}
NEEDS: Final[Mapping[str, Text]] = {
    Need.MUST: pgettext_lazy("need", "Must be filled"),
    Need.OPTIONAL: pgettext_lazy("need", "May be left empty"),
    Need.CONSENT: pgettext_lazy("need", "Only with the person's consent"),
    Need.DERIVED: pgettext_lazy("need", "Computed"),
}
BASES: Final[Mapping[str, Text]] = {
    Basis.STATUTE: pgettext_lazy("basis", "Law"),
    Basis.CONSENT: pgettext_lazy("basis", "Consent"),
    Basis.NONE_PERSONAL: pgettext_lazy("basis", "Nothing personal"),
}
SIDES: Final[Mapping[str, Text]] = {
    Side.FIELD: pgettext_lazy("side", "Grid and community"),
    Side.DEPARTMENT: pgettext_lazy("side", "Department"),
    Side.RESIDENT: pgettext_lazy("side", "The person"),
    Side.BOTH: pgettext_lazy("side", "Both sides"),
}
STARTS: Final[Mapping[str, Text]] = {
    Starts.END_OF_RECORD: _("after the record ended"),
    Starts.MOVED_OUT: _("after moving away"),
    Starts.LAST_CHANGE: _("after the last change"),
}
VERIFIED: Final[Mapping[int, Text]] = {
    Verified.UNVERIFIED: pgettext_lazy("verified", "Not verified"),
    Verified.BY_FIELD: pgettext_lazy("verified", "Verified in the field"),
    Verified.BY_DEPARTMENT: pgettext_lazy("verified", "Verified by the department"),
    Verified.DISPUTED: pgettext_lazy("verified", "In question"),
}
EFFECTS: Final[Mapping[str, Text]] = {
    Effect.STANDS: pgettext_lazy("effect", "Stands"),
    Effect.CONFIRMS: pgettext_lazy("effect", "Confirms"),
    Effect.REPEATS: pgettext_lazy("effect", "Says the same again"),
    Effect.SETTLES: pgettext_lazy("effect", "Settles"),
    Effect.QUESTIONS: pgettext_lazy("effect", "Puts in question"),
    "refuted": pgettext_lazy("effect", "Did not hold"),
    "withdrawn": pgettext_lazy("effect", "Taken back"),
}
HOWS: Final[Mapping[str, Text]] = {
    How.AGREED: pgettext_lazy("settled", "Both say the same"),
    How.GAVE_WAY: pgettext_lazy("settled", "One side gave way"),
    How.RULED: pgettext_lazy("settled", "Ruled"),
    How.ENDED: pgettext_lazy("settled", "The record ended"),
    How.TAKEN_BACK: pgettext_lazy("settled", "A word was taken back"),
}
OPENS: Final[Mapping[str, Text]] = {
    Opens.PURPOSE: _("with a purpose"),
    Opens.CASE: _("through a case"),
    Opens.PURPOSE_AND_FACTOR: _("with a purpose and a second factor"),
    Opens.NEVER: _("never"),
}
EVIDENCE_NAMES: Final[Mapping[str, Text]] = {
    "seen": pgettext_lazy("evidence", "Seen there"),
    "document": pgettext_lazy("evidence", "A document was shown"),
    "told": pgettext_lazy("evidence", "Told by the person"),
    "department_file": pgettext_lazy("evidence", "A department's file"),
    "register": pgettext_lazy("evidence", "Another register"),
    "counted": pgettext_lazy("evidence", "Counted or measured"),
}
ENDINGS: Final[Mapping[str, Text]] = {
    "moved_out": pgettext_lazy("ending", "Moved away"),
    "deceased": pgettext_lazy("ending", "Died"),
    "closed": pgettext_lazy("ending", "Closed or dissolved"),
    "removed": pgettext_lazy("ending", "Pulled down or removed"),
    "done": pgettext_lazy("ending", "The service ended"),
    "withdrawn": pgettext_lazy("ending", "The person withdrew consent"),
    "mistake": pgettext_lazy("ending", "Entered by mistake"),
    "merged": pgettext_lazy("ending", "Became one with another record"),
}
DEEDS: Final[Mapping[str, Text]] = {
    "open": pgettext_lazy("register deed", "Entered"),
    "say": pgettext_lazy("register deed", "Said"),
    "move": pgettext_lazy("register deed", "Moved along"),
    "settle": pgettext_lazy("register deed", "Difference settled"),
    "end": pgettext_lazy("register deed", "Ended"),
    "restand": pgettext_lazy("register deed", "Weighed anew"),
    "take_back": pgettext_lazy("register deed", "Taken back"),
    **PAIR_DEEDS,
    "receive_request": pgettext_lazy("register deed", "A request of the person was received"),
    "answer_request": pgettext_lazy("register deed", "A request of the person was answered"),
    "open_own_data": pgettext_lazy("register deed", "The person saw the own data"),
    "withdraw_consent": pgettext_lazy("register deed", "Consent was taken back"),
    "forget": pgettext_lazy("register deed", "Forgotten: its time is over"),
}

RIGHTS: Final[Mapping[str, Text]] = {
    Right.SEE: pgettext_lazy("right", "See what is kept"),
    Right.CORRECT: pgettext_lazy("right", "Correct"),
    Right.DELETE: pgettext_lazy("right", "Delete"),
    Right.EXPLAIN: pgettext_lazy("right", "Explain"),
}
ASKERS: Final[Mapping[str, Text]] = {
    Asker.SELF: pgettext_lazy("asker", "The person"),
    Asker.GUARDIAN: pgettext_lazy("asker", "The guardian of a child"),
    Asker.RELATIVE: pgettext_lazy("asker", "A close relative of somebody who died"),
}
GIVERS: Final[Mapping[str, Text]] = {
    Giver.SELF: pgettext_lazy("consent", "The person consents"),
    Giver.GUARDIAN: pgettext_lazy("consent", "The guardian consents"),
}
IDENTITIES: Final[Mapping[str, Text]] = {
    "card_shown": pgettext_lazy("identity", "An identity card was shown"),
    "household_book": pgettext_lazy("identity", "The household register was shown"),
    "known_and_called": pgettext_lazy("identity", "Called back on the telephone that is kept"),
}

PROBLEMS: Final[Mapping[str, Text]] = {
    "not_found": _("There is no such record here."),
    "stale": _("Somebody changed this record meanwhile. Please look at it again."),
    "faults": _("Some entries cannot be taken. Please look at them below."),
    "not_live": _("This register is not in use yet: its impact record was not approved."),
    "not_a_collector": _("This post does not enter records. Grid, community and department do."),
    "uid_used": _("This was sent before with other content. Please begin anew."),
    "already_there": _("There is a record with this number already. Please look at it first."),
    "reads_only": _("Your department may read these fields and not change them."),
    "has_ended": _("This record has ended."),
    **ROLL_CALL_SENTENCES,
    **INTAKE_SENTENCES,
    **PAIR_SENTENCES,
    "settled_already": _("This difference is settled already."),
    "not_yours_to_settle": _(
        "Nobody decides for their own word. The other side gives way, or the level above rules."
    ),
    "second_factor": _("Sensitive entries are shown only after a second factor."),
    "never_shown": _("This entry is not shown to your post."),
    "administrators_only": _("Only administrators publish registers."),
    "moved_on": _("Somebody published another edition meanwhile. Please begin with that one."),
    "changes_nothing": _("This edition changes nothing."),
    "flawed": _("The declaration has faults. Please mend what is named below."),
    "not_yours_to_share": _("Only the county's supervisors agree on sharing."),
    "shared_too_long": _("An entry of the sharing catalogue lasts three years at most."),
    "own_register": _("This is the department's own register. It needs no entry."),
    "not_yours_to_assess": _("Your post does not assess registers."),
    "own_assessment": _("An impact record is decided by somebody else than its writer."),
    "decided_already": _("This impact record is decided already."),
    "in_the_future": _("This lies in the future."),
    "unknown_choice": _("This is not one of the choices."),
    "reason_needed": _("Please say why, in %(least)s to %(most)s characters."),
    "too_short": _("Please write at least %(least)s characters."),
    "too_long": _("Please write at most %(most)s characters."),
    "not_your_area": _("This lies outside of your area."),
    "no_such_area": _("There is no such area."),
    "day_out_of_range": _(
        "This day cannot be right: not before the record began, not after today."
    ),
    "unknown_field": _("There is no such field."),
    "not_a_purpose_of": _("The field is not kept for this purpose. Please choose another."),
    "no_open_question": _("Nothing about this record is in question now."),
    "no_such_case": _("Please give the number of an open matter that you deal with."),
    "search_beyond_grant": _("Your department may not search by this. Please search by area."),
    "search_needs_a_case": _("People are found through a case here. Please search by area."),
    "not_yours_to_receive": _("Requests are received at the community's desk."),
    "answered_already": _("This request is answered already."),
    "consent_needed": _("This is kept with the person's consent only. Ask first, then note it."),
    "guardian_consents": _("For a child under 14 the guardian consents."),
    "no_consent": _("There is no consent to take back."),
    "needed": _("Please fill this in."),
    "nothing_said": _("Please say something about at least one field."),
    "derived": _("This is computed and cannot be entered."),
    "not_yours_to_say": _("Your side does not enter this field."),
    "no_such_record": _("There is no such record to point at."),
    "record_has_ended": _("The record pointed at has ended."),
    "not_a_record": _("Please choose a record."),
    "named_twice": _("The same record is named twice."),
    "too_many": _("At most %(most)s."),
    "not_a_text": _("This cannot be read."),
    "not_a_group": _("This cannot be read."),
    "part_missing": _("“%(part)s” is missing."),
    "identity_length": _("The number has too many or too few digits."),
    "identity_characters": _("The number has signs that such a document does not have."),
    "identity_birth_date": _("The number contains no possible birthday."),
    "identity_born_in_future": _("The number contains a birthday in the future."),
    "identity_empty": _("Please fill this in."),
    "doubt_check_digit": _("The check digit does not fit. Please compare, or say why it is right."),
    "doubt_organisation_check_digit": _(
        "The check digit does not fit. Please compare, or say why it is right."
    ),
    "doubt_born_differs": _(
        "The number and the month of birth differ. Please compare, or say why both are right."
    ),
    "doubt_sex_differs": _(
        "The number and the sex differ. Please compare, or say why both are right."
    ),
    "doubt_other_document": _(
        "This is not the number of an identity card. Please compare, or say which document it is."
    ),
    "no_document_has_no_number": _("Somebody without a document has no number."),
    "credit_code": _("This is not a unified social credit code."),
    "not_a_phone": _("This is not a telephone number."),
    "unknown_code": _("“%(code)s” is not one of the choices."),
    "not_a_number": _("Please write a number."),
    "not_whole": _("Please write a whole number."),
    "out_of_range": _("Please write a number from %(least)s to %(most)s."),
    "not_a_date": _("Please write a day such as 2026-03-05."),
    "not_a_month": _("Please write a month such as 2026-03."),
    "not_yes_or_no": _("Please answer yes or no."),
    "not_an_area": _("Please write an area code of 6 to 15 digits."),
    "not_a_point": _("Please write longitude and latitude, such as 106.28, 30.34."),
    "point_elsewhere": _("This point is far away. Please check longitude and latitude."),
    "out_of_order": _("This lies before what it has to follow."),
    "checked_by_the_doer": _("Nobody checks their own work. Please name somebody else."),
}

FLAWS: Final[Mapping[str, Text]] = {
    "not_a_table": _("Here a table is expected."),
    "not_a_list": _("Here a list is expected."),
    "unknown_key": _("“%(detail)s” is not known here."),
    "not_a_text": _("Here a text is expected."),
    "not_a_name": _("“%(detail)s” is no name: small letters, digits and underscores."),
    "needs_both_languages": _("Words are needed in Chinese and in English."),
    "not_a_choice": _("“%(detail)s” is not one of the choices."),
    "not_yes_or_no": _("Here true or false is expected."),
    "not_a_number": _("Here a number is expected."),
    "not_a_retention": _("“%(detail)s” is no retention: write end+12, moved_out+12 or change+60."),
    "twice": _("This name stands twice."),
    "no_steward": _("A register needs a steward."),
    "no_sheet": _("A register needs a sheet."),
    "unknown_field": _("There is no field “%(detail)s”."),
    "no_title": _("A sheet needs a title."),
    "file_about_nothing": _("A file has to be about a subject."),
    "about_is_no_reference": _("“%(detail)s” is not a reference."),
    "forbidden": _("“%(detail)s” is never kept about people (design, section 5)."),
    "source_is_no_steward": _("“%(detail)s” is neither steward nor source of this register."),
    "no_purpose": _("A field without a purpose cannot be created."),
    "unknown_purpose": _("“%(detail)s” is not a declared purpose."),
    "no_basis": _("Personal fields need a law or consent."),
    "no_cite": _("Please cite the law."),
    "consent_is_the_basis": _("What is asked with consent has consent as its basis."),
    "must_be_sealed": _("Document numbers have to be sealed."),
    "kept_without_end": _("Personal fields are not kept without end."),
    "codes_and_type": _("A field with choices needs its list, and no other field has one."),
    "unknown_codes": _("There is no list “%(detail)s”."),
    "reference_to_nothing": _("A reference needs sheets to point at, and no other field has them."),
    "unknown_sheet": _("There is no sheet “%(detail)s”."),
    "group_without_parts": _("A value with parts needs its parts."),
    "parts_of_nothing": _("Only groups and references have parts."),
    "part_type": _("“%(detail)s” cannot be a part."),
    "no_mask": _("A personal field has to say how it is masked."),
    "unknown_formula": _("There is no formula “%(detail)s”."),
    "not_findable": _("Such a field cannot be searched."),
    "no_collector": _("Please say who collects it: field, department or resident."),
    "sheet_is_gone": _("A sheet that holds records cannot be taken away."),
    "field_is_gone": _("A field is retired, never taken away."),
    "type_changed": _("A field keeps its type, its list and whether it has many values."),
    "level_sank": _("A field's level never sinks."),
    "code_is_gone": _("A code that was used cannot be taken away."),
}


def sentence_of(error: RegisterError) -> str:
    """Return what an error says to the person, in their language."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text


def sentence_of_wrong(wrong: Wrong, language: str) -> str:
    """Return what is wrong with one value, in the person's language."""
    values = {
        name: value.words.in_language(language) if name == "part" else value
        for name, value in wrong.values.items()
    }
    text = str(PROBLEMS.get(wrong.word, wrong.word))
    if wrong.word != "part_missing" and "part" in values:
        text = f"{values['part']}: {text}"
    return text % values if values else text


def sentence_of_flaw(flaw: Flaw) -> str:
    """Return what is wrong in a declaration."""
    text = str(FLAWS.get(flaw.word, flaw.word))
    return f"{flaw.where}: {text % {'detail': flaw.detail}}"
