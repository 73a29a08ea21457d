"""The cast at work, and browsers that tell the time of the play."""

from tests.desk.matter.conftest import files_of_their_own, pages
from tests.matters.conftest import cast, play
from tests.matters.test_triage_learning import forgotten

__all__ = ["cast", "files_of_their_own", "forgotten", "pages", "play"]
