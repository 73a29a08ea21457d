"""Placeholders for photographs: a matter is never given the same one twice."""

from __future__ import annotations

import random

from gege.simulate.pictures import PICTURES, Album


def test_a_picture_that_a_matter_has_is_not_given_again() -> None:
    album, chance = Album(), random.Random(7)
    had: set[str] = set()
    for _ in range(PICTURES):
        picture = album.pick(chance, after=False, had=had)
        assert picture is not None
        assert picture.name not in had
        had.add(str(picture.name))
    assert album.pick(chance, after=False, had=had) is None


def test_pictures_of_the_result_are_others_than_those_of_the_trouble() -> None:
    album, chance = Album(), random.Random(7)
    had = {f"before-{number}.jpg" for number in range(1, PICTURES + 1)}
    picture = album.pick(chance, after=True, had=had)
    assert picture is not None
    assert str(picture.name).startswith("after-")
