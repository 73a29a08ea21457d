"""`python -m gege` and the `gege` script: the command, with refused settings told in words."""

import sys

from gege.config.env import SettingsError


def main() -> None:
    """Run the command line. Ends with 2 when the settings are refused."""
    try:
        from gege.config.cli import gege  # inline: reads the settings, which may be refused
    except SettingsError as refused:
        print(refused, file=sys.stderr)
        raise SystemExit(2) from None
    gege(prog_name="gege")


if __name__ == "__main__":
    main()
