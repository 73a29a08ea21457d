"""`python -m gege` and the `gege` script: the command, with refused settings told in words."""

import sys

from gege.config.env import Environment, SettingsError, data_dir
from gege.config.keys import make_keys


def main() -> None:
    """Run the command line. Ends with 2 when the settings are refused."""
    if sys.argv[1:2] == ["init"]:
        # Before the settings are read: on a database server of its own they refuse to be without.
        make_keys(data_dir(Environment()))
    try:
        from gege.config.cli import gege  # inline: reads the settings, which may be refused
    except SettingsError as refused:
        print(refused, file=sys.stderr)
        raise SystemExit(2) from None
    gege(prog_name="gege")


if __name__ == "__main__":
    main()
