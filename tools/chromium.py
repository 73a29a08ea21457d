"""Find Chromium for the tests in a browser; install it from Debian's packages when root.

Prints its path. Ends with 1 and a sentence when there is none and none can be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> int:
    """Find, else install, else say what to do."""
    place = find() or (install() if os.geteuid() == 0 and shutil.which("apt-get") else None)
    if place is None:
        print(
            "Chromium is missing and the tests in a browser need it: install your system's "
            f"packages for {' and '.join(PACKAGES)}, then run this again.",
            file=sys.stderr,
        )
        return 1
    print(place)
    return 0


def find() -> str | None:
    """Return the path of an installed Chromium."""
    return next((place for name in NAMES if (place := shutil.which(name))), None)


def install() -> str | None:
    """Install Chromium and a Chinese font; return its path, None where that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ("apt-get", "-qq", "update"),
        ("apt-get", "-qq", "install", "-y", "--no-install-recommends", *PACKAGES),
    ):
        ended = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        if ended.returncode:
            return None
    return find()


if __name__ == "__main__":
    sys.exit(main())
