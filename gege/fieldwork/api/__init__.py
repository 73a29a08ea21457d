"""The door of field work: deeds, reads, words. Nothing of this room is imported past it.

Each topic has a file of its own that says what it shows; from outside, all stand here.
"""

from gege.fieldwork.api import campaign, patrol, point, rules, terminal, visit
from gege.fieldwork.api.campaign import *  # noqa: F403 - its __all__ says what
from gege.fieldwork.api.patrol import *  # noqa: F403 - its __all__ says what
from gege.fieldwork.api.point import *  # noqa: F403 - its __all__ says what
from gege.fieldwork.api.rules import *  # noqa: F403 - its __all__ says what
from gege.fieldwork.api.terminal import *  # noqa: F403 - its __all__ says what
from gege.fieldwork.api.visit import *  # noqa: F403 - its __all__ says what

__all__: list[str] = []
__all__ += campaign.__all__
__all__ += patrol.__all__
__all__ += point.__all__
__all__ += rules.__all__
__all__ += terminal.__all__
__all__ += visit.__all__
