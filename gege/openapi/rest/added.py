"""What rooms above add to the REST interface: addresses, shapes of answers, parts of paths."""

from collections.abc import Iterable, Mapping
from typing import Final

from gege.openapi.rest.operations import Json, Operation
from gege.openapi.rest.orders import ORDER_SHAPES, UID
from gege.openapi.rest.shapes import SHAPES
from gege.openapi.rest.table import ADDRESSES

Address = tuple[Operation, ...]
"""The operations of one address, one for each method."""
_addresses: Final[list[Address]] = list(ADDRESSES)
_shapes: Final[dict[str, Json]] = {**SHAPES, **ORDER_SHAPES}
_patterns: Final[dict[str, str]] = {"order": f"^{UID}$"}


def add_operations(
    addresses: Iterable[Address], shapes: Mapping[str, Json], patterns: Mapping[str, str]
) -> None:
    """Add operations, before the first request: the addresses and the document are made of them.

    `patterns` are those of the parts of paths that the addresses name, as a document has them.
    """
    known = {one.name for address in _addresses for one in address}
    _addresses.extend(one for one in addresses if one[0].name not in known)
    _shapes.update(shapes)
    _patterns.update(patterns)


def addresses() -> tuple[Address, ...]:
    """Return all addresses of the interface."""
    return tuple(_addresses)


def operations() -> tuple[Operation, ...]:
    return tuple(one for address in _addresses for one in address)


def shapes() -> Mapping[str, Json]:
    return _shapes


def patterns() -> Mapping[str, str]:
    return _patterns
