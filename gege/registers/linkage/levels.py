"""The levels on which two normalised records are compared: their words, chances and meaning.

The meaning is SQL over `<column>_l` and `_r`, as Splink reads it; `comparing` asks the same of
whole columns, and a test compares the two.

They are the levels of `gege.kernel.likeness`, coarser where finer ones would be too rare to be
weighed. The order matters: the first level that holds counts. A level that is null says nothing.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Level:
    """A level: its word, when it holds, how often between records of one person and by chance.

    `m` and `u` hold where nothing else is known; training moves them by what the files show.
    """

    word: str
    sql: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared. `null` holds where a side says nothing; the last level is else.

    `frequent` names the column whose frequent values weigh less (李伟 is no rare name); `exact` the
    columns of the nearest level, from whose frequencies its chance among strangers is counted.
    """

    word: str
    null: str
    levels: tuple[Level, ...]
    frequent: str = ""
    exact: tuple[str, ...] = ()


ELSE: Final = "else"


def _is_missing(column: str) -> str:
    return f"({column}_l is null or {column}_r is null)"


def _when(cheap: str, dear: str) -> str:
    """Both conditions, the second only where the first holds: an `and` would work out both."""
    return f"case when {cheap} then {dear} else false end"


def _is_one_more(long: str, short: str) -> str:
    """One name is the other with a character more; of long names the first eight may be it."""
    cuts = [
        f"{short} = concat(left({long}, {cut}), substring({long}, {cut + 2}))" for cut in range(8)
    ]
    lengths = f"length({long}) = length({short}) + 1 and length({short}) >= 2"
    return _when(lengths, f"({' or '.join(cuts)})")


def _is_slip(column: str, length: int) -> str:
    """One digit, or two neighbours that changed places, in texts of one length."""
    one, other = f"{column}_l", f"{column}_r"
    # The dear distance is worked out for the few pairs of two different places only.
    slip = (
        f"case hamming({one}, {other}) when 1 then true"
        f" when 2 then damerau_levenshtein({one}, {other}) = 1 else false end"
    )
    return _when(f"length({one}) = {length} and length({other}) = {length}", slip)


_DIFFERENT: Final = " + ".join(
    f"(s{place}_l is distinct from s{place}_r)::int" for place in range(1, 5)
)
_ONE_SYLLABLE: Final = _when(
    "length(variant_l) = length(variant_r) and length(variant_l) between 2 and 4",
    f"(({_DIFFERENT}) = 1 and (length(variant_l) > 2 or s1_l is not distinct from s1_r))",
)
_LATIN: Final = "length(variant_l) >= 3 and length(variant_r) >= 3 and ascii(variant_l) < 128"
_MOST_SLIPS: Final = "case when least(length(variant_l), length(variant_r)) >= 8 then 2 else 1 end"
_NEAR_SPELLING: Final = _when(
    f"{_LATIN} and ascii(variant_r) < 128",
    f"(damerau_levenshtein(variant_l, variant_r) <= {_MOST_SLIPS}"
    " or starts_with(variant_l, variant_r) or starts_with(variant_r, variant_l)"
    " or ends_with(variant_l, variant_r) or ends_with(variant_r, variant_l))",
)
_NAME_SLIP: Final = (
    f"({_ONE_SYLLABLE} or (letters_l = letters_r and length(letters_l) > 2)"
    f" or {_is_one_more('variant_l', 'variant_r')} or {_is_one_more('variant_r', 'variant_l')}"
    f" or {_NEAR_SPELLING})"
)
_NUMBER_NEAR: Final = f"((number_l = number_r and is_possible_l) or {_is_slip('number', 18)})"
_HOLDS_DATE: Final = (
    "(substring(number_l, 7, 1) in ('1', '2') or substring(number_r, 7, 1) in ('1', '2'))"
)
_SWAPPED: Final = "concat(left(birth_r, 4), right(birth_r, 2), substring(birth_r, 5, 2))"
_BIRTH_NEAR: Final = f"({_is_slip('birth', 8)} or (length(birth_l) = 8 and birth_l = {_SWAPPED}))"
_SAME_PLOT: Final = "(coalesce(plot_l = plot_r, false) or coalesce(estate_l = estate_r, false))"
_SAID_ALIKE: Final = (
    "building_l is not distinct from building_r and unit_l is not distinct from unit_r"
)
_NO_PLOT: Final = "((plot_l is null or plot_r is null) and (estate_l is null or estate_r is null))"

COMPARISONS: Final = (
    Comparison(
        "name",
        _is_missing("name"),
        (
            Level("same", "name_l = name_r", 0.95, 0.0002),
            Level("variant", "variant_l = variant_r", 0.012, 1e-05),
            Level("same_sound", "pinyin_l = pinyin_r", 0.015, 0.0001),
            Level("near_sound", "loose_l = loose_r", 0.006, 0.0002),
            Level("slip", _NAME_SLIP, 0.008, 0.004),
            Level("differs", ELSE, 0.009, 0.99549),
        ),
        frequent="name",
        exact=("name",),
    ),
    Comparison(
        # An impossible number that both have may be a filler; against another it may be a slip.
        "number",
        f"({_is_missing('number')} or (number_l = number_r and not is_possible_l))",
        (
            Level("same", "number_l = number_r", 0.955, 1e-06),
            Level("slip", _is_slip("number", 18), 0.04, 1e-05),
            Level("differs", ELSE, 0.005, 0.999989),
        ),
        exact=("number",),
    ),
    Comparison(
        # A citizen number holds the date: where it agrees, the date adds nothing.
        "birth",
        f"({_is_missing('birth')} or coalesce({_NUMBER_NEAR} and {_HOLDS_DATE}, false))",
        (
            Level("same", "birth_l = birth_r", 0.97, 3e-05),
            Level(
                "same_month",
                "((length(birth_l) = 6 or length(birth_r) = 6)"
                " and left(birth_l, 6) = left(birth_r, 6))",
                0.015,
                3e-05,
            ),
            Level("near", _BIRTH_NEAR, 0.009, 0.001),
            Level("differs", ELSE, 0.006, 0.99894),
        ),
        exact=("birth",),
    ),
    Comparison(
        "phone",
        _is_missing("phone"),
        (
            Level(
                "same",
                "(phone_l = phone_r or phone2_l = phone_r or phone_l = phone2_r)",
                0.72,
                1e-06,
            ),
            Level("slip", _is_slip("phone", 11), 0.01, 1e-05),
            Level("differs", ELSE, 0.27, 0.999989),
        ),
        exact=("phone",),
    ),
    Comparison(
        "address",
        _NO_PLOT,
        (
            Level(
                "same_room", f"({_SAME_PLOT} and room_l = room_r and {_SAID_ALIKE})", 0.75, 1e-06
            ),
            Level("same_building", f"({_SAME_PLOT} and building_l = building_r)", 0.04, 0.0001),
            Level("same_number", _SAME_PLOT, 0.04, 0.0005),
            Level("differs", ELSE, 0.17, 0.999399),
        ),
        exact=("plot", "building", "unit", "room"),
    ),
    Comparison(
        "sex",
        _is_missing("sex"),
        (Level("same", "sex_l = sex_r", 0.998, 0.5), Level("differs", ELSE, 0.002, 0.5)),
        exact=("sex",),
    ),
)
"""All comparisons; a pair has a level (or null) of each."""
