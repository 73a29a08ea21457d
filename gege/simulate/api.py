"""The door of the play."""

from gege.simulate.demonstration.build import build_demo
from gege.simulate.demonstration.logins import DemoLogin, demo_logins
from gege.simulate.play import Pace, Wish, play
from gege.simulate.registering.homes import register_homes
from gege.simulate.tally import Tally

__all__ = [
    "DemoLogin",
    "Pace",
    "Tally",
    "Wish",
    "build_demo",
    "demo_logins",
    "play",
    "register_homes",
]
