"""How near two addresses are, in grades that a person understands."""

from enum import StrEnum

from gege.kernel.addresses.reading import Address


class AddressLikeness(StrEnum):
    """From the same dwelling to another place. `UNKNOWN`: one of them does not say enough."""

    SAME_ROOM = "same_room"
    SAME_UNIT = "same_unit"
    SAME_BUILDING = "same_building"
    SAME_NUMBER = "same_number"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


def compare_addresses(one: Address, other: Address) -> AddressLikeness:
    """Return the nearest grade that both addresses say.

    What only one of them says (its building, say) neither speaks for nor against, but the same room
    is then at most the same building: 12号501 and 12号3栋501 may be two dwellings.
    """
    plots = _same_plot(one, other)
    if plots is not None:
        return plots
    if one.building and other.building and one.building != other.building:
        return AddressLikeness.SAME_NUMBER
    if one.unit and other.unit and one.unit != other.unit:
        return AddressLikeness.SAME_BUILDING
    said_alike = one.building == other.building and one.unit == other.unit
    if one.room and one.room == other.room:
        return AddressLikeness.SAME_ROOM if said_alike else AddressLikeness.SAME_BUILDING
    return _below_room(one, other, said_alike)


def _below_room(one: Address, other: Address, said_alike: bool) -> AddressLikeness:
    if said_alike and one.unit:
        return AddressLikeness.SAME_UNIT
    if one.building and one.building == other.building:
        return AddressLikeness.SAME_BUILDING
    return AddressLikeness.SAME_NUMBER


def _same_plot(one: Address, other: Address) -> AddressLikeness | None:
    """None when the plots are the same; else whether they differ or are not comparable."""
    if one.town and other.town and one.town != other.town:
        return AddressLikeness.DIFFERS
    if set(one.places) & set(other.places):
        return None
    both_numbers = one.road and one.number and other.road and other.number
    if both_numbers and _main(one) == _main(other) and "附" in one.number + other.number:
        # 12号 and 12号附3: the same number when only one of them says the second part.
        return None if ("附" in one.number) != ("附" in other.number) else AddressLikeness.DIFFERS
    comparable = both_numbers or (one.road and other.road and one.road != other.road)
    comparable = comparable or (one.estate and other.estate) or (one.group and other.group)
    return AddressLikeness.DIFFERS if comparable else AddressLikeness.UNKNOWN


def _main(address: Address) -> str:
    return address.road + address.number.split("附")[0]
