"""Households put together: who lives with whom, how old they are, what they are called."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from gege.kernel.identity import FICTITIOUS_AREA, citizen_check_digit
from gege.simulate.population import name_stock
from gege.simulate.population.records import Household, Person
from gege.simulate.population.town import COMMUNITIES, Community, dwellings

MALE, FEMALE = "1", "2"
HEAD, SPOUSE, SON, DAUGHTER, FATHER, MOTHER = "02", "10", "20", "30", "51", "52"
GRANDSON, GRANDDAUGHTER, NO_KIN = "41", "42", "99"
PER_HOUSEHOLD: Final = 2.62
"""People of a household on average (第七次全国人口普查, 2020)."""

# What households are made of, and how often (per cent). The average is about that of the census.
_SHAPES: Final = {
    "alone": 23,
    "couple": 20,
    "couple_child": 21,
    "couple_children": 10,
    "parent_child": 7,
    "three_generations": 13,
    "elders_grandchild": 3,
    "shared": 3,
}
_SHAPES_UP_TO: Final = tuple(accumulate(_SHAPES.values()))
_PHONES: Final = 100_000_000
_FEW: Final = 10_000
_TWINS: Final = 0.02
"""The share of second children that are twins of the first."""


class _Sketch(NamedTuple):
    relation: str
    sex: str
    born_on: date
    name: str


def generate(
    residents: int,
    seed: int,
    *,
    communities: Sequence[Community] = COMMUNITIES,
    today: date = date(2026, 11, 1),
) -> Iterator[Household]:
    """Yield households until there are at least `residents` people; the last is kept whole.

    The same arguments give the same people. Every citizen number is another one, so there is
    room for about 500 births of a sex a day: raises ValueError beyond.
    """
    chance = Random(seed)  # noqa: S311
    expected = round(residents / PER_HOUSEHOLD)
    homes = dwellings(Random(seed + 1), communities, expected)  # noqa: S311
    numbers, phones = _Numbers(), _Phones(residents)
    made = 0
    for serial, dwelling in enumerate(homes):
        if made >= residents:
            return
        shape = chance.choices(tuple(_SHAPES), cum_weights=_SHAPES_UP_TO)[0]
        sketches = _family(chance, shape, today)
        shared_phone = phones.next()
        members = tuple(
            Person(
                made + place,
                serial,
                one.relation,
                one.name,
                one.sex,
                one.born_on,
                numbers.next(one.born_on, one.sex),
                _phone(chance, phones, shared_phone, one, today),
            )
            for place, one in enumerate(sketches)
        )
        rented = shape == "shared" or chance.random() < 0.18
        kind = "3" if shape == "shared" else "1"
        yield Household(serial, kind, "2" if rented else "1", dwelling, members)
        made += len(members)


def people(households: Iterator[Household]) -> Iterator[Person]:
    """Yield the members of households."""
    for household in households:
        yield from household.members


class _Numbers:
    """Citizen numbers of the impossible prefix; every one is given once."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, str], int] = {}

    def next(self, born_on: date, sex: str) -> str:
        before = self._given.get((born_on, sex), 0)
        if before >= 499:
            raise ValueError("more births on one day than a citizen number can count")
        self._given[born_on, sex] = before + 1
        # Odd for men (GB 11643); 000 is left out. Shuffled: neighbours in time are none in number.
        serial = (before * 139 + born_on.toordinal() * 31) % 499 * 2 + (1 if sex == MALE else 2)
        first_17 = (
            f"{FICTITIOUS_AREA}{born_on.year:04d}{born_on.month:02d}{born_on.day:02d}{serial:03d}"
        )
        return first_17 + citizen_check_digit(first_17)


class _Phones:
    """Telephones that no network has: 1000000 and four digits; for many, 100 and eight digits.

    They are shuffled, so that neighbours have no neighbouring numbers.
    """

    def __init__(self, residents: int) -> None:
        self._many = _FEW if residents <= _FEW * 0.6 else _PHONES
        self._step = 7_919 if self._many == _FEW else 61_803_399
        self._next = 0

    def next(self) -> str:
        self._next += 1
        return f"{10_000_000_000 + self._next * self._step % self._many}"


def _phone(chance: Random, phones: _Phones, shared: str, one: _Sketch, today: date) -> str:
    """Children and many old people have the family's number or none."""
    if one.relation == HEAD:
        return shared
    age = today.year - one.born_on.year
    luck = chance.random()
    if age < 14:
        return shared if luck < 0.5 else ""
    if age > 72:
        return shared if luck < 0.4 else ("" if luck < 0.6 else phones.next())
    return shared if luck < 0.08 else phones.next()


