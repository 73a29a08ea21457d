"""Find Kannel, the SMS gateway, for the tests; install it from Debian's packages when root.

Prints its programs. Ends with 1 and a sentence when there is none and none can be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("bearerbox", "smsbox", "fakesmsc")
PACKAGES = ("kannel", "kannel-extras")
PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/lib/kannel/test", "/usr/local/bin")


def main() -> int:
    """Find, else install, else say what to do."""
    found = find() or (install() if os.geteuid() == 0 and shutil.which("apt-get") else None)
    if found is None:
        print(
            "Kannel is missing and the tests of texts need it: install your system's packages for "
            f"{' and '.join(PACKAGES)}, then run this again.",
            file=sys.stderr,
        )
        return 1
    print(*found.values(), sep="\n")
    return 0


def find() -> dict[str, str] | None:
    """Return the paths of Kannel's programs and its simulated centre; None unless all are there."""
    found = {name: _place(name) for name in PROGRAMS}
    return {name: place for name, place in found.items() if place} if all(found.values()) else None


def install() -> dict[str, str] | None:
    """Install Kannel without starting it; return its programs, None where that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ("apt-get", "-qq", "update"),
        ("apt-get", "-qq", "install", "-y", "--no-install-recommends", *PACKAGES),
    ):
        ended = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        if ended.returncode:
            return None
    return find()


def _place(name: str) -> str | None:
    known = [str(Path(folder) / name) for folder in PLACES]
    return shutil.which(name) or next((one for one in known if os.access(one, os.X_OK)), None)


if __name__ == "__main__":
    sys.exit(main())
