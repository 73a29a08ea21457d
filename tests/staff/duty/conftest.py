"""The county with its duty desk."""

import pytest

from tests.cast import Cast
from tests.staff.duty.watch import Watch


@pytest.fixture
def watch(cast: Cast) -> Watch:
    """The county centre's desk, open, without a roster."""
    return Watch(cast)
