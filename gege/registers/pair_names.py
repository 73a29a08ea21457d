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
SENTENCES: Final[Mapping[str, Text]] = {
    "one_record": _("This is one and the same record."),
    "merged_already": _("Somebody made these two one record already."),
    "not_of_one_kind": _("Two records of different kinds are never one."),
    "not_by_machine": _("What is not certain is decided by a person."),
    "not_yours_to_merge": _(
        "Your post does not make one record of two. The community's clerk does."
    ),
    "no_pair_found": _("Above the community, only pairs that were found are decided."),
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