def _family(chance: Random, shape: str, today: date) -> list[_Sketch]:
    if shape == "shared":
        return _shared(chance, today)
    if shape == "elders_grandchild":
        return _elders_grandchild(chance, today)
    oldest = {"alone": (22, 93), "couple": (24, 88)}.get(shape, (26, 52))
    head_sex = MALE if chance.random() < 0.72 else FEMALE
    head = _adult(chance, HEAD, head_sex, _born(chance, today, *oldest))
    family = [head]
    if shape in ("couple", "couple_child", "couple_children", "three_generations"):
        family.append(_spouse(chance, head))
    if shape not in ("alone", "couple"):
        family += _children(chance, family, shape, today)
    if shape == "three_generations":
        family += _parents(chance, head)
    return family


def _adult(chance: Random, relation: str, sex: str, born_on: date, surname: str = "") -> _Sketch:
    surname = surname or name_stock.surname(chance)
    given = name_stock.given_name(chance, sex, born_on.year)
    return _Sketch(relation, sex, born_on, surname + given)


def _spouse(chance: Random, head: _Sketch) -> _Sketch:
    sex = FEMALE if head.sex == MALE else MALE
    return _adult(
        chance, SPOUSE, sex, head.born_on + timedelta(days=round(chance.gauss(400, 1100)))
    )


def _children(chance: Random, family: list[_Sketch], shape: str, today: date) -> list[_Sketch]:
    many = 2 + (chance.random() < 0.12) if shape == "couple_children" else 1
    parents = [one for one in family if one.relation in (HEAD, SPOUSE)]
    youngest = max(one.born_on for one in parents)
    father = next((one for one in parents if one.sex == MALE), parents[0])
    mother = parents[-1]
    named = father if chance.random() < 0.94 else mother
    shared = (
        name_stock.given_name(chance, MALE, youngest.year + 25)[:1] if chance.random() < 0.3 else ""
    )
    children: list[_Sketch] = []
    born = youngest + timedelta(days=round(365.25 * 20 + chance.random() * 365.25 * 12))
    for place in range(many):
        if place and chance.random() >= _TWINS:
            born += timedelta(days=700 + round(chance.random() * 2200))
        if born > today:
            born = today - timedelta(days=1 + int(chance.random() * 2000))
        sex = MALE if chance.random() < 0.52 else FEMALE
        given = name_stock.given_name(chance, sex, born.year, shared)
        surname = _surname_of(named.name)
        children.append(_Sketch(SON if sex == MALE else DAUGHTER, sex, born, surname + given))
    return children


def _parents(chance: Random, head: _Sketch) -> list[_Sketch]:
    """One parent of the head, or both; the father gives the surname."""
    born = head.born_on - timedelta(days=round(365.25 * (22 + chance.random() * 9)))
    father = _adult(chance, FATHER, MALE, born, _surname_of(head.name))
    mother = _adult(chance, MOTHER, FEMALE, born + timedelta(days=round(chance.gauss(500, 900))))
    luck = chance.random()
    return [mother] if luck < 0.45 else [father] if luck < 0.6 else [father, mother]


def _elders_grandchild(chance: Random, today: date) -> list[_Sketch]:
    head = _adult(chance, HEAD, MALE, _born(chance, today, 55, 74))
    child = _born(chance, today, 2, 16)
    sex = MALE if chance.random() < 0.52 else FEMALE
    name = _surname_of(head.name) + name_stock.given_name(chance, sex, child.year)
    relation = GRANDSON if sex == MALE else GRANDDAUGHTER
    return [head, _spouse(chance, head), _Sketch(relation, sex, child, name)]


def _shared(chance: Random, today: date) -> list[_Sketch]:
    many = chance.randint(2, 4)
    return [
        _adult(
            chance,
            HEAD if place == 0 else NO_KIN,
            MALE if chance.random() < 0.6 else FEMALE,
            _born(chance, today, 18, 45),
        )
        for place in range(many)
    ]


def _born(chance: Random, today: date, youngest: int, oldest: int) -> date:
    """A birth date; the very old are fewer, by a triangle over the span."""
    years = youngest + (oldest - youngest) * (1 - (1 - chance.random()) ** 0.75)
    return today - timedelta(days=round(years * 365.25))


def _surname_of(name: str) -> str:
    return name[:2] if name[:2] in name_stock.SURNAMES else name[:1]
