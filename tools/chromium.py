"""Find Chromium for the tests in a browser; install it from Debian's packages when root.

Prints its path. Ends with 1 and a sentence when there is none and none can be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
"""Chromium without its windows: the same pages, and a sixth less of the machine's time."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ((SHELL, "fonts-noto-cjk"), ("chromium", "fonts-noto-cjk"))
"""What is tried in this order: a system may have Chromium only whole."""


def main() -> int:
    """Find, else install, else say what to do."""
    place = find() or (install() if os.geteuid() == 0 and shutil.which("apt-get") else None)
    if place is None:
        print(
            "Chromium is missing and the tests in a browser need it: install your system's "
            f"packages for {' and '.join(PACKAGES[-1])}, then run this again.",
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
    if not _apt("update"):
        return None
    for packages in PACKAGES:
        if _apt("install", "-y", "--no-install-recommends", *packages):
            return find()
    return None


def _apt(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ("apt-get", "-qq", *arguments)
    return not subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
