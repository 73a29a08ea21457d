"""The declarations that come with the package, as one document."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from gege.registers.rules.declaration import Contract
from gege.registers.rules.declaring import read_contract
from gege.registers.rules.statistics.tables import CountedTable, read_tables


@cache
def shipped_document() -> dict[str, Any]:
    """Return the document of all shipped registers, in the shape `read_contract` takes."""
    folder = files("gege.registers.declared")
    tables = {
        one.name: tomllib.loads(one.read_text("utf-8"))
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".toml")
    }
    return {
        "registers": [table for name, table in tables.items() if name.startswith("r")],
        "code_lists": tables["codes.toml"],
        "purposes": tables["purposes.toml"],
    }


@cache
def shipped_contract() -> Contract:
    """Return the contract of the shipped registers."""
    return read_contract(shipped_document())


@cache
def shipped_tables() -> tuple[CountedTable, ...]:
    """Return the tables that may be made of the registers."""
    text = files("gege.registers.declared").joinpath("counted.toml").read_text("utf-8")
    return read_tables(tomllib.loads(text))
