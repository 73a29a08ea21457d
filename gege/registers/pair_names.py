"""The words of pairs that may be one, and of merging, in both languages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.registers.rules.merging import CERTAIN, LIKELY, REVIEW, Decision

Text = Promise | str

BANDS: Final[Mapping[str, Text]] = {
    CERTAIN: pgettext_lazy("band", "Certain"),
    LIKELY: pgettext_lazy("band", "Likely"),
    REVIEW: pgettext_lazy("band", "To look at"),
}
DECISIONS: Final[Mapping[str, Text]] = {
    Decision.MERGED: pgettext_lazy("pair", "Made one record"),
    Decision.DIFFERENT: pgettext_lazy("pair", "Different"),
    Decision.LATER: pgettext_lazy("pair", "Put off"),
    Decision.GONE: pgettext_lazy("pair", "Not alike any more"),
}
STATES: Final[Mapping[str, Text]] = {
    "open": pgettext_lazy("pair", "To decide"),
    **DECISIONS,
}
SENTENCES: Final[Mapping[str, Text]] = {
    "one_record": _("This is one and the same record."),
    "merged_already": _("Somebody made these two one record already."),
    "not_of_one_kind": _("Two records of different kinds are never one."),
    "not_by_machine": _("What is not certain is decided by a person."),
    "not_yours_to_merge": _(
        "Your post does not make one record of two. The community's clerk does."
    ),
    "no_pair_found": _("Above the community, only pairs that were found are decided."),
    "no_open_pair": _("This record is in no pair that you decide on."),
    "not_merged": _("This record was not merged, or stands on its own again."),
    "decided_pair": _("Somebody decided about this pair already."),
    "not_likely": _(
        "Only likely pairs are confirmed together. Please look at the others one by one."
    ),
}
DEEDS: Final[Mapping[str, Text]] = {
    "merge": pgettext_lazy("register deed", "Made one record of two"),
    "unmerge": pgettext_lazy("register deed", "Made two records again"),
    "follow": pgettext_lazy("register deed", "Names the record that was kept"),
}

SEEN: Final[Mapping[tuple[str, str], Text]] = {
    ("name", "same"): _("same name"),
    ("name", "variant"): _("same name in other characters"),
    ("name", "same_sound"): _("names that sound the same"),
    ("name", "near_sound"): _("names that sound nearly the same"),
    ("name", "slip"): _("names that differ by a slip"),
    ("name", "differs"): _("different names"),
    ("number", "same"): _("same number"),
    ("number", "slip"): _("numbers that differ by a slip"),
    ("number", "differs"): _("different numbers"),
    ("birth", "same"): _("same birth"),
    ("birth", "same_month"): _("same month of birth"),
    ("birth", "near"): _("births that differ by a slip"),
    ("birth", "differs"): _("different births"),
    ("phone", "same"): _("same telephone"),
    ("phone", "slip"): _("telephones that differ by a slip"),
    ("phone", "differs"): _("different telephones"),
    ("address", "same_room"): _("same dwelling"),
    ("address", "same_building"): _("same building"),
    ("address", "same_number"): _("same street number"),
    ("address", "differs"): _("different addresses"),
    ("sex", "differs"): _("different sexes"),
    ("uscc", "same"): _("same credit code"),
    ("members", "same"): _("same members"),
}
"""What was seen on a pair, in few words and without a value."""
FOUND_BY: Final[Mapping[str, Text]] = {
    "linkage": pgettext_lazy("pair found", "by comparing all values"),
    "L01": pgettext_lazy("pair found", "by the number (rule L01)"),
    "L02": pgettext_lazy("pair found", "by name, month and house (rule L02)"),
    "key": pgettext_lazy("pair found", "by what is exactly the same"),
    "hand": pgettext_lazy("pair found", "by a person"),
}
