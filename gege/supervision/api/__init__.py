"""The door of supervision: deeds, reads and words.

Each topic has a file of its own that says what it shows; from outside, all stand here.
"""

from gege.supervision.api import briefing, cameras, daily, files, groups, ordering, reviewing
from gege.supervision.api.briefing import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.cameras import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.daily import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.files import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.groups import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.ordering import *  # noqa: F403 - its __all__ says what
from gege.supervision.api.reviewing import *  # noqa: F403 - its __all__ says what

__all__: list[str] = []
__all__ += ordering.__all__
__all__ += cameras.__all__
__all__ += briefing.__all__
__all__ += daily.__all__
__all__ += files.__all__
__all__ += groups.__all__
__all__ += reviewing.__all__
