"""Properties are not timed here: a busy machine is not a wrong answer."""

from hypothesis import settings

settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")
