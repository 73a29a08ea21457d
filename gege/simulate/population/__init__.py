"""Invented residents of a county, by a seed: names, ages, families, dwellings, and what files say.

Plain Python without a database. Nobody of it can be met: numbers begin with 990000, which no county
has, and telephones with 10, which no mobile network has (R-011).
"""

from gege.simulate.population.departments import (
    CLEAN,
    HARD,
    LAYOUTS,
    LIGHT,
    PLAIN,
    Errors,
    Layout,
    Row,
    department_rows,
    write_rows,
)
from gege.simulate.population.files import LEVELS, write_files
from gege.simulate.population.households import generate, people
from gege.simulate.population.records import Dwelling, Household, Person
from gege.simulate.population.town import COMMUNITIES, Community

__all__ = [
    "CLEAN",
    "COMMUNITIES",
    "HARD",
    "LAYOUTS",
    "LEVELS",
    "LIGHT",
    "PLAIN",
    "Community",
    "Dwelling",
    "Errors",
    "Household",
    "Layout",
    "Person",
    "Row",
    "department_rows",
    "generate",
    "people",
    "write_files",
    "write_rows",
]
