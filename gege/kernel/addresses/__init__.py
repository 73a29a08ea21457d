"""Addresses as people and departments write them: read into parts, and compared by grades.

The order of the parts follows the levels of GB/T 37149: area, street and number, estate, building,
unit, floor, room. No gazetteer is asked: what is compared are the parts below the township, which
lists of provinces and cities (cpca, jionlp) do not know, and names of roads are compared as text.
"""

from gege.kernel.addresses.comparing import AddressLikeness, compare_addresses
from gege.kernel.addresses.reading import Address, read_address

__all__ = ["Address", "AddressLikeness", "compare_addresses", "read_address"]
