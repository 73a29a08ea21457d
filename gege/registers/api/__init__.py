"""The door of the registers: the contract, deeds, reads and words.

Each topic has a file of its own that says what it shows; from outside, all stand here.
"""

from gege.registers.api import (
    counting,
    declaring,
    dividing,
    finding,
    governing,
    importing,
    looking,
    mapping,
    pairing,
    recording,
    roll_calling,
)
from gege.registers.api.counting import *  # noqa: F403 - its __all__ says what
from gege.registers.api.declaring import *  # noqa: F403 - its __all__ says what
from gege.registers.api.dividing import *  # noqa: F403 - its __all__ says what
from gege.registers.api.finding import *  # noqa: F403 - its __all__ says what
from gege.registers.api.governing import *  # noqa: F403 - its __all__ says what
from gege.registers.api.importing import *  # noqa: F403 - its __all__ says what
from gege.registers.api.looking import *  # noqa: F403 - its __all__ says what
from gege.registers.api.mapping import *  # noqa: F403 - its __all__ says what
from gege.registers.api.pairing import *  # noqa: F403 - its __all__ says what
from gege.registers.api.recording import *  # noqa: F403 - its __all__ says what
from gege.registers.api.roll_calling import *  # noqa: F403 - its __all__ says what

__all__: list[str] = []
__all__ += counting.__all__
__all__ += declaring.__all__
__all__ += dividing.__all__
__all__ += finding.__all__
__all__ += governing.__all__
__all__ += importing.__all__
__all__ += looking.__all__
__all__ += mapping.__all__
__all__ += pairing.__all__
__all__ += recording.__all__
__all__ += roll_calling.__all__
